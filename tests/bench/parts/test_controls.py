"""Push button, slide switch, potentiometer, resistor: what hands do to a bench."""

from itertools import pairwise

import pytest

from coursekit.bench import Bench, BenchError, Edge, Mode, Pull
from coursekit.bench.parts.contact import BOUNCE_US
from coursekit.bench.parts.potentiometer import parse_position
from coursekit.bench.parts.resistor import parse_ohms
from tests.bench.diagrams import as_input, bench, button_bench, part


def test_a_button_connects_its_contacts_while_pressed() -> None:
    desk = button_bench(bounce="0")
    as_input(desk, 14, Pull.UP)
    assert desk.read(14, 1) == (1, True)
    desk.btn1.press()
    assert desk.btn1.pressed
    assert desk.read(14, 2) == (0, True)
    desk.btn1.release()
    assert desk.read(14, 3) == (1, True)
    assert desk.faults() == []


@pytest.mark.parametrize("pins", [("1.l", "2.l"), ("1.r", "2.l"), ("2.r", "1.r")])
def test_either_side_of_a_contact_will_do(pins: tuple[str, str]) -> None:
    desk = bench(
        [part("btn1", "wokwi-pushbutton", bounce="0")],
        [f"pico:GP14 btn1:{pins[0]}", f"btn1:{pins[1]} pico:GND.1"],
    )
    as_input(desk, 14, Pull.UP)
    desk.btn1.press()
    assert desk.read(14, 1) == (0, True)
    assert desk.faults() == []


def test_press_for_a_time_lets_go_by_itself() -> None:
    desk = button_bench(bounce="0")
    desk.advance(1000)
    desk.btn1.press(for_ms=2)
    desk.advance(10_000)
    assert desk.trace["btn1"].pulses() == [(1000, 3000)]
    assert desk.state()["btn1"] == {"pressed": False}


def bounces(seed: int) -> list[tuple[int, int]]:
    desk = button_bench(seed=seed)
    as_input(desk, 14, Pull.UP)
    seen: list[tuple[int, Edge, int]] = []
    desk.on_edge = lambda *edge: seen.append(edge)
    desk.watch(14, Edge.BOTH)
    desk.at(10).press("btn1", for_ms=50)
    desk.advance(200_000)
    edges = [tuple(edge) for edge in desk.trace["btn1"].edges()]
    assert [t for _, _, t in seen] == [t for t, _ in edges]
    assert desk.read(14, 200_001) == (1, True)
    return edges  # type: ignore[return-value]


def test_a_button_bounces_for_five_ms_as_its_seed_says() -> None:
    edges = bounces(1)
    assert edges == bounces(1)
    assert edges != bounces(2)
    press = [edge for edge in edges if edge[0] < 60_000]
    release = [edge for edge in edges if edge[0] >= 60_000]
    for begin, run, last in ((10_000, press, 1), (60_000, release, 0)):
        assert run[0] == (begin, last)
        assert run[-1][1] == last
        assert len(run) >= 5
        assert run[-1][0] <= begin + BOUNCE_US
    gaps = {b[0] - a[0] for a, b in pairwise(press)}
    assert len(gaps) > 1


def test_a_release_cuts_the_bounce_of_a_press_short() -> None:
    desk = button_bench()
    desk.at(1).press("btn1", for_ms=1)
    desk.advance(30_000)
    assert desk.trace["btn1"].level_at(30_000) == 0
    assert desk.trace["btn1"].edges()[-1].t_us <= 2000 + BOUNCE_US


def test_pressing_twice_is_pressing_once() -> None:
    desk = button_bench(bounce="0")
    desk.btn1.press()
    desk.btn1.press()
    assert desk.trace["btn1"].edges() == [(0, 1)]


def switch_bench(**attrs: str) -> Bench:
    desk = bench(
        [part("sw1", "wokwi-slide-switch", **attrs)],
        ["sw1:1 pico:GND.1", "sw1:2 pico:GP13", "sw1:3 pico:3V3"],
    )
    as_input(desk, 13)
    return desk


def test_a_slide_switch_has_two_places() -> None:
    desk = switch_bench(bounce="0")
    assert desk.read(13, 1) == (0, True)
    desk.sw1.move("right")
    assert desk.read(13, 2) == (1, True)
    assert desk.state()["sw1"] == {"position": 3}
    desk.at(10).move("sw1", "left")
    desk.advance(10_000)
    assert desk.read(13, 10_001) == (0, True)
    assert desk.trace["sw1"].edges() == [(1, 1), (10_000, 0)]
    assert desk.faults() == []


def test_a_slide_switch_begins_where_the_diagram_says_and_bounces() -> None:
    desk = switch_bench(value="1")
    assert desk.read(13, 0) == (1, True)
    desk.sw1.move("right")
    assert len(desk.trace["sw1"]) == 1
    desk.sw1.move("left")
    desk.advance(10_000)
    assert desk.read(13, 10_000) == (0, True)
    assert desk.faults() == []
    with pytest.raises(BenchError, match='"left" or to "right", not to'):
        desk.sw1.move("up")
    with pytest.raises(BenchError, match='"left" or to "right", not to'):
        desk.after(1).move("sw1", "middle")


def pot_bench(**attrs: str) -> Bench:
    desk = bench(
        [part("pot1", "wokwi-potentiometer", **attrs)],
        ["pot1:GND pico:AGND", "pot1:SIG pico:GP26", "pot1:VCC pico:3V3"],
    )
    desk.configure(26, 0, Mode.ANALOG, Pull.NONE)
    return desk


def test_a_potentiometer_turns() -> None:
    desk = pot_bench(value="1023")
    assert desk.voltage(26, 0) == pytest.approx(3.3, abs=0.001)
    desk.pot1.turn(0.5)
    assert desk.voltage(26, 1) == pytest.approx(1.65)
    desk.at(5).turn("pot1", 0.25)
    desk.advance(5000)
    assert desk.voltage(26, 5001) == pytest.approx(0.825)
    assert desk.trace["pot1"].values.tolist() == [1.0, 0.5, 0.25]
    assert desk.state()["pot1"] == {"value": 0.25}


@pytest.mark.parametrize("position", [-0.1, 1.1, float("nan"), float("inf")])
def test_a_potentiometer_has_two_stops(position: float) -> None:
    desk = pot_bench()
    with pytest.raises(BenchError, match=r"turns from 0\.0 to 1\.0"):
        desk.pot1.turn(position)
    with pytest.raises(BenchError, match=r"turns from 0\.0 to 1\.0"):
        desk.after(1).turn("pot1", position)


@pytest.mark.parametrize(
    ("text", "position"),
    [("0", 0), ("1023", 1), ("1", 1 / 1023), ("0.5", 0.5), ("1.0", 1), ("", 0)],
)
def test_wokwis_values_and_fractions(text: str, position: float) -> None:
    assert parse_position(text) == pytest.approx(position)


@pytest.mark.parametrize(
    ("text", "ohms"),
    [("220", 220), ("10k", 1e4), ("4.7k", 4700), ("4k7", 4700), ("1M", 1e6), ("0", 0),
     ("330 ohm", 330), ("2.2", 2.2), ("4R7", 4.7), ("10K", 1e4)],
)  # fmt: skip
def test_resistor_values(text: str, ohms: float) -> None:
    assert parse_ohms(text) == pytest.approx(ohms)


@pytest.mark.parametrize("text", ["", "k", "-5", "1.2.3", "4.7k7", "10kk", "nan", "1e3", "5 5k5k"])
def test_values_that_are_no_resistance(text: str) -> None:
    with pytest.raises(ValueError, match="value must be ohms"):
        parse_ohms(text)
