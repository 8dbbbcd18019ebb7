"""The wiring picture: what is drawn where, what it says in words, and what it survives."""

import re
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from coursekit.bench.diagram import Connection, Diagram, PartSpec
from coursekit.bench.drawing.catalogue import shape_of
from coursekit.bench.drawing.shape import Placed
from coursekit.bench.drawing.wires import segments
from coursekit.bench.parts import PART_TYPES
from coursekit.bench.picture import WiringPicture, describe, wiring_svg

LESSONS = Path(__file__).parents[2] / "lessons"
SVG = "{http://www.w3.org/2000/svg}"
BLINK = (
    PartSpec("pico", "board-pi-pico-w"),
    PartSpec("led1", "wokwi-led", -100, 50, attrs={"color": "red"}),
    PartSpec("r1", "wokwi-resistor", -100, 150, attrs={"value": "220"}),
)
BLINK_WIRES = (
    Connection("led1:A", "r1:1", "red"),
    Connection("r1:2", "pico:GP15", "red"),
    Connection("led1:C", "pico:GND.3", "black"),
)


def part_of(svg: str, part_id: str) -> ET.Element:
    found = ET.fromstring(svg).find(f".//{SVG}g[@data-part='{part_id}']")
    assert found is not None
    return found


def fills(element: ET.Element) -> list[str | None]:
    return [child.get("fill") for child in element.iter()]


def one_part(kind: str, **attrs: str) -> Diagram:
    return Diagram((PartSpec("pico", "board-pi-pico-w"), PartSpec("x", kind, 120, attrs=attrs)), ())


def test_words_follow_a_wire_through_the_resistor() -> None:
    text = describe(Diagram(BLINK, BLINK_WIRES))
    assert text.splitlines() == [
        "Wiring of Raspberry Pi Pico W.",
        "led1 (red LED): anode to GP15 through r1 220 ohm, cathode to GND.",
    ]


def test_words_name_a_part_that_leads_to_no_board() -> None:
    lines = describe(Diagram(BLINK, BLINK_WIRES[:1])).splitlines()
    assert lines[1] == "led1 (red LED): anode to r1 pin 1."


def test_words_say_when_nothing_is_connected() -> None:
    assert describe(Diagram(BLINK, ())).endswith("led1 (red LED): not connected.")


def test_words_tell_of_pull_up_resistors() -> None:
    parts = (
        BLINK[0],
        PartSpec("temp1", "coursekit-lm75"),
        PartSpec("r1", "wokwi-resistor", attrs={"value": "4700"}),
    )
    wires = (
        Connection("temp1:SDA", "pico:GP4", "blue"),
        Connection("r1:1", "temp1:SDA", "blue"),
        Connection("r1:2", "pico:3V3", "red"),
    )
    assert describe(Diagram(parts, wires)).splitlines()[1:] == [
        "temp1 (thermometer LM75): SDA to GP4.",
        "r1 (resistor 4.7k ohm): one end to GP4, the other end to 3V3.",
    ]


def test_words_say_how_much_a_memory_chip_holds() -> None:
    memory = PartSpec("mem1", "coursekit-eeprom", attrs={"size": "24C02"})
    assert describe(Diagram((BLINK[0], memory), ())).endswith(
        "mem1 (memory chip 24C02): not connected."
    )


def test_a_loop_back_wire_on_the_board_is_told_and_drawn() -> None:
    diagram = Diagram(BLINK, (*BLINK_WIRES, Connection("pico:GP0", "pico:GP1", "yellow")))
    assert describe(diagram).endswith("A wire from GP0 to GP1.")
    assert "<td>GP0</td><td>GP1</td>" in WiringPicture(diagram)._repr_html_()
    svg = wiring_svg(diagram)
    assert svg.count("<path") > wiring_svg(Diagram(BLINK, BLINK_WIRES)).count("<path")


def test_joined_legs_of_a_button_are_one_side() -> None:
    button = PartSpec("btn1", "wokwi-pushbutton")
    wires = (
        Connection("btn1:1.l", "pico:GP14", "green"),
        Connection("btn1:1.r", "pico:GP14", "green"),
        Connection("btn1:2.r", "pico:GND.4", "black"),
    )
    assert describe(Diagram((BLINK[0], button), wires)).endswith(
        "btn1 (push button): side 1 to GP14, side 2 to GND."
    )


def test_alternative_text_is_in_the_picture() -> None:
    diagram = Diagram(BLINK, BLINK_WIRES)
    root = ET.fromstring(wiring_svg(diagram))
    assert root.get("role") == "img"
    assert root.get("aria-label") == describe(diagram).replace("\n", " ")
    assert root.findtext(f"{SVG}desc") == describe(diagram)
    assert part_of(wiring_svg(diagram), "led1").findtext(f"{SVG}title", "").startswith("led1 (red")


def test_picture_has_the_width_that_was_asked_for() -> None:
    root = ET.fromstring(wiring_svg(Diagram(BLINK, BLINK_WIRES), width_px=500))
    assert root.get("width") == "500"


def test_nothing_needs_an_id_that_could_clash_on_the_page() -> None:
    assert not re.search(r'\sid="', wiring_svg(Diagram(BLINK, BLINK_WIRES)))


@pytest.mark.parametrize("kind", sorted(PART_TYPES))
def test_every_pin_of_every_part_has_a_place(kind: str) -> None:
    pins = PART_TYPES[kind].pins
    shape = shape_of(kind, {}, pins)
    assert all(shape.find_pin(pin) for pin in pins)


def test_an_unknown_type_is_drawn_as_a_labelled_box() -> None:
    diagram = Diagram(
        (BLINK[0], PartSpec("tft", "board-ili9341", 200)),
        (Connection("tft:SCK", "pico:GP2", "blue"),),
    )
    texts = [node.text for node in part_of(wiring_svg(diagram), "tft").iter(f"{SVG}text")]
    assert texts == ["ili9341", "SCK"]


def test_a_pin_that_is_not_there_is_marked() -> None:
    wires = (Connection("led1:A", "pico:GP99", "red"),)
    assert "no such pin" in wiring_svg(Diagram(BLINK, wires))
    assert "no such pin" not in wiring_svg(Diagram(BLINK, BLINK_WIRES))


def test_hidden_parts_and_wires_are_not_drawn() -> None:
    hidden = PartSpec("led1", "wokwi-led", hide=True)
    svg = wiring_svg(Diagram((BLINK[0], hidden), (Connection("pico:GP1", "pico:GP2", ""),)))
    assert 'data-part="led1"' not in svg
    assert "stroke-linejoin" not in svg.split('data-part="pico"')[1].split("</g>", 1)[1]


def test_text_of_the_file_cannot_become_markup() -> None:
    evil = PartSpec("<b>&", 'x"><script>', attrs={"color": '"><script>'})
    led = PartSpec("l", "wokwi-led", attrs={"color": '"/><script>'})
    wires = (Connection("l:A", "pico:GP1", 'red" onload="x'),)
    svg = wiring_svg(Diagram((BLINK[0], evil, led), wires))
    tags = {node.tag for node in ET.fromstring(svg).iter()}
    assert tags <= {
        f"{SVG}{name}" for name in ["svg", "g", "title", "desc", "rect", "circle", "path", "text"]
    }
    assert "onload" not in svg


@pytest.mark.parametrize(
    ("kind", "off", "on"),
    [
        ("wokwi-led", {"brightness": 0.0}, {"brightness": 1.0}),
        ("wokwi-rgb-led", {"rgb": (0, 0, 0)}, {"rgb": (0, 0.5, 0)}),
        ("wokwi-pushbutton", {"pressed": False}, {"pressed": True}),
        ("wokwi-slide-switch", {"position": 1}, {"position": 3}),
        ("wokwi-potentiometer", {"value": 0.0}, {"value": 0.5}),
        ("wokwi-buzzer", {"on": False}, {"on": True, "frequency_hz": 440.0}),
        ("wokwi-servo", {"angle": 0.0}, {"angle": 90.0}),
        ("wokwi-neopixel", {"pixels": [(0, 0, 0)]}, {"pixels": [(9, 0, 0)]}),
        ("wokwi-led-ring", {"pixels": [(0, 0, 0)]}, {"pixels": [(9, 0, 0)]}),
        ("coursekit-neopixel-strip", {"pixels": [(0, 0, 0)]}, {"pixels": [(9, 0, 0)]}),
        ("board-bmp180", {}, {"temperature_c": 22.0, "pressure_pa": 101325.0}),
        ("wokwi-mpu6050", {}, {"temperature_c": 22.0, "asleep": True}),
        ("wokwi-ds1307", {}, {"time": "2026-11-23 08:00:00", "running": True}),
        ("board-ssd1306", {"pixels": ()}, {"pixels": (b"\1" * 128,), "contrast": 127}),
        ("coursekit-lm75", {}, {"temperature_c": -3.5}),
        ("coursekit-eeprom", {}, {"used": 0}),
    ],
)
def test_state_shows(kind: str, off: dict[str, Any], on: dict[str, Any]) -> None:
    diagram = one_part(kind)
    dark, bright = (
        ET.tostring(part_of(wiring_svg(diagram, {"x": state}), "x")) for state in (off, on)
    )
    assert dark != bright
    assert dark == ET.tostring(part_of(wiring_svg(diagram), "x"))


def test_onboard_led_lights_up() -> None:
    diagram = Diagram.empty()
    lit = part_of(wiring_svg(diagram, {"LED": {"brightness": 1.0}}), "pico")
    assert "#c8ff5c" in fills(lit)
    assert "#c8ff5c" not in fills(part_of(wiring_svg(diagram), "pico"))


def test_pins_in_use_stand_out() -> None:
    def bold(svg: str) -> set[str | None]:
        texts = part_of(svg, "pico").iter(f"{SVG}text")
        return {node.text for node in texts if node.get("font-weight")} - {"USB"}

    assert bold(wiring_svg(Diagram(BLINK, BLINK_WIRES))) == {"GP15", "GND"}
    assert bold(wiring_svg(Diagram(BLINK, ()))) == set()


def test_rotation_turns_pins_around_the_middle_of_the_element() -> None:
    shape = shape_of("wokwi-led", {}, ())
    upright = Placed("led1", shape, 100, 200, 0)
    turned = Placed("led1", shape, 100, 200, 90)
    assert upright.pin("A") == pytest.approx((125, 242))
    # The element is 40 by 50 px, its middle at (120, 225): (5, 17) from there becomes (-17, 5).
    assert turned.pin("A") == pytest.approx((103, 230))
    assert turned.outward("A") == (-1.0, 0.0)


def test_notebook_gets_picture_words_and_table() -> None:
    bundle = WiringPicture(Diagram(BLINK, BLINK_WIRES))._repr_mimebundle_()
    assert bundle["text/plain"].endswith("cathode to GND.")
    assert bundle["image/svg+xml"].startswith("<svg")
    assert "<td>anode</td><td>GP15 through r1 220 ohm</td>" in bundle["text/html"]


@pytest.mark.parametrize(
    "path", sorted(LESSONS.glob("*/diagram.json")), ids=lambda p: p.parent.name
)
def test_lesson_wires_end_straight_and_pass_through_no_part(path: Path) -> None:
    """A wire whose instructions miss the pin would end with a short crooked step."""
    from coursekit.bench import picture

    diagram = Diagram.load(path)
    placed = picture._place(diagram)
    bodies = [part.body.grown(-1) for part in placed.values()]
    for wire in picture._route(placed, diagram.connections):
        for a, b in segments(wire.points):
            assert not 0.5 < abs(a[0] - b[0]) + abs(a[1] - b[1]) < 3, (path, wire)
            assert not any(body.touches(a, b) for body in bodies), (path, wire)
