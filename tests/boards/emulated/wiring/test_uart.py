"""UARTs of real firmware on the bench's serial lines."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from coursekit.bench import Bench
from tests.bench.diagrams import part
from tests.boards.emulated.wiring.both import Both, both

PARTS = [
    part("term1", "coursekit-serial-terminal"),
    part("slow", "coursekit-serial-terminal", baud="9600"),
]
WIRES = [
    "pico:GP0 pico:GP1", "pico:GP12 pico:GP9",
    "pico:GP4 term1:RX", "pico:GP5 term1:TX", "pico:GND.1 term1:GND",
    "pico:GP8 slow:RX", "pico:GP13 slow:TX", "pico:GND.2 slow:GND",
]  # fmt: skip


AS_BEFORE = """
for pin in (8, 9, 12, 13):
    Pin(pin, Pin.IN)
plain = dict(bits=8, parity=None, stop=1, invert=0, timeout=0)
for u in (UART(0, tx=Pin(0), rx=Pin(1), **plain), UART(1, tx=Pin(4), rx=Pin(5), **plain)):
    u.deinit()
"""


@pytest.fixture(scope="module")
def desk(firmware: Path) -> Iterator[Both]:
    with both(firmware, PARTS, WIRES) as boards:
        yield boards


@pytest.fixture
def boards(desk: Both) -> Both:
    desk.exec(AS_BEFORE)
    return desk


def sent(bench: Bench, name: str) -> list[str]:
    """What is in the trace of a sender."""
    return [str(burst) for burst in bench.trace[f"UART {name}"].values]


def test_a_wire_from_its_own_output(boards: Both) -> None:
    boards.exec("u = UART(0, 115200)\nu.write(b'hello')\ntime.sleep_ms(1)")
    assert [boards.value(call) for call in ("u.any()", "u.read()", "u.read()")] == [
        5, b"hello", None
    ]  # fmt: skip
    boards.exec("u.write(bytes(range(200)))\nu.flush()\ntime.sleep_ms(1)")
    assert boards.value("u.read()") == bytes(range(200))
    assert boards.on_bench(lambda bench: sent(bench, "GP0")[0]) == "sent b'hello'"
    lasted = [[b.end_us - b.start_us for b in t.trace["UART GP0"].values] for t in boards.benches]
    assert lasted[0] == pytest.approx(lasted[1], abs=0.1)


def test_bytes_take_their_time(boards: Both) -> None:
    boards.exec("u = UART(0, 9600)\ndef send():\n    u.write(bytes(48))\n    u.flush()")
    for took in boards.each("took(send)"):
        assert 50_000 <= took < 50_800
    assert boards.value("(took(lambda: u.write(bytes(48))) < 1000, u.txdone())") == (True, False)
    boards.exec("u.flush()")


def test_a_terminal_hears_and_speaks(boards: Both) -> None:
    boards.exec("u = UART(1, 115200)\nu.write('hi there\\n')\nu.flush()\ntime.sleep_ms(1)")
    assert boards.on_bench(lambda bench: bench.term1.text) == "hi there\n"
    boards.on_bench(lambda bench: bench.term1.send("abc\ndef"))
    boards.exec("time.sleep_ms(5)")
    assert boards.value("(u.readline(), u.read(2), u.read())") == (b"abc\n", b"de", b"f")
    assert boards.on_bench(lambda bench: sent(bench, "GP4")) == ["sent b'hi there\\n'"]


def test_one_uart_speaks_to_the_other(boards: Both) -> None:
    boards.exec(
        "a = UART(0, 38400, bits=7, parity=1, stop=2, tx=Pin(12), rx=Pin(13))\n"
        "b = UART(1, 38400, bits=7, parity=1, stop=2, tx=Pin(8), rx=Pin(9))\n"
        "a.write(b'AZ\\xff')\na.flush()\ntime.sleep_ms(1)"
    )
    assert boards.value("b.read()") == b"AZ\x7f"


def test_a_wrong_baud_rate_garbles(boards: Both) -> None:
    boards.on_bench(lambda bench: bench.slow.clear())
    boards.exec("u = UART(1, 14400, tx=Pin(8), rx=Pin(9))\nu.write('garble')\nu.flush()")
    boards.exec("time.sleep_ms(3)")
    assert boards.on_bench(lambda bench: bench.slow.received) not in (b"", b"garble")
    assert "serial settings" in boards.on_bench(lambda b: [str(f.kind) for f in b.faults()])


def test_inverted_lines(boards: Both) -> None:
    boards.exec("u = UART(0, 9600, invert=UART.INV_TX | UART.INV_RX)\nu.write(b'inv')")
    boards.exec("time.sleep_ms(5)")
    assert boards.value("u.read()") == b"inv"


def test_silence_interrupts(boards: Both) -> None:
    boards.exec(
        "u = UART(0, 9600)\ngot = []\n"
        "u.irq(lambda u: got.append((u.any(), u.read())), UART.IRQ_RXIDLE)\n"
        "u.write(b'12345678')\ntime.sleep_ms(15)\nu.write(b'9')\ntime.sleep_ms(6)\nu.deinit()"
    )
    assert boards.value("got") == [(8, b"12345678"), (1, b"9")]


def test_a_break_is_no_byte(boards: Both) -> None:
    boards.exec(
        "u = UART(0, 9600)\nseen = []\nu.irq(lambda u: seen.append(u.irq().flags()), "
        "UART.IRQ_BREAK)\nu.sendbreak()\ntime.sleep_ms(2)\nu.write(b'ok')\ntime.sleep_ms(5)"
    )
    assert boards.value("(len(seen), u.read())") == (1, b"ok")
    assert "break" in boards.on_bench(lambda bench: sent(bench, "GP0")[-2:])


def test_what_no_buffer_holds_is_lost(boards: Both) -> None:
    boards.exec("u = UART(0, 115200, rxbuf=32)\nu.write(bytes(range(100)))\ntime.sleep_ms(12)")
    assert boards.value("(u.any(), u.read())") == (32, bytes(range(64)))
    assert "bytes lost" in boards.on_bench(lambda b: [str(f.kind) for f in b.faults()])


def test_a_pin_that_was_taken_away_is_deaf(boards: Both) -> None:
    boards.exec("u = UART(0, 9600, timeout=20)\np = Pin(1, Pin.IN)\nu.write(b'abc')")
    assert boards.value("u.read(3)") is None
    boards.exec("u = UART(0, 9600)\nu.write(b'abc')\ntime.sleep_ms(5)")
    assert boards.value("u.read()") == b"abc"
