"""The waves of SPI and UART carry the bytes that they were worked out from: sigrok hears them."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest

from coursekit.bench import Trace
from coursekit.bench.buses.decode import bit_us_of, lines_of
from coursekit.bench.buses.lines import spi_lines, uart_lines
from coursekit.bench.buses.spi import SpiTransfer
from coursekit.bench.buses.uart.burst import Burst, Format
from coursekit.bench.drawing.bus_words import bus_words
from tests.bench.buses.analysers import decoded

SENT, RECEIVED = b"\x9f\x00\xa5", b"\x00\xef\x5a"
TEXT = b"Hi\x00\xff\n"


def transfer(start_us: float, mode: int = 0, hz: float = 1e6) -> SpiTransfer:
    end_us = start_us + 1e6 * 8 * len(SENT) / hz
    return SpiTransfer(start_us, end_us, SENT, RECEIVED, ("adc1",), mode, hz)


def saved(tmp_path: Path, name: str, *records: SpiTransfer | Burst) -> Path:
    trace = Trace(now_us=lambda: 20_000)
    for record in records:
        trace.channel(name, "bus").record(int(record.start_us), record)
    trace.to_vcd(tmp_path / "x.vcd")
    return tmp_path / "x.vcd"


@pytest.mark.parametrize("mode", range(4))
def test_sigrok_hears_the_bytes_of_spi_in_each_mode(tmp_path: Path, mode: int) -> None:
    path = saved(tmp_path, "SPI GP18/GP19/GP16", transfer(100, mode), transfer(900.5, mode))
    name = "SPI_GP18_GP19_GP16"
    decoder = (
        f"spi:clk={name}_SCK:mosi={name}_MOSI:miso={name}_MISO:cpol={mode >> 1}:cpha={mode & 1}"
    )
    for line, data in (("mosi", SENT), ("miso", RECEIVED)):
        heard = [text for _, text in decoded(path, decoder, f"spi={line}-data", 10)]
        assert heard == [f"{byte:02X}" for byte in data * 2]


@pytest.mark.parametrize(
    ("format_", "options"),
    [
        (Format(115200), "baudrate=115200"),
        (Format(9600, 8, 0, 2), "baudrate=9600:parity=even:stop_bits=2.0"),
        (Format(19200, 8, 1, 1, inverted=True), "baudrate=19200:parity=odd:invert_rx=yes"),
    ],
)
def test_sigrok_hears_the_bytes_of_a_uart(tmp_path: Path, format_: Format, options: str) -> None:
    burst = Burst.of(100, TEXT, format_)
    path = saved(tmp_path, "UART GP0", burst, Burst.of(burst.end_us + 300.5, b"U", format_))
    heard = decoded(path, f"uart:rx=UART_GP0_TX:{options}", "uart=rx-data", 100)
    assert [text for _, text in heard] == [f"{byte:02X}" for byte in TEXT + b"U"]


def test_lines_begin_before_the_first_record_and_never_go_back() -> None:
    for lines in (
        spi_lines([transfer(100, 3), transfer(700, 3)]),
        uart_lines([Burst.of(100, TEXT, Format(9600)), Burst(9000, 9500, b"", Format(9600))]),
    ):
        for changes in lines.values():
            assert changes[0][0] < 100
            assert all(a[0] <= b[0] and a[1] != b[1] for a, b in pairwise(changes))
    assert spi_lines([transfer(100, 3)])["SCK"][0][1] == 1


def test_a_break_holds_the_line_low() -> None:
    assert uart_lines([Burst(100, 500, b"", Format(9600))])["TX"][1:] == [(100, 0), (500, 1)]


def test_bits_last_as_long_as_their_controller_says() -> None:
    assert bit_us_of(transfer(0, hz=2e6)) == 0.5
    assert bit_us_of(Burst.of(0, TEXT, Format(10_000))) == 100
    assert lines_of([transfer(0), Burst.of(0, TEXT, Format())]) == {}


def test_words_of_other_buses() -> None:
    assert bus_words([transfer(100)]) == (
        "1 transaction from 100 \u00b5s to 124 \u00b5s: out 9f 00 a5, in 00 ef 5a"
    )
    assert bus_words([Burst.of(100, b"Hi", Format(10_000))]).endswith("sent b'Hi'")
