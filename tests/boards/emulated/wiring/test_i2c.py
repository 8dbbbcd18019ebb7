"""I2C of real firmware on the bench: what a program gets, and what the bench has seen of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from coursekit.bench import Bench
from coursekit.boards import BoardReset
from tests.bench.buses.chip import known_chip, wires
from tests.bench.diagrams import part
from tests.boards.emulated.wiring.both import Both, both

SET_UP = "i2c = I2C(0, freq=400_000)\n"
EIO, ENODEV, LATE = (
    f"OSError: [Errno {error}" for error in ("5] EIO", "19] ENODEV", "110] ETIMEDOUT")
)


@pytest.fixture(autouse=True, scope="module")
def chip_type() -> Iterator[None]:
    with known_chip():
        yield


@pytest.fixture
def boards(firmware: Path) -> Iterator[Both]:
    chips = [part("c", "test-chip", refuses="7"), part("d", "test-chip", address="81")]
    with both(firmware, chips, wires("c") + wires("d"), SET_UP) as boards:
        yield boards


def records(bench: Bench) -> list[tuple[Any, ...]]:
    """What went over the buses, but for the times."""
    return [
        (t.address, t.read, t.data, t.acked, t.data_acks, t.repeated, t.stop)
        for t in bench.transactions()
    ]


def kinds(bench: Bench) -> list[str]:
    return sorted(str(fault.kind) for fault in bench.faults())


CALLS = [
    ("i2c.scan()", [80, 81]),
    ("i2c.readfrom_mem(80, 5, 3)", b"\x05\x06\x07"),
    ("i2c.readfrom(80, 2)", b"\x08\x09"),
    ("i2c.writeto(80, b'\\x30xyz')", 4),
    ("i2c.readfrom_mem(80, 0x30, 3)", b"xyz"),
    ("i2c.writeto_mem(81, 0x40, b'ab')", None),
    ("i2c.writevto(80, [b'\\x20', b'', b'ab'])", 3),
    ("i2c.writeto(80, b'\\x00\\x07\\x08')", 1),  # it refuses the 7
    ("i2c.writeto(80, b'')", 0),
    ("i2c.writeto(9, b'')", ENODEV),
    ("i2c.writeto(9, b'1')", EIO),
    ("i2c.readfrom(9, 1)", EIO),
    ("i2c.readfrom_mem(9, 0, 1)", EIO),
    ("i2c.readfrom(80 + 128, 1)", b"\x01"),
    ("(i2c.writeto(80, b'\\x05', False), i2c.readfrom(80, 2))", (1, b"\x05\x06")),
    ("(i2c.writeto(80, b'\\x05', False), i2c.scan(), i2c.readfrom(80, 2))",
     (1, [80, 81], b"\x05\x06")),
    ("(i2c.readfrom(80, 2, False), i2c.readfrom(81, 1), i2c.readfrom(80, 1, False))",
     (b"\x07\x08", b"\x42", b"\x09")),
    ("i2c.writeto(81, b'\\x05\\x66')", 2),
    ("(i2c.writeto(80, b'\\x05', False), i2c.writeto(81, b'\\x06', False), i2c.readfrom(80, 1))",
     (1, 1, b"\x05")),
    ("I2C(0, freq=100_000).readfrom_mem(80, 9, 1)", b"\x09"),
    ("I2C(0, freq=1_000_000).readfrom_mem(80, 9, 2)", b"\x09\x0a"),
]  # fmt: skip


def results(boards: Both, calls: list[str]) -> dict[str, Any]:
    """What calls give, all in one program."""
    program = "".join(f"got.append(attempt(lambda: {call}))\n" for call in calls)
    boards.exec(f"got = []\n{program}")
    return dict(zip(calls, boards.value("got"), strict=True))


def test_calls_and_their_records(boards: Both) -> None:
    assert results(boards, [call for call, _ in CALLS]) == dict(CALLS)
    assert len(boards.on_bench(records)) > 200
    boards.on_bench(lambda bench: bench.c.log)
    assert boards.on_bench(kinds) == []


def test_softi2c_on_the_same_pins(boards: Both) -> None:
    boards.exec("i2c = SoftI2C(scl=Pin(5), sda=Pin(4), freq=100_000)")
    wanted = {call: ENODEV if value == EIO else value for call, value in CALLS[1:14]}
    assert results(boards, list(wanted)) == wanted
    assert len(boards.on_bench(records)) > 15


def test_bits_take_their_time(boards: Both) -> None:
    for freq, least_us in ((100_000, 830), (400_000, 207)):
        boards.exec(f"i2c = I2C(0, freq={freq})")
        virtual, emulated = boards.each("took(lambda: i2c.readfrom_mem(80, 0, 6))")
        assert least_us <= virtual <= emulated < least_us + 100
    lasted = [[t.end_us - t.start_us for t in b.transactions()] for b in boards.benches]
    assert lasted[0] == pytest.approx(lasted[1], rel=0.08, abs=6)


def test_edges_are_for_chips_and_the_bus_alone(boards: Both) -> None:
    boards.exec("i2c.writeto(80, b'\\x05')")
    before = [len(boards.emulated.bench.trace[pin].values) for pin in ("GP4", "GP5")]
    boards.exec("i2c.readfrom_mem(80, 5, 40)")
    boards.exec("i2c.writeto(80, b'\\x05', False)\ntime.sleep_ms(1)")
    seen = [len(boards.emulated.bench.trace[pin].values) for pin in ("GP4", "GP5")]
    assert seen == [before[0], before[1] + 1]  # SCL is held low


FAULTS: list[tuple[Callable[[Bench], object], str, str]] = [
    (lambda b: b.c.nack(), "i2c.readfrom(80, 1)", EIO),
    (lambda b: b.c.nack(), "soft.readfrom(80, 1)", ENODEV),
    (lambda b: b.c.nack(after=1), "i2c.readfrom_mem(80, 5, 1)", EIO),
    (lambda b: b.c.cut_power(), "i2c.readfrom(80, 1)", EIO),
    (lambda b: b.c.stick(), "i2c.readfrom(80, 1)", LATE),
    (lambda b: b.c.stick(), "i2c.writeto(80, b'1')", LATE),
    (lambda b: b.c.stretch(20_000), "i2c.writeto(80, b'1')", LATE),
    (lambda b: b.c.stretch(20_000), "soft.readfrom(80, 1)", LATE),
    (lambda b: b.unplug("c:SDA"), "i2c.readfrom(80, 1)", EIO),
]


@pytest.mark.parametrize(("do", "call", "error"), FAULTS, ids=[call for _, call, _ in FAULTS])
def test_faults(boards: Both, do: Callable[[Bench], object], call: str, error: str) -> None:
    boards.exec("i2c = I2C(0, timeout=5000)")
    if call.startswith("soft"):
        boards.exec("soft = SoftI2C(scl=5, sda=4, timeout=5000)")
    boards.on_bench(do)
    assert boards.value(call) == error
    boards.on_bench(kinds)


def test_the_timeout_is_the_one_that_was_asked_for(boards: Both) -> None:
    boards.on_bench(lambda bench: bench.c.stick())
    boards.exec("i2c = I2C(0, timeout=2_000)")
    for took in boards.each("took(lambda: attempt(lambda: i2c.readfrom(80, 1)))"):
        assert 2_000 <= took < 2_400


def test_a_chip_that_needs_time_is_waited_for(boards: Both) -> None:
    boards.on_bench(lambda bench: bench.c.stretch(200))
    for call in ("i2c.readfrom_mem(80, 5, 2)", "i2c.writeto_mem(80, 5, b'abc')"):
        boards.value(call)
        for took in boards.each(f"took(lambda: {call})"):
            assert 4 * 200 < took < 6 * 200
    assert boards.value("i2c.readfrom_mem(80, 5, 3)") == b"abc"
    boards.on_bench(records)


def test_clocks_free_a_chip_that_lost_its_place(boards: Both) -> None:
    boards.on_bench(lambda bench: bench.c.stick(9))
    boards.exec("i2c = I2C(0, timeout=2_000)")
    assert boards.value("i2c.readfrom(80, 1)") == LATE
    boards.exec("i2c.scan()\ni2c = I2C(0, freq=400_000)")
    assert boards.value("i2c.readfrom_mem(80, 5, 1)") == b"\x05"


@pytest.mark.parametrize("other", ["UART(1, tx=4, rx=5)", "Pin(4, Pin.IN)", "SoftI2C(5, 4)"])
def test_a_block_without_its_pins_times_out(boards: Both, other: str) -> None:
    boards.exec("i2c = I2C(0, timeout=2_000)")
    assert boards.value("i2c.readfrom(80, 1)") == b"\0"
    boards.exec(f"other = {other}")
    assert boards.value("i2c.readfrom(80, 1)") == LATE
    assert boards.value("i2c.writeto(80, b'1')") == LATE
    boards.exec("i2c = I2C(0, freq=400_000)")
    assert boards.value("i2c.readfrom_mem(80, 2, 1)") == b"\2"


def test_without_pull_ups(firmware: Path) -> None:
    chip = [part("c", "test-chip", pullups="0")]
    with both(firmware, chip, wires("c"), "soft = SoftI2C(5, 4, timeout=2_000)") as boards:
        assert boards.value("soft.readfrom(80, 1)") == LATE
        assert boards.value("I2C(0).readfrom(80, 1)") == b"\x00"
        assert boards.value("SoftI2C(5, 4).readfrom(80, 1)") == b"\x01"  # the pulls have stayed on
        assert boards.on_bench(kinds)[-1] == "no pull-up"


def test_noise_is_read_and_may_cost_the_bus(boards: Both) -> None:
    boards.on_bench(lambda bench: bench.c.noise(0.01))
    boards.exec("i2c = I2C(0, freq=400_000, timeout=1_000)")
    boards.exec("got = [attempt(lambda: i2c.readfrom_mem(80, 5, 4)) for _ in range(30)]")
    right = bytes(range(5, 9))
    for got in boards.each("got"):
        assert {type(one) for one in got} == {bytes, str}
        assert right in got
        assert any(one != right for one in got if isinstance(one, bytes))
    boards.on_bench(lambda bench: bench.c.noise(0))
    boards.exec("i2c.scan()\ni2c = I2C(0, freq=400_000)\ni2c.writeto_mem(80, 5, b'abcd')")
    assert boards.value("i2c.readfrom_mem(80, 5, 4)") == b"abcd"


def test_a_reset_in_the_middle_of_a_transfer(boards: Both) -> None:
    boards.exec("i2c.writeto(80, b'\\x05', False)")
    boards.virtual.soft_reset()
    boards.emulated.soft_reset()
    boards.exec("from machine import I2C\ni2c = I2C(0)\ndef attempt(call): return call()")
    assert boards.value("i2c.readfrom_mem(80, 5, 2)") == b"\x05\x06"


@pytest.mark.parametrize(
    "before",
    ["i2c.writeto(80, b'\\x05', False)", "I2C(0, sda=Pin(8), scl=Pin(9))"],
    ids=["in a transfer", "other pins"],
)
def test_the_chip_is_reset(boards: Both, before: str) -> None:
    board = boards.emulated
    board.exec(before)
    with pytest.raises(BoardReset):
        board.exec("import machine\nmachine.reset()")
    board.exec("from machine import I2C\ni2c = I2C(0)")
    assert board.eval("i2c.readfrom_mem(80, 5, 2)") == b"\x05\x06"


# -- where the block does what the datasheet says, and the virtual board something simpler --------


def test_the_next_bytes_go_on_where_the_bus_is_held(boards: Both) -> None:
    """A write without STOP, a read of nothing: no RESTART (datasheet 4.3.17, IC_DATA_CMD)."""
    boards.exec("i2c.readfrom_mem(80, 5, 0)")
    assert boards.emulated.eval("i2c.writeto(81, b'12')") == 2
    (sent,) = boards.emulated.bench.transactions()
    assert (sent.address, sent.data) == (80, b"\x0512")


def test_a_command_that_came_too_late_is_still_there(boards: Both) -> None:
    """The SDK gives up, the block does not: it waits for the bus (4.3.7.1) until it is reset."""
    boards.on_bench(lambda bench: bench.c.stick())
    boards.exec("i2c = I2C(0, timeout=2_000)")
    assert boards.value("i2c.writeto(81, b'\\x05\\x66')") == LATE
    boards.on_bench(lambda bench: (bench.c.cut_power(), bench.c.restore_power()))
    assert boards.emulated.eval("i2c.writeto(80, b'\\x77')") == 1
    (sent,) = boards.emulated.bench.transactions()
    assert (sent.address, sent.data) == (81, b"\x05\x77")
    boards.exec("i2c = I2C(0, freq=400_000)")
    assert boards.value("i2c.readfrom_mem(80, 5, 2)") == b"\x05\x06"


def test_a_block_hears_all_pins_that_have_its_function(boards: Both) -> None:
    """They are ORed (datasheet 2.19.2): a line that is never low hides every acknowledge."""
    boards.exec("I2C(0, sda=Pin(8), scl=Pin(9))\ni2c = I2C(0, sda=Pin(4), scl=Pin(5))")
    assert boards.emulated.eval("attempt(lambda: i2c.writeto(80, b'1'))") == EIO
    boards.exec("Pin(8, Pin.IN)\nPin(9, Pin.IN)")
    assert boards.value("i2c.readfrom_mem(80, 5, 1)") == b"\x05"
