"""Each wiring fault is found, named and explained; sound circuits have none."""

import pytest

from coursekit.bench import Bench, Mode, Pull
from tests.bench.diagrams import (
    active_low_bench,
    as_input,
    bench,
    button_bench,
    kinds,
    led_bench,
    output,
    part,
    text_of,
    wire_bench,
)

LED = part("led1", "wokwi-led")
R1 = part("r1", "wokwi-resistor", value="220")


@pytest.mark.parametrize(
    "desk", [led_bench(), active_low_bench(), button_bench(), button_bench("3V3"), wire_bench()]
)
def test_sound_wiring_has_no_faults(desk: Bench) -> None:
    assert desk.faults() == []


# -- in the wiring alone --------------------------------------------------------------------


@pytest.mark.parametrize(
    "wires",
    [
        ["pico:GP15 r1:1", "r1:2 led1:C", "led1:A pico:GND.1"],
        ["pico:GP15 led1:C", "led1:A r1:1", "r1:2 pico:GND.1"],
        ["pico:3V3 r1:1", "r1:2 led1:C", "led1:A pico:GND.1"],
    ],
)
def test_an_led_the_wrong_way_round(wires: list[str]) -> None:
    desk = bench([LED, R1], wires)
    (fault,) = desk.faults()
    assert (fault.kind, fault.where, fault.t_us) == ("wrong way round", "led1", None)
    assert "Swap its pins" in fault.text
    assert str(fault) == fault.text
    output(desk, 15)
    desk.write(15, 10, 1)
    assert not desk.led1.lit


def test_an_led_between_two_gpios_is_never_the_wrong_way_round() -> None:
    wires = ["pico:GP1 r1:1", "r1:2 led1:C", "led1:A pico:GP2"]
    assert bench([LED, R1], wires).faults() == []


@pytest.mark.parametrize(
    ("common", "to", "words"),
    [("anode", "GND.1", "COM is the anode, so it belongs to 3V3"),
     ("cathode", "3V3", "COM is the cathode, so it belongs to GND")],
)  # fmt: skip
def test_an_rgb_led_on_the_wrong_rail(common: str, to: str, words: str) -> None:
    rail = "pico:3V3" if to == "GND.1" else "pico:GND.1"
    desk = bench(
        [part("rgb1", "wokwi-rgb-led", common=common), R1],
        [f"rgb1:COM pico:{to}", "rgb1:R r1:1", f"r1:2 {rail}"],
    )
    assert words in text_of(desk, "wrong way round")


@pytest.mark.parametrize(
    ("parts", "wires", "words"),
    [
        ([LED], ["led1:A pico:GP1"], "led1 (LED): pin C is not connected"),
        ([LED], [], "led1 (LED) is not wired to anything"),
        (
            [part("btn1", "wokwi-pushbutton")],
            ["btn1:1.l pico:GP1"],
            "none of the pins 2.l, 2.r is connected",
        ),
        (
            [part("pot1", "wokwi-potentiometer")],
            ["pot1:SIG pico:GP26", "pot1:VCC pico:3V3"],
            "pot1 (potentiometer): pin GND is not connected",
        ),
    ],
)
def test_a_loose_pin(parts: list[dict[str, object]], wires: list[str], words: str) -> None:
    desk = bench(parts, wires)
    assert words in text_of(desk, "not connected")


def test_every_loose_pin_of_a_part_is_named() -> None:
    desk = bench([part("pot1", "wokwi-potentiometer")], ["pot1:SIG pico:GP26"])
    assert len(desk.faults()) == 2


def test_a_short_circuit_of_wires() -> None:
    desk = wire_bench("pico:3V3 pico:GND.2")
    assert "Wires join 3V3 and GND" in text_of(desk, "short circuit")


def test_five_volts_on_a_pin() -> None:
    assert "GP5 gets 5.0 V" in text_of(wire_bench("pico:VBUS pico:GP5"), "over-voltage")
    divided = bench(
        [part("r1", "wokwi-resistor", value="10k"), part("r2", "wokwi-resistor", value="20k")],
        ["pico:VBUS r1:1", "r1:2 pico:GP5", "r2:1 pico:GP5", "r2:2 pico:GND.1"],
    )
    assert divided.faults() == []


def test_a_part_on_the_wrong_supply() -> None:
    desk = bench(
        [part("servo1", "wokwi-servo")],
        ["servo1:GND pico:3V3", "servo1:V+ pico:GND.1", "servo1:PWM pico:GP1"],
    )
    assert "servo1 has no power" in text_of(desk, "no power")


# -- while the program runs -----------------------------------------------------------------


def test_an_led_without_resistor() -> None:
    desk = bench([LED], ["pico:GP15 led1:A", "led1:C pico:GND.1"])
    output(desk, 15)
    assert desk.faults() == []
    desk.write(15, 70, 1)
    desk.write(15, 80, 0)
    desk.write(15, 90, 1)
    (fault,) = desk.faults()
    assert (fault.kind, fault.where, fault.t_us) == ("no series resistor", "led1", 70)
    assert "draws 30 mA" in fault.text
    assert "has no series resistor. Put 220 ohms" in fault.text


def test_an_led_with_too_small_a_resistor() -> None:
    desk = bench(
        [LED, part("r1", "wokwi-resistor", value="10")],
        ["pico:GP15 r1:1", "r1:2 led1:A", "led1:C pico:GND.1"],
    )
    output(desk, 15)
    desk.write(15, 10, 1)
    assert "r1 with 10 ohms is too small" in text_of(desk, "no series resistor")


def test_an_led_without_resistor_under_pwm() -> None:
    desk = bench([LED], ["pico:GP15 led1:A", "led1:C pico:GND.1"])
    desk.pwm(15, 10, 1000, 0)
    assert desk.faults() == []
    desk.pwm(15, 20, 1000, 100)
    assert kinds(desk) == ["no series resistor"]


def test_a_floating_button_pin_is_told_which_pull() -> None:
    for to, pull, rail in (("GND.1", "PULL_UP", "3V3"), ("3V3", "PULL_DOWN", "GND")):
        desk = button_bench(to)
        as_input(desk, 14)
        assert desk.faults() == []
        desk.read(14, 10)
        desk.read(14, 20)
        text = text_of(desk, "floating input")
        assert "GP14 is read while btn1 is open" in text
        assert f"Turn on Pin.{pull}" in text
        assert f"from GP14 to {rail}" in text


def test_no_fault_when_the_button_is_pressed_or_a_resistor_pulls() -> None:
    desk = button_bench(bounce="0")
    as_input(desk, 14)
    desk.btn1.press()
    assert desk.read(14, 10) == (0, True)
    assert desk.faults() == []
    desk = bench(
        [part("btn1", "wokwi-pushbutton"), part("r1", "wokwi-resistor", value="10k")],
        ["btn1:1.l pico:GP14", "btn1:2.l pico:GND.1", "r1:1 pico:3V3", "r1:2 pico:GP14"],
    )
    as_input(desk, 14)
    assert desk.read(14, 10) == (1, True)
    assert desk.faults() == []


def test_a_floating_pin_with_nothing_on_it() -> None:
    desk = wire_bench("pico:GP3 pico:GP4")
    for gpio, words in ((2, "nothing is wired to it"), (3, "nothing drives its wire")):
        as_input(desk, gpio)
        as_input(desk, 4)
        desk.read(gpio, 10)
        assert words in desk.faults()[-1].text


def test_a_floating_adc_pin() -> None:
    desk = wire_bench()
    desk.configure(27, 0, Mode.ANALOG, Pull.NONE)
    desk.voltage(27, 1)
    assert "GP27 is measured, but nothing sets its voltage" in text_of(desk, "floating input")


@pytest.mark.parametrize(
    ("to", "pull", "words"),
    [
        ("3V3", Pull.UP, "reads 1, pressed or not. Use Pin.PULL_DOWN, or wire btn1 to GND"),
        ("GND.1", Pull.DOWN, "reads 0, pressed or not. Use Pin.PULL_UP, or wire btn1 to 3V3"),
    ],
)
def test_a_pull_that_holds_its_button(to: str, pull: Pull, words: str) -> None:
    desk = button_bench(to)
    as_input(desk, 14, Pull.UP if pull == Pull.DOWN else Pull.DOWN)
    assert desk.faults() == []
    as_input(desk, 14, pull)
    assert words in text_of(desk, "useless pull")


def test_a_switch_between_both_rails_bears_any_pull() -> None:
    desk = bench(
        [part("sw1", "wokwi-slide-switch")],
        ["sw1:1 pico:GND.1", "sw1:2 pico:GP13", "sw1:3 pico:3V3"],
    )
    for pull in (Pull.UP, Pull.DOWN):
        as_input(desk, 13, pull)
    assert desk.faults() == []


def test_two_outputs_on_one_wire() -> None:
    desk = wire_bench("pico:GP2 pico:GP3")
    output(desk, 2, 3)
    assert desk.faults() == []
    desk.write(3, 10, 1)
    assert "GP2 and GP3 are outputs on one wire" in text_of(desk, "outputs fight")


def test_an_output_against_a_rail() -> None:
    desk = wire_bench("pico:GP2 pico:GND.1", "pico:GP4 pico:3V3")
    output(desk, 2)
    desk.write(2, 10, 1)
    assert "GP2 is an output that drives 1, but it is joined to GND" in text_of(
        desk, "outputs fight"
    )
    output(desk, 4)
    assert "GP4 is an output that drives 0" in desk.faults()[-1].text


def test_an_output_short_circuited_by_a_button() -> None:
    desk = button_bench()
    output(desk, 14)
    desk.write(14, 10, 1)
    assert desk.faults() == []
    desk.btn1.press()
    assert "joined to GND through btn1" in text_of(desk, "outputs fight")


def test_a_button_across_the_supply() -> None:
    desk = bench([part("btn1", "wokwi-pushbutton")], ["btn1:1.l pico:3V3", "btn1:2.l pico:GND.1"])
    assert desk.faults() == []
    desk.btn1.press()
    assert "btn1 joins 3V3 and GND when closed" in text_of(desk, "short circuit")


def test_a_pin_that_must_deliver_too_much() -> None:
    desk = bench([part("r1", "wokwi-resistor", value="47")], ["pico:GP6 r1:1", "r1:2 pico:GND.1"])
    output(desk, 6)
    desk.write(6, 10, 1)
    assert "GP6 carries 38 mA" in text_of(desk, "overload")


def test_five_volts_through_a_button() -> None:
    desk = button_bench("VBUS")
    as_input(desk, 14, Pull.DOWN)
    assert desk.faults() == []
    desk.btn1.press()
    assert "GP14 gets 5.0 V" in text_of(desk, "over-voltage")
