"""Chips and modules: what is written on them, where their pins are, and a display's pixels."""

import re
from xml.etree import ElementTree as ET

import pytest

from coursekit.bench.drawing.catalogue import shape_of
from coursekit.bench.drawing.display import pixel_path, runs
from coursekit.bench.drawing.shape import Placed, State
from coursekit.bench.parts import PART_TYPES
from coursekit.bench.picture import wiring_svg
from tests.bench.diagrams import bench, part

MM = 96 / 25.4
SVG = "{http://www.w3.org/2000/svg}"
CHIPS = [
    "board-bmp180", "wokwi-mpu6050", "wokwi-ds1307", "board-ssd1306", "coursekit-lm75",
    "coursekit-eeprom", "coursekit-mcp3008", "wokwi-74hc595", "coursekit-serial-terminal",
]  # fmt: skip


def texts(kind: str, state: State, **attrs: str) -> list[str | None]:
    drawing = ET.fromstring(f"<g>{shape_of(kind, attrs, ()).draw(state)}</g>")
    return [node.text for node in drawing.iter("text")]


@pytest.mark.parametrize(
    ("kind", "state", "words"),
    [
        (
            "board-bmp180",
            {"temperature_c": 22.04, "pressure_pa": 101325.0},
            ["22.0 °C", "1013.2 hPa"],
        ),
        (
            "wokwi-mpu6050",
            {f"accel_{axis}_g": 0.5 for axis in "xyz"}
            | {f"gyro_{axis}_dps": -3.0 for axis in "xyz"}
            | {"temperature_c": 24.0, "asleep": False},
            ["x 0.50 y 0.50 z 0.50 g", "x -3 y -3 z -3 °/s", "24.0 °C"],
        ),
        ("wokwi-mpu6050", {"temperature_c": 24.0, "asleep": True}, ["24.0 °C, asleep"]),
        ("wokwi-ds1307", {"time": "2026-11-23 08:00:00", "running": True}, ["2026-11-23 08:00:00"]),
        ("wokwi-ds1307", {"time": "2000-01-01 00:00:00", "running": False}, ["stopped"]),
        ("coursekit-lm75", {"temperature_c": -3.5}, ["-3.5 °C"]),
        ("wokwi-74hc595", {"shown": 5}, ["00000101"]),
        ("coursekit-eeprom", {"used": 12}, ["12 bytes", "used"]),
    ],
)
def test_a_chip_shows_what_it_feels_or_holds(kind: str, state: State, words: list[str]) -> None:
    new = [text for text in texts(kind, state) if text not in texts(kind, {})]
    assert new[-len(words) :] == words


@pytest.mark.parametrize("kind", CHIPS)
def test_every_pin_has_its_name_beside_it_and_a_place_of_its_own(kind: str) -> None:
    pins = PART_TYPES[kind].pins
    shape = shape_of(kind, {}, ())
    assert set(shape.pins) == set(pins)
    assert len(set(shape.pins.values())) == len(pins)
    assert set(pins) <= set(texts(kind, {}))


@pytest.mark.parametrize(
    ("kind", "pin", "place"),
    [
        ("board-bmp180", "SDA", (17.71 * MM, 8.67 * MM)),
        ("board-ssd1306", "GND", (10.1 * MM, 1.71 * MM)),
        ("wokwi-mpu6050", "INT", (7.28, 5.78)),
        ("wokwi-ds1307", "SQW", (9.5, 54.0)),
    ],
)
def test_pins_of_modules_are_where_wokwi_has_them(
    kind: str, pin: str, place: tuple[float, float]
) -> None:
    assert shape_of(kind, {}, ()).pins[pin] == pytest.approx(place)


@pytest.mark.parametrize("kind", CHIPS)
def test_a_wire_comes_to_each_pin_without_crossing_the_body(kind: str) -> None:
    placed = Placed("u1", shape_of(kind, {}, ()), 0, 0, 0)
    for pin in placed.shape.pins:
        (x, y), (right, down) = placed.pin(pin) or (0, 0), placed.outward(pin)
        assert not placed.body.grown(-1).touches((x, y), (x + 50 * right, y + 50 * down)), pin


def test_legs_of_a_bare_chip_are_numbered_against_the_clock() -> None:
    pins = shape_of("coursekit-eeprom", {}, ()).pins
    left = sorted((pin for pin in pins if pins[pin][0] == 0), key=lambda pin: pins[pin][1])
    right = sorted((pin for pin in pins if pins[pin][0] > 0), key=lambda pin: -pins[pin][1])
    assert left + right == ["A0", "A1", "A2", "GND", "SDA", "SCL", "WP", "VCC"]


def test_a_memory_chip_says_its_size() -> None:
    assert shape_of("coursekit-eeprom", {"size": "24c512"}, ()).value == "24C512"
    assert "24C512" in texts("coursekit-eeprom", {}, size="24c512")


def test_lit_pixels_side_by_side_are_one_run() -> None:
    assert list(runs([1, 1, 0, 0, 1])) == [(0, 2), (4, 1)]
    assert list(runs([])) == []


def test_pixels_are_where_they_are_lit() -> None:
    rows = [[0, 1, 1, 0], [0] * 4, [1, 0, 0, 1]]
    found = {
        (int(x) + i, int(y))
        for x, y, count in re.findall(r"M(\d+) (\d+)h(\d+)", pixel_path(rows))
        for i in range(int(count))
    }
    assert found == {(x, y) for y, row in enumerate(rows) for x, pixel in enumerate(row) if pixel}


def test_a_dark_display_draws_no_pixels_and_a_dim_one_fainter_ones() -> None:
    def opacity(contrast: int) -> float:
        drawing = shape_of("board-ssd1306", {}, ()).draw({"pixels": ([1],), "contrast": contrast})
        path = ET.fromstring(f"<g>{drawing}</g>").find("path")
        assert path is not None
        return float(path.get("fill-opacity", ""))

    assert "<path" not in shape_of("board-ssd1306", {}, ()).draw({"pixels": ()})
    assert opacity(10) < opacity(255)


def test_a_terminal_shows_the_last_lines_of_its_text() -> None:
    text = "".join(f"line {number}\n" for number in range(20)) + "x" * 90 + "\x07"
    shown = texts("coursekit-serial-terminal", {"text": text})[3:]
    assert shown[:-1] == [f"line {number}" for number in range(15, 20)]
    assert len(shown[-1] or "") < 40


def test_a_bench_with_everything_is_drawn_as_it_is() -> None:
    kinds = [kind for kind in CHIPS if kind != "wokwi-ds1307"]
    parts = [part(f"u{number}", kind) for number, kind in enumerate(kinds)]
    desk = bench(parts, ["u0:VCC pico:3V3"])
    drawing = ET.fromstring(wiring_svg(desk.diagram, desk.state()))
    shown = [node.text for node in drawing.iter(f"{SVG}text")]
    assert shown.count("24.0 °C") == 2  # barometer and thermometer
    assert "24.0 °C, asleep" in shown
    assert "0 bytes" in shown
