"""NeoPixels: colours in the order of the wire, chains, and no light without power."""

import pytest

from coursekit.bench import Bench
from tests.bench.diagrams import bench, kinds, part


def strip_bench(*extra: str, plus: str = "VBUS") -> Bench:
    return bench(
        [part("strip", "coursekit-neopixel-strip", pixels="3"), part("r", "wokwi-resistor")],
        [f"strip:VCC pico:{plus}", "strip:GND pico:GND.1", *(extra or ["strip:DIN pico:GP22"])],
    )


def test_green_comes_first_on_the_wire() -> None:
    desk = strip_bench()
    desk.neopixel(22, 100, bytes([1, 2, 3, 4, 5, 6, 7, 8, 9]))
    assert desk.strip.pixels == [(2, 1, 3), (5, 4, 6), (8, 7, 9)]
    assert desk.strip.lit
    channel = desk.trace["strip"]
    assert channel.kind == "pixels"
    assert channel.level_at(99) == ((0, 0, 0),) * 3
    assert channel.level_at(100) == ((2, 1, 3), (5, 4, 6), (8, 7, 9))
    assert desk.state()["strip"] == {"pixels": desk.strip.pixels}


def test_too_few_bytes_change_only_the_first_pixels() -> None:
    desk = strip_bench()
    desk.neopixel(22, 1, bytes([9] * 9))
    desk.neopixel(22, 2, bytes([0, 1, 0, 7, 7]))
    assert desk.strip.pixels == [(1, 0, 0), (9, 9, 9), (9, 9, 9)]
    desk.neopixel(22, 3, b"")
    assert desk.strip.pixels[0] == (1, 0, 0)


def test_a_resistor_in_the_data_wire_lets_the_data_through() -> None:
    desk = strip_bench("strip:DIN r:1", "r:2 pico:GP22")
    desk.neopixel(22, 1, bytes([0, 255, 0]))
    assert desk.strip.pixels[0] == (255, 0, 0)


def test_another_pin_reaches_nothing() -> None:
    desk = strip_bench()
    desk.neopixel(21, 1, bytes([9] * 9))
    assert not desk.strip.lit


def test_without_power_all_is_dark() -> None:
    desk = strip_bench(plus="GP1")
    desk.neopixel(22, 1, bytes([9] * 9))
    assert not desk.strip.lit
    assert "no power" in kinds(desk)


def test_a_chain_hands_on_what_is_left() -> None:
    desk = bench(
        [
            part("a", "wokwi-neopixel"),
            part("ring", "wokwi-led-ring", pixels="2"),
            part("long", "wokwi-led-strip", pixels="2"),
        ],
        [
            "a:VDD pico:VBUS", "a:VSS pico:GND.1", "a:DIN pico:GP0", "a:DOUT ring:DIN",
            "ring:VCC pico:VBUS", "ring:GND pico:GND.2", "ring:DOUT long:DIN",
            "long:VDD pico:VBUS", "long:VSS.2 pico:GND.3", "long:DOUT a:DIN",
        ],
    )  # fmt: skip
    desk.neopixel(0, 5, bytes(range(1, 16)))
    assert desk.a.pixels == [(2, 1, 3)]
    assert desk.ring.pixels == [(5, 4, 6), (8, 7, 9)]
    assert desk.long.pixels == [(11, 10, 12), (14, 13, 15)]
    assert desk.faults() == []


@pytest.mark.parametrize(("part_type", "count"), [("wokwi-led-ring", 16), ("wokwi-led-strip", 8)])
def test_default_lengths(part_type: str, count: int) -> None:
    assert len(bench([part("p", part_type)], []).p.pixels) == count
