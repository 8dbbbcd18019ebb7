"""Expectations of what goes over an I2C bus: the messages word for word, against real programs."""

from __future__ import annotations

import pytest

from coursekit.bench import Diagram
from coursekit.boards.virtual.board import VirtualBoard
from coursekit.checks import Verdict, run_check
from coursekit.checks.report import report
from tests.checks.i2c_bench import I2C_DIAGRAM

PROGRAM = """
from machine import I2C, Pin
import time
i2c = I2C(0, sda=Pin(4), scl=Pin(5), freq=400_000)

def measure(ms=5, us=0):
    i2c.writeto(0x77, b"\\xf4\\x2e")
    time.sleep_ms(ms)
    time.sleep_us(us)
    return i2c.readfrom_mem(0x77, 0xF6, 2)

def polls():
    i2c.writeto_mem(0x77, 0xF4, b"\\x2e")
    while i2c.readfrom_mem(0x77, 0xF4, 1)[0] & 0x20:
        time.sleep_ms(1)
    return i2c.readfrom_mem(0x77, 0xF6, 2)

def sends(*pieces, address=0x77):
    for piece in pieces:
        i2c.writeto(address, piece)

def reads(times, size=2, address=0x48):
    for _ in range(times):
        i2c.readfrom(address, size)

def tries(times):
    for _ in range(times - 1):
        try:
            return reads(1)
        except OSError:
            time.sleep_ms(1)
    return reads(1)

def nothing():
    pass
"""


def verdict(check: str) -> Verdict:
    """What a check says of the program above."""
    with VirtualBoard(Diagram.from_dict(I2C_DIAGRAM), fast_forward=True) as board:
        board.exec(PROGRAM)
        return run_check(check, "task", board)


MET = [
    ("'measure'", "bench.bmp1", "was_written(0xF4, 0x2E)", "a write of 0xf4 0x2e."),
    ("'measure'", "bench.bmp1", "was_written(b'\\xf4\\x2e')", "a write of 0xf4 0x2e."),
    ("'measure'", "bench.bmp1", "was_written(0xF4, 0x2E, times=1)", "1 write of 0xf4 0x2e."),
    ("'measure'", "bench.bmp1", "was_written(0xF4, 0x34, times=0)", "no writes of 0xf4 0x34."),
    ("'measure'", "bench.bmp1", "was_read(0xF6, size=2)",
     "a read of 2 bytes from register 0xf6."),
    ("'reads', 3", "bench.lm1", "was_read()", "a read of 1 byte."),
    ("'reads', 3", "bench.lm1", "read_at_most(3)", "1 to 3 reads."),
    ("'measure'", "bench.bmp1", "transactions(3)", "3 transactions."),
    ("'measure'", "'I2C GP4/GP5'", "transactions(3)", "3 transactions."),
    ("'nothing'", "bench.bmp1", "transactions(0)", "no transactions."),
    ("'measure'", "'i2c'", "all_acknowledged()", "all of 3 transactions acknowledged."),
    ("'measure'", "bench.bmp1", "waits(4.5, after=(0xF4, 0x2E))",
     "at least 4.5 ms between the write of 0xf4 0x2e and the read."),
    ("'measure', 4, 500", "bench.bmp1", "waits(4.5, after=(0xF4, 0x2E), before=0xF6)",
     "at least 4.5 ms between the write of 0xf4 0x2e and the read from 0xf6."),
    ("'polls'", "bench.bmp1", "waits(9, after=(0xF4, 0x2E), before=0xF6, unless_asked=0xF4)",
     "0xf4 was asked instead."),
    ("'polls'", "bench.bmp1", "waits(4.5, after=(0xF4, 0x2E), before=0xF6)",
     "at least 4.5 ms between the write of 0xf4 0x2e and the read from 0xf6."),
]  # fmt: skip

NOT_MET = [
    ("'sends', b'\\xf4\\x2e\\x01'", "was_written(0xF4, 0x01, 0x2E)",
     "expected a write of 0xf4 0x01 0x2e, saw a write of 0xf4 0x2e 0x01. "
     "The bytes behind 0xf4 are the wrong way round."),
    ("'measure', 4", "waits(4.5, after=(0xF4, 0x2E), before=0xF6, unless_asked=0xF4)",
     "expected at least 4.5 ms between the write of 0xf4 0x2e and the read from 0xf6, saw 4 ms. "
     "A chip that is asked too early gives its old value."),
    ("'sends', b'\\xf4\\x34'", "was_written(0xF4, 0x2E)",
     "expected a write of 0xf4 0x2e, saw a write of 0xf4 0x34."),
    ("'sends', b'\\x2e\\xf4'", "was_written(0xF4, 0x2E)",
     "saw a write of 0x2e 0xf4. The bytes are the wrong way round."),
    ("'sends', b'\\xf4', b'\\x2e'", "was_written(0xF4, 0x2E)",
     "saw a write of 0xf4 and a write of 0x2e. The bytes belong into one transaction: each one "
     "begins anew with the register."),
    ("'nothing'", "was_written(0xF4, 0x2E)", "saw nothing. Nothing went over an I2C bus."),
    ("'reads', 2", "was_written(0xF4, 0x2E)",
     "saw nothing. Its address is 0x77; the program talked to 0x48."),
    ("'measure'", "was_written(0xF4, 0x2E, times=2)",
     "expected 2 writes of 0xf4 0x2e, saw 1."),
    ("'measure'", "was_read(0xF6, size=3)",
     "expected a read of 3 bytes from register 0xf6, saw a write of 0xf4 0x2e, a write of 0xf6 "
     "and a read of 2 bytes."),
    ("'reads', 7, 1, 0x77", "read_at_most(1)", "expected 1 read, saw 7 reads."),
    ("'reads', 7, 1, 0x77", "transactions(2)",
     "expected 2 transactions, saw 7: a read of 1 byte, a read of 1 byte, a read of 1 byte, "
     "a read of 1 byte, a read of 1 byte and 2 more."),
    ("'measure', 1", "waits(4.5, after=(0xF4, 0x2E))",
     "expected at least 4.5 ms between the write of 0xf4 0x2e and the read, saw 1"),
    ("'measure', 1", "waits(4.5, after=(0xF4, 0x34))",
     "saw a write of 0xf4 0x2e, a write of 0xf6 and a read of 2 bytes."),
    ("'reads', 1, 2, 0x76", "read_at_most(5)",
     "expected 1 to 5 reads, but reads(1, 2, 118) raised OSError: [Errno 5] EIO"),
    ("'reads', 1, 2, 0x76", "was_read()",
     "saw nothing. Its address is 0x77; the program talked to 0x76. reads(1, 2, 118) raised "
     "OSError: [Errno 5] EIO"),
]  # fmt: skip


@pytest.mark.parametrize(("call", "subject", "expectation", "said"), MET)
def test_met(call: str, subject: str, expectation: str, said: str) -> None:
    found = verdict(f"board.call({call})\nexpect({subject}).{expectation}")
    assert found.problem == ""
    name = subject.removeprefix("bench.").strip("'")
    assert [(f.met, f.message) for f in found.findings] == [(True, f"{name}: {said}")]


@pytest.mark.parametrize(("call", "expectation", "said"), NOT_MET)
def test_not_met(call: str, expectation: str, said: str) -> None:
    found = verdict(f"board.call({call})\nexpect(bench.bmp1).{expectation}")
    assert found.problem == ""
    ((met, message),) = [(f.met, f.message) for f in found.findings]
    assert not met
    assert message.startswith("bmp1: expected ")
    assert said in message


def test_a_program_may_give_up_with_the_error_of_a_silent_chip() -> None:
    found = verdict("""bench.lm1.nack(times=9)
expect(board.call("tries", 3)).raises("OSError")
expect(bench.lm1).transactions(3)
expect(bench.lm1).all_acknowledged()
""")
    assert [f.met for f in found.findings] == [True, True, False]


def test_chips_are_handled_at_moments_of_the_call() -> None:
    found = verdict("""at(2).nack(bench.lm1)
expect(board.call("tries", 1)).returns_nothing()
bench.lm1.nack()
expect(board.call("tries", 2)).returns_nothing()
expect(bench.lm1).transactions(2)
expect('i2c').all_acknowledged()
""")
    assert [f.met for f in found.findings] == [True, True, True, False]
    assert found.findings[-1].message == (
        "i2c: expected everything to be acknowledged, saw a read of no bytes to 0x48 that nobody "
        "acknowledged."
    )


def test_what_was_planned_and_came_too_late_is_said() -> None:
    found = verdict("""at(900).set(bench.bmp1, temperature_c=30).nack(bench.lm1)
board.call("measure")
expect(bench.bmp1).transactions(9)
""")
    (finding,) = found.findings
    assert "before bmp1 was set at 900 ms and lm1 was to refuse at 900 ms." in finding.message


def test_the_picture_shows_the_bus_where_something_went_over_it() -> None:
    found = verdict('board.call("measure", 500)\nexpect(bench.bmp1).was_written(0xF4, 0x34)')
    ((figure, words),) = report(found).pictures
    assert "I2C GP4/GP5: 3 transactions" in words
    (ax,) = figure.axes
    assert [ax.get_label()] == ["I2C GP4/GP5"]
    found = verdict('board.call("reads", 1)\nexpect(bench.lm1).transactions(2)')
    ((figure, _),) = report(found).pictures
    assert "SDA" in [text.get_text() for ax in figure.axes for text in ax.texts]


def test_the_picture_shows_what_was_set_meanwhile() -> None:
    found = verdict("""at(2).set(bench.bmp1, temperature_c=30)
board.call("measure")
expect(bench.bmp1).transactions(9)
""")
    ((figure, _),) = report(found).pictures
    names = [ax.get_label() for ax in figure.axes]
    assert names == ["I2C GP4/GP5", "bmp1 temperature_c"]


@pytest.mark.parametrize(
    ("expectation", "said"),
    [
        ("expect(bench.led1).read_at_most(1)", "led1 is neither a chip on an I2C bus nor"),
        ("expect(bench.bmp1).was_written()", "at least one byte"),
        ("expect(bench.bmp1).was_written(256)", "Bytes are numbers from 0 to 255"),
        ("expect(bench.bmp1).was_written('f4')", "Bytes are numbers from 0 to 255"),
    ],
)
def test_what_an_author_writes_wrongly_is_said(expectation: str, said: str) -> None:
    assert said in verdict(f"board.call('nothing')\n{expectation}").problem
