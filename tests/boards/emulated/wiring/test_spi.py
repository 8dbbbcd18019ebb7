"""SPI of real firmware on the bench: a converter, a wire from MOSI to MISO, and the trace."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from coursekit.bench import Bench
from tests.boards.emulated.wiring.both import Both, both
from tests.boards.virtual.test_spi import PARTS, WIRES

MEASURE = """
cs = Pin(17, Pin.OUT, value=1)
def measure(spi):
    answer = bytearray(3)
    cs(0)
    spi.write_readinto(b"\\x01\\xb0\\x00", answer)
    cs(1)
    return (answer[1] & 3) << 8 | answer[2]
def loop(**settings):
    return SPI(1, sck=Pin(10), mosi=Pin(11), miso=Pin(8), **settings)
back = bytearray(100)
"""


@pytest.fixture(scope="module")
def boards(firmware: Path) -> Iterator[Both]:
    with both(firmware, PARTS, WIRES, MEASURE) as boards:
        yield boards


def records(bench: Bench, name: str) -> list[tuple[Any, ...]]:
    """What went over a bus, but for when."""
    return [
        (t.sent, t.received, t.chips, t.mode, t.hz, round(t.end_us - t.start_us))
        for t in bench.trace[name].values
    ]


def test_a_converter_is_read(boards: Both) -> None:
    for settings, value in [
        ("1_000_000", 255), ("500_000, polarity=1, phase=1", 255), ("100_000, polarity=1", 127),
        ("1_000_000, polarity=0, phase=1", 127), ("1_000_000, phase=0", 255),
    ]:  # fmt: skip
        assert (settings, boards.value(f"measure(SPI(0, {settings}))")) == (settings, value)
    found = boards.on_bench(lambda bench: records(bench, "SPI GP18/GP19/GP16"))
    assert found[0] == (b"\x01\xb0\x00", b"\x00\x00\xff", ("adc1",), 0, 1e6, 24)
    assert boards.on_bench(lambda b: [str(f.kind) for f in b.faults()]) == ["SPI mode"]


def test_a_program_that_moves_the_pins_itself(boards: Both) -> None:
    soft = "SoftSPI(sck=Pin(18), mosi=Pin(19), miso=Pin(16))"
    assert boards.value(f"measure({soft})") == 255


def test_a_wire_from_out_to_in(boards: Both) -> None:
    boards.exec("s = loop(baudrate=1_000_000)\ns.write_readinto(bytes(range(100)), back)")
    assert boards.value("bytes(back)") == bytes(range(100))  # by DMA
    assert boards.value("s.read(4, 0xa5)") == b"\xa5" * 4
    boards.exec("s = loop(baudrate=20_000_000, polarity=1, phase=1)\ns.write(b'12345')")
    found = boards.on_bench(lambda bench: records(bench, "SPI GP10/GP11/GP8"))
    assert [len(record[0]) for record in found] == [100, 4, 5]
    boards.exec("s = loop(baudrate=1_000_000, polarity=0, phase=0, bits=4)")
    assert boards.value("s.read(2, 0x3c)") == b"\x0c\x0c"
    boards.exec("s = loop(bits=8)")


def test_bits_take_their_time(boards: Both) -> None:
    for baud, count, least_us in ((1_000_000, 20, 160), (1_000_000, 100, 800), (100_000, 20, 1600)):
        boards.exec(f"s = loop(baudrate={baud})\nsent = bytes({count})")
        virtual, emulated = boards.each("took(lambda: s.write(sent))")
        assert least_us <= virtual <= emulated < least_us + 100


def test_without_its_pin_a_block_reads_zeros(boards: Both) -> None:
    boards.exec("s = loop(baudrate=1_000_000)\npin = Pin(8, Pin.IN)")
    assert boards.value("s.read(2, 0xff)") == b"\0\0"
    boards.exec("s = loop(baudrate=1_000_000)")
    assert boards.value("s.read(2, 0xff)") == b"\xff\xff"
