"""The electricity, against what a hand calculation gives."""

import pytest

from coursekit.bench import Bench, Diagram
from coursekit.bench.build import make_netlist, make_parts
from coursekit.bench.circuit import DRIVER_OHMS, PULL_OHMS, Drive, Solution, solve
from coursekit.bench.netlist import Component
from tests.bench.diagrams import data, part


class Desk:
    """A netlist of one diagram, solved for chosen drives."""

    def __init__(self, parts: list[dict[str, object]], wires: list[str]) -> None:
        diagram = Diagram.from_dict(data(parts, wires))
        self.netlist = make_netlist(diagram, make_parts(diagram).values())

    def component(self, gpio: int) -> Component:
        return next(c for c in self.netlist.components if gpio in c.gpios)

    def solve(self, gpio: int, *controls: float, **drives: Drive) -> Solution:
        component = self.component(gpio)
        wanted = tuple(drives.get(f"GP{g}", Drive.FREE) for g in component.gpios)
        return solve(self.netlist, component, wanted, controls or (0.0,) * len(component.controls))

    def volts(self, solution: Solution, gpio: int) -> float:
        return solution.volts[self.netlist.gpio_net(gpio).index]


def test_an_led_current_is_what_ohms_law_says() -> None:
    desk = Desk(
        [part("led1", "wokwi-led", color="red"), part("r1", "wokwi-resistor", value="220")],
        ["pico:GP15 r1:1", "r1:2 led1:A", "led1:C pico:GND.1"],
    )
    on = desk.solve(15, GP15=Drive.HIGH)
    expected_ma = 1e3 * (3.3 - 1.8) / (DRIVER_OHMS + 220 + 10)
    assert on.diode_ma[min(on.diode_ma)] == pytest.approx(expected_ma, rel=1e-3)
    assert on.gpio_ma[15] == pytest.approx(expected_ma, rel=1e-3)
    off = desk.solve(15, GP15=Drive.LOW)
    assert off.diode_ma[min(off.diode_ma)] == 0
    assert desk.volts(off, 15) == pytest.approx(0, abs=1e-3)


def test_two_leds_in_series_need_more_than_3v3() -> None:
    parts = [part("a", "wokwi-led"), part("b", "wokwi-led"), part("r", "wokwi-resistor")]
    wires = ["a:C b:A", "b:C r:1", "r:2 pico:GND.1"]
    dark = Desk(parts, ["pico:3V3 a:A", *wires]).netlist
    lit = Desk(parts, ["pico:VBUS a:A", *wires]).netlist
    for netlist, expected_ma in ((dark, 0.0), (lit, 1e3 * (5 - 3.6) / 1020)):
        (component,) = (c for c in netlist.components if len(c.diodes) == 2)
        solution = solve(netlist, component, (), ())
        assert solution.diode_ma[min(solution.diode_ma)] == pytest.approx(expected_ma, abs=1e-3)


def test_pulls_against_a_resistor_divide() -> None:
    desk = Desk([part("r1", "wokwi-resistor", value="60k")], ["pico:GP2 r1:1", "r1:2 pico:GND.1"])
    up = desk.solve(2, GP2=Drive.PULL_UP)
    assert desk.volts(up, 2) == pytest.approx(3.3 * 60e3 / (60e3 + PULL_OHMS), rel=1e-6)
    assert up.levels[2] is None
    assert not up.floating


def test_a_free_net_floats_and_a_pulled_one_does_not() -> None:
    desk = Desk([], [])
    assert desk.netlist.gpio_net(3).index in desk.solve(3).floating
    assert desk.solve(3).levels[3] is None
    assert desk.solve(3, GP3=Drive.PULL_DOWN).levels[3] == 0
    assert desk.solve(3, GP3=Drive.PULL_UP).levels[3] == 1


def test_a_net_behind_a_dark_led_floats() -> None:
    desk = Desk([part("d", "wokwi-led")], ["pico:GP4 d:A", "d:C pico:GND.1"])
    assert desk.solve(4).levels[4] is None
    assert desk.netlist.gpio_net(4).index in desk.solve(4).floating


@pytest.mark.parametrize("position", [0.0, 0.25, 0.5, 1.0])
def test_a_potentiometer_is_a_divider(position: float) -> None:
    desk = Desk(
        [part("pot1", "wokwi-potentiometer")],
        ["pot1:GND pico:GND.1", "pot1:VCC pico:3V3", "pot1:SIG pico:GP26"],
    )
    solution = desk.solve(26, position)
    assert desk.volts(solution, 26) == pytest.approx(3.3 * position, abs=1e-3)


def test_outputs_against_each_other_meet_in_the_middle() -> None:
    desk = Desk([], ["pico:GP0 pico:GP1"])
    solution = desk.solve(0, GP0=Drive.HIGH, GP1=Drive.LOW)
    assert desk.volts(solution, 0) == pytest.approx(1.65)
    assert solution.gpio_ma[0] == pytest.approx(1e3 * 3.3 / (2 * DRIVER_OHMS))
    assert solution.gpio_ma[1] == pytest.approx(-solution.gpio_ma[0])


def test_rails_keep_components_apart() -> None:
    desk = Desk(
        [part(f"r{n}", "wokwi-resistor") for n in (1, 2)],
        ["pico:GP1 r1:1", "r1:2 pico:GND.1", "pico:GP2 r2:1", "r2:2 pico:GND.1"],
    )
    assert desk.component(1).gpios == [1]
    assert desk.component(2).gpios == [2]


def test_every_gpio_is_in_one_component() -> None:
    netlist = Bench(Diagram.from_dict(data([], ["pico:GP0 pico:3V3", "pico:GP1 pico:GP2"]))).netlist
    gpios = sorted(g for c in netlist.components for g in c.gpios)
    assert gpios == [*range(30), 64]
