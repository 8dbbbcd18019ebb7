"""LED and RGB LED: when they are lit, and how bright."""

import pytest

from coursekit.bench import Bench
from coursekit.bench.parts.led import DROP_V, drop_of
from tests.bench.diagrams import bench, led_bench, output, part


@pytest.mark.parametrize("color", ["red", "green", "blue", "white", "#ff0", "purple", "unheard of"])
def test_an_led_of_any_colour_lights_with_220_ohms(color: str) -> None:
    desk = led_bench(color=color)
    output(desk, 15)
    assert not desk.led1.lit
    desk.write(15, 10, 1)
    assert desk.led1.lit
    assert desk.led1.brightness == 1.0
    assert desk.faults() == []


@pytest.mark.parametrize(
    ("color", "like"),
    [("#ff0000", "red"), ("#0F0", "green"), ("#ffff00", "yellow"), ("#0000ff", "blue"),
     ("#fefefe", "white"), ("limegreen", "green"), ("RED", "red"), ("pink", "white")],
)  # fmt: skip
def test_the_drop_follows_the_colour(color: str, like: str) -> None:
    assert drop_of(color) == DROP_V[like]


def test_too_large_a_resistor_leaves_an_led_dark() -> None:
    desk = bench(
        [part("led1", "wokwi-led"), part("r1", "wokwi-resistor", value="100k")],
        ["pico:3V3 r1:1", "r1:2 led1:A", "led1:C pico:GND.1"],
    )
    assert not desk.led1.lit


def test_an_led_between_supply_and_ground_is_lit_from_the_start() -> None:
    desk = bench(
        [part("led1", "wokwi-led"), part("r1", "wokwi-resistor")],
        ["pico:3V3 r1:1", "r1:2 led1:A", "led1:C pico:GND.1"],
    )
    assert desk.led1.lit
    assert desk.trace["led1"].level_at(0) == 1


def test_two_pins_and_two_leds_back_to_back() -> None:
    desk = bench(
        [part("a", "wokwi-led"), part("b", "wokwi-led"), part("r", "wokwi-resistor", value="220")],
        ["pico:GP1 r:1", "r:2 a:A", "a:C pico:GP2", "b:A pico:GP2", "b:C r:2"],
    )
    output(desk, 1, 2)
    assert (desk.a.lit, desk.b.lit) == (False, False)
    desk.write(1, 10, 1)
    assert (desk.a.lit, desk.b.lit) == (True, False)
    desk.write(2, 20, 1)
    assert (desk.a.lit, desk.b.lit) == (False, False)
    desk.write(1, 30, 0)
    assert (desk.a.lit, desk.b.lit) == (False, True)
    assert desk.faults() == []


def rgb_bench(common: str, com_to: str) -> Bench:
    parts = [part("rgb1", "wokwi-rgb-led", common=common)]
    wires = [f"rgb1:COM pico:{com_to}"]
    for gpio, pin in enumerate("RGB", start=10):
        parts.append(part(f"r{pin}", "wokwi-resistor", value="220"))
        wires += [f"pico:GP{gpio} r{pin}:1", f"r{pin}:2 rgb1:{pin}"]
    return bench(parts, wires)


@pytest.mark.parametrize(("common", "com_to", "on"), [("cathode", "GND.1", 1), ("anode", "3V3", 0)])
def test_an_rgb_led_of_either_kind(common: str, com_to: str, on: int) -> None:
    desk = rgb_bench(common, com_to)
    output(desk, 10, 11, 12)
    for gpio in (10, 11, 12):
        desk.write(gpio, 10, 1 - on)
    assert desk.rgb1.rgb == (0, 0, 0)
    assert not desk.rgb1.lit
    desk.write(11, 20, on)
    assert desk.rgb1.rgb == (0, 1, 0)
    assert desk.rgb1.lit
    duty = 16384 if on else 65535 - 16384
    desk.pwm(10, 30, 1000, duty)
    assert desk.rgb1.rgb == pytest.approx((0.25, 1, 0), abs=1e-3)
    assert desk.state()["rgb1"]["rgb"] == desk.rgb1.rgb
    assert desk.trace["rgb1.G"].level_at(25) == 1
    assert desk.faults() == []


def test_three_pwm_pins_behind_one_resistor_share_the_light() -> None:
    desk = bench(
        [part("rgb1", "wokwi-rgb-led", common="cathode"), part("r", "wokwi-resistor", value="220")],
        ["rgb1:COM r:1", "r:2 pico:GND.1", "pico:GP1 rgb1:R", "pico:GP2 rgb1:G", "pico:GP3 rgb1:B"],
    )
    for gpio in (1, 2, 3):
        desk.pwm(gpio, 0, 1000, 32768)
    red, green, blue = desk.rgb1.rgb
    assert red == pytest.approx(0.5, abs=1e-3)
    # Red's lower drop takes the current away from the other two while it is on.
    assert green == blue == pytest.approx(0.25, abs=1e-3)
