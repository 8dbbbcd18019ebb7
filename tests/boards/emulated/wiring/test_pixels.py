"""The wave of `machine.bitstream` on real firmware, as NeoPixels understand it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from coursekit.bench import Bench
from tests.bench.diagrams import part
from tests.boards.emulated.wiring.both import Both, both
from tests.boards.emulated.wiring.seen import changes

PARTS = [part("px", "wokwi-neopixel"), part("strip", "coursekit-neopixel-strip", pixels="2")]
WIRES = [
    *("px:VDD pico:VBUS", "px:VSS pico:GND.1", "px:DIN pico:GP4"),
    *("strip:DIN px:DOUT", "strip:VCC pico:VBUS", "strip:GND pico:GND.2"),
]
PROGRAM = """
from machine import bitstream
def send(*data, timing=(400, 850, 800, 450)):
    bitstream(Pin(4), 0, timing, bytes(data))
    time.sleep_ms(1)
"""


@pytest.fixture
def boards(firmware: Path) -> Iterator[Both]:
    with both(firmware, PARTS, WIRES, PROGRAM) as boards:
        yield boards


def colours(bench: Bench) -> list[tuple[int, int, int]]:
    return [*bench.px.pixels, *bench.strip.pixels]


def test_colours_reach_the_chain_and_no_edge_the_trace(boards: Both) -> None:
    boards.exec("send(255, 0, 0xAA, 0x12, 0x34, 0x56, 1, 2, 3, 9, 9, 9)")
    assert boards.on_bench(colours) == [(0, 255, 0xAA), (0x34, 0x12, 0x56), (2, 1, 3)]
    boards.exec("send(7, 8, 9); time.sleep_ms(9); send(0, 0, 1, 4, 5)")
    assert boards.on_bench(colours) == [(0, 0, 1), (0x34, 0x12, 0x56), (2, 1, 3)]
    second, third = (t for t, _ in changes(boards.emulated.bench, "px")[1:])
    assert third - second == 10
    assert boards.on_bench(lambda bench: changes(bench, "GP4")) == []


def test_levels_that_last_are_levels(boards: Both) -> None:
    boards.exec("p = Pin(4, Pin.OUT); p.on(); time.sleep_ms(3); p.off(); time.sleep_ms(3)")
    boards.exec("p.on(); p.off(); time.sleep_ms(1)")
    values = boards.on_bench(lambda bench: [v for _, v in changes(bench, "GP4")])
    assert values == [1, 0, 1, 0]
    boards.exec("p.on(); high = p.value(); p.off(); low = p.value()")
    assert boards.value("(high, low)") == (1, 0)
    boards.exec("send(1, 2, 3); p.on(); time.sleep_ms(1)")
    assert boards.on_bench(colours)[0] == (2, 1, 3)
    assert boards.on_bench(lambda bench: bench.trace["GP4"].level_at(bench.now_us)) == 1


def test_a_wave_that_is_too_slow_is_misread_as_by_a_real_strip(boards: Both) -> None:
    boards.emulated.exec("send(1, 2, 3, timing=(800, 1700, 1600, 900))")
    assert colours(boards.emulated.bench)[0] == (255, 255, 255)
    boards.emulated.exec("send(1, 2, 3, timing=(350, 800, 700, 600))")
    assert colours(boards.emulated.bench)[0] == (2, 1, 3)


def test_pixels_on_another_pin_hear_nothing(boards: Both) -> None:
    boards.emulated.exec("bitstream(Pin(5), 0, (400, 850, 800, 450), b'abc'); time.sleep_ms(1)")
    assert colours(boards.emulated.bench)[0] == (0, 0, 0)


def test_the_chip_sleeps_after_a_wave(boards: Both) -> None:
    chip = boards.emulated.chip
    boards.emulated.exec("send(1, 2, 3)")
    began_us = chip.now_us
    boards.emulated.exec("send(1, 2, 3)")
    assert chip.sleeps, "the timer that measured the wave wakes nobody"
    assert chip.now_us - began_us < 50_000
