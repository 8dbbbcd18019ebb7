"""Wires that come off: what floats, what goes dark, and that all is well when they are back."""

from __future__ import annotations

import pytest

from coursekit.bench import BenchError, Edge, Mode, Pull
from tests.bench.diagrams import as_input, bench, button_bench, kinds, led_bench, output, part


def test_a_light_goes_out_and_comes_back_with_its_wire() -> None:
    b = led_bench()
    output(b, 15)
    b.write(15, 1_000, 1)
    b.at(10).unplug("led1:A")
    b.at(20).plug("led1:A")
    b.advance(30_000)
    assert list(b.trace["led1"].times_us) == [0, 1_000, 10_000, 20_000]
    assert list(b.trace["led1"].values) == [0, 1, 0, 1]
    assert list(b.trace["GP15"].values) == [0, 1]
    assert [(fault.where, fault.t_us) for fault in b.faults()] == [("r1:2 led1:A", 10_000)]


def test_a_board_that_goes_on_writing_lights_nothing_meanwhile() -> None:
    b = led_bench()
    output(b, 15)
    for number in range(40):
        if number == 10:
            b.unplug("pico:GP15")
        if number == 20:
            b.plug("pico:GP15")
        b.write(15, 1_000 * number, number % 2)
    edges = [edge.t_us // 1000 for edge in b.trace["led1"].edges()]
    assert edges == [*range(1, 10), 9, *range(19, 40)]
    assert len(b.trace["GP15"].edges()) == 39


def test_an_input_reads_its_pull_when_its_button_is_off() -> None:
    b = button_bench(bounce="0")
    as_input(b, 14, Pull.UP)
    b.at(10).press("btn1")
    b.at(20).unplug("btn1:1.l")
    b.at(30).plug("btn1:1.l")
    levels = [b.read(14, t_us)[0] for t_us in (5_000, 15_000, 25_000, 35_000)]
    assert levels == [1, 0, 1, 0]
    assert kinds(b) == ["wire unplugged"]


def test_an_input_without_a_pull_floats() -> None:
    b = bench([], ["pico:GP14 pico:3V3"])
    as_input(b, 14)
    assert b.read(14, 1_000) == (1, True)
    b.unplug("pico:3V3")
    assert {b.read(14, 2_000 + n)[0] for n in range(50)} == {0, 1}
    assert kinds(b) == ["wire unplugged", "floating input"]


def test_a_contact_keeps_bouncing_while_it_is_off() -> None:
    b = button_bench()
    as_input(b, 14, Pull.UP)
    b.at(10).press("btn1", for_ms=100)
    b.at(12).unplug("btn1")
    b.at(50).plug("btn1")
    b.advance(40_000)
    assert b.read(14, 40_000)[0] == 1
    assert b.trace["btn1"].level_at(40_000) == 1
    assert b.read(14, 60_000)[0] == 0
    assert b.read(14, 120_000)[0] == 1


def test_what_the_wire_does_is_an_edge_for_the_board() -> None:
    b = button_bench(bounce="0")
    as_input(b, 14, Pull.UP)
    seen: list[tuple[int, Edge, int]] = []
    b.on_edge = lambda gpio, edge, t_us: seen.append((gpio, edge, t_us))
    b.watch(14, Edge.FALLING | Edge.RISING)
    b.at(1).press("btn1").unplug("btn1:2.r")
    b.at(2).plug("btn1:2.r").release("btn1")
    b.advance(5_000)
    edges = [Edge.FALLING, Edge.RISING, Edge.FALLING, Edge.RISING]
    assert seen == [(14, e, t) for e, t in zip(edges, (1000, 1000, 2000, 2000), strict=True)]


def test_pwm_goes_on_without_its_buzzer() -> None:
    wires = ["pico:GP16 buz1:2", "buz1:1 pico:GND.1"]
    b = bench([part("buz1", "wokwi-buzzer")], wires)
    output(b, 16)
    b.pwm(16, 0, 440, 32768)
    assert b.buz1.sounding
    records = len(b.trace["GP16"].times_us)
    b.at(10).unplug("buz1:1")
    b.advance(20_000)
    assert not b.buz1.sounding
    b.plug("buz1:1")
    assert b.buz1.frequency_hz == 440
    assert len(b.trace["GP16"].times_us) == records


def test_pixels_without_power_are_dark() -> None:
    wires = ["pico:GP28 px:DIN", "px:VDD pico:VBUS", "px:VSS pico:GND.1"]
    b = bench([part("px", "wokwi-neopixel")], wires)
    output(b, 28)
    b.neopixel(28, 100, b"\x01\x02\x03")
    assert b.px.pixels == [(2, 1, 3)]
    b.unplug("px:VDD")
    b.neopixel(28, 200, b"\x01\x02\x03")
    assert not b.px.lit
    b.plug("px:VDD")
    b.neopixel(28, 300, b"\x07\x08\x09")
    assert b.px.pixels == [(8, 7, 9)]


def test_a_servo_without_its_signal_stays() -> None:
    wires = ["pico:GP16 s1:PWM", "s1:V+ pico:VBUS", "s1:GND pico:GND.1"]
    b = bench([part("s1", "wokwi-servo")], wires)
    b.pwm(16, 0, 50, round(1500 / 20000 * 65535))
    assert b.s1.angle == pytest.approx(90, abs=1)
    b.unplug("s1:PWM")
    b.pwm(16, 1_000, 50, round(1000 / 20000 * 65535))
    assert b.s1.angle == pytest.approx(90, abs=1)
    b.plug("s1:PWM")
    assert b.s1.angle == pytest.approx(45, abs=1)


def test_a_knob_is_where_it_was_turned_to() -> None:
    wires = ["pot:VCC pico:3V3", "pot:GND pico:GND.1", "pot:SIG pico:GP26"]
    b = bench([part("pot", "wokwi-potentiometer", value="0.5")], wires)
    as_input(b, 26)
    assert b.voltage(26, 10) == pytest.approx(1.65, abs=0.01)
    b.unplug("pot:VCC")
    assert b.voltage(26, 20) == pytest.approx(0, abs=0.01)
    b.pot.turn(0.25)
    b.plug("pot:VCC")
    assert b.voltage(26, 30) == pytest.approx(0.825, abs=0.01)


def test_wires_can_be_pulled_at_both_ends() -> None:
    b = button_bench(bounce="0")
    b.configure(14, 0, Mode.IN, Pull.UP)
    b.btn1.press()
    b.unplug("btn1:1.l")
    b.unplug("pico:GP14")
    b.plug("btn1:1.l")
    assert b.read(14, 10)[0] == 1
    b.plug("pico:GP14")
    assert b.read(14, 20)[0] == 0
    assert len(b.faults()) == 1


@pytest.mark.parametrize(
    ("where", "names"),
    [
        ("btn1:1.r", "btn1:1.l, btn1:2.r"),
        ("btn2", "btn1:1.l, btn1:2.r"),
        ("xyz", "btn1:1.l, btn1:2.r, pico:GND.1, pico:GP14"),
    ],
)
def test_only_where_a_wire_ends(where: str, names: str) -> None:
    b = button_bench()
    for act in (b.unplug, b.plug, b.at(5).unplug):
        with pytest.raises(BenchError, match=f"No wire ends at '{where}'") as error:
            act(where)
        assert str(error.value).endswith(f"There is one at {names}.")


def test_all_that_can_be_pulled_and_put_back_leaves_the_bench_as_it_was() -> None:
    b = led_bench()
    output(b, 15)
    b.write(15, 10, 1)
    before = b.state()
    for wire in b.diagram.connections:
        for end_part, pin in wire.ends:
            b.unplug(f"{end_part}:{pin}")
            assert b.state() != before
            b.plug(f"{end_part}:{pin}")
            assert b.state() == before
