"""Reading diagram.json: the sound ones, and one clear message for each unsound one."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from coursekit.bench import Bench, Diagram, DiagramError
from coursekit.bench.diagram import known_types, pin_names
from tests.bench.diagrams import PICO, data, part


def test_a_file_becomes_parts_and_wires(tmp_path: Path) -> None:
    path = tmp_path / "diagram.json"
    path.write_text(
        json.dumps(
            {
                "version": 1,
                "author": "me",
                "editor": "wokwi",
                "parts": [
                    PICO,
                    {"id": "led1", "type": "wokwi-led", "left": 10, "top": -2.5, "rotate": 90,
                     "hide": True, "attrs": {"color": "green", "flip": True, "gamma": 1}},
                ],
                "connections": [
                    ["led1:A", "pico:GP15", "green", ["v10", "*", "h5"]],
                    ["led1:C", "pico:GND.3"],
                    ["$serialMonitor:RX", "pico:GP0", "", []],
                ],
            }
        )
    )  # fmt: skip
    diagram = Diagram.load(path)
    led = diagram.part("led1")
    assert (led.left, led.top, led.rotate, led.hide) == (10, -2.5, 90, True)
    assert led.attrs == {"color": "green", "flip": "1", "gamma": "1"}
    assert diagram.board.id == "pico"
    first, second = diagram.connections
    assert first.ends == (("led1", "A"), ("pico", "GP15"))
    assert (first.colour, first.route) == ("green", ("v10", "*", "h5"))
    assert second.colour == ""


def test_the_empty_diagram_is_a_bare_pico_w() -> None:
    assert [p.type for p in Diagram.empty().parts] == ["board-pi-pico-w"]
    assert list(Bench(Diagram.empty()).parts) == ["LED"]


def test_the_board_has_wokwis_pins() -> None:
    pins = set(pin_names("wokwi-pi-pico"))
    assert {"GP0", "GP22", "GP28", "GND.1", "GND.8", "3V3", "3V3_EN", "VBUS", "VSYS"} <= pins
    assert {"RUN", "ADC_VREF", "AGND", "TP4", "TP5"} <= pins
    assert not {"GP23", "GP24", "GP25", "GP29", "GND.9", "LED"} & pins


def test_every_type_has_pins_and_can_be_built() -> None:
    for number, name in enumerate(known_types()):
        if name in ("board-pi-pico-w", "wokwi-pi-pico"):
            continue
        diagram = Diagram.from_dict(data([part(f"p{number}", name)], []))
        assert len(diagram.pins_of(diagram.part(f"p{number}"))) >= 2
        assert Bench(diagram).state()[f"p{number}"] is not None


LED = {"id": "led1", "type": "wokwi-led"}


def base(**changes: Any) -> dict[str, Any]:
    return {"version": 1, "parts": [PICO, LED], "connections": [], **changes}


def without(key: str) -> dict[str, Any]:
    return {k: v for k, v in base().items() if k != key}


WRONG: list[tuple[object, str]] = [
    ([], "must hold a JSON object, not a list"),
    (None, "must hold a JSON object, not null"),
    (3, "not a number"),
    (without("version"), 'the key "version" is missing'),
    (base(version=2), "version 2 is not known"),
    (base(version=True), "version True is not known"),
    (without("parts"), 'the key "parts" is missing'),
    (without("connections"), 'the key "connections" is missing'),
    (base(parts={}), '"parts" must be a list, not an object'),
    (base(connections="x"), '"connections" must be a list, not a text'),
    (base(parts=[PICO, "led"]), "part 1 must be an object"),
    (base(parts=[PICO, {"type": "wokwi-led"}]), 'part 1 has no "id"'),
    (base(parts=[PICO, {"id": "led1"}]), "part 'led1' has no \"type\""),
    (base(parts=[PICO, {"id": "", "type": "wokwi-led"}]), '"id" of part 1 must be a text'),
    (base(parts=[PICO, {"id": 7, "type": "wokwi-led"}]), '"id" of part 1 must be a text'),
    (base(parts=[PICO, LED, LED]), "two parts have the id 'led1'"),
    (base(parts=[PICO, {**LED, "id": "LED"}]), "'LED' belongs to the on-board LED"),
    (base(parts=[PICO, {**LED, "id": "GP3"}]), "'GP3' belongs to a pin of the board"),
    (base(parts=[PICO, {**LED, "id": "a:b"}]), "must not hold a colon"),
    (
        base(parts=[PICO, {**LED, "type": "wokwi-lde"}]),
        "part 'led1' is of type 'wokwi-lde', which this bench does not have. "
        "Did you mean 'wokwi-led'?",
    ),
    (base(parts=[PICO, {**LED, "type": "qqq"}]), "There is: board-pi-pico-w, "),
    (base(parts=[LED]), 'no board among the parts. Add one of type "board-pi-pico-w"'),
    (base(parts=[PICO, {**PICO, "id": "b"}]), "2 boards (pico, b). Keep one"),
    (base(parts=[PICO, {**LED, "left": "x"}]), "\"left\" of part 'led1' must be a number"),
    (base(parts=[PICO, {**LED, "attrs": []}]), "\"attrs\" of part 'led1' must be an object"),
    (base(parts=[PICO, {**LED, "attrs": {"color": {}}}]), "attribute 'color' of part 'led1'"),
    (
        base(parts=[PICO, part("r1", "wokwi-resistor", value="many")]),
        "part 'r1': value must be ohms as \"220\" or \"10k\", not 'many'",
    ),
    (base(parts=[PICO, part("p", "wokwi-led-ring", pixels="0")]), "pixels must be a whole number"),
    (base(parts=[PICO, part("p", "wokwi-rgb-led", common="x")]), "common must be"),
    (base(parts=[PICO, part("p", "wokwi-pushbutton", bounce="yes")]), "bounce must be"),
    (base(parts=[PICO, part("p", "wokwi-slide-switch", value="2")]), "value must be"),
    (base(parts=[PICO, part("p", "wokwi-potentiometer", value="1024")]), '"0" to "1023"'),
    (base(connections=[["led1:A"]]), 'connection 0 is malformed: ["led1:A"]. It must look like'),
    (base(connections=["led1:A"]), "connection 0 is malformed"),
    (base(connections=[["led1", "pico:GP1"]]), "connection 0 is malformed"),
    (base(connections=[["led1:A", 5]]), "connection 0 is malformed"),
    (base(connections=[["led1:A", "pico:GP1", 5]]), "connection 0 is malformed"),
    (base(connections=[["led1:A", "pico:GP1", "", "v5"]]), "connection 0 is malformed"),
    (
        base(connections=[["led2:A", "pico:GP1"]]),
        "goes to 'led2:A', but there is no part 'led2'. Did you mean 'led1'?",
    ),
    (
        base(connections=[["led1:a", "pico:GP1"]]),
        "goes to 'led1:a', but 'led1' (wokwi-led) has no pin 'a'. Did you mean 'A'?",
    ),
    (
        base(connections=[["led1:A", "pico:GP155"]]),
        "'pico' (board-pi-pico-w) has no pin 'GP155'. Did you mean 'GP15'?",
    ),
    (base(connections=[["led1:Z", "pico:GP1"]]), "has no pin 'Z'. There is: A, C."),
]


@pytest.mark.parametrize(("wrong", "message"), WRONG, ids=[m[:40] for _, m in WRONG])
def test_each_error_is_one_message_that_names_the_file(wrong: object, message: str) -> None:
    with pytest.raises(DiagramError, match=re.escape(message)) as caught:
        Diagram.from_dict(wrong, name="lessons/x/diagram.json")
    text = str(caught.value)
    assert text.startswith("lessons/x/diagram.json: ")
    assert "\n" not in text


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b'{"version": 1,}', "not JSON: .* in line 1, column 1"),
        (b"", "not JSON"),
        (b"\xff\xfe\x00", "not JSON text"),
        (b"[" * 100_000, "not JSON"),
    ],
)
def test_a_file_that_is_not_json(tmp_path: Path, content: bytes, message: str) -> None:
    path = tmp_path / "diagram.json"
    path.write_bytes(content)
    with pytest.raises(DiagramError, match=message):
        Diagram.load(path)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(DiagramError, match="there is no such file"):
        Diagram.load(tmp_path / "diagram.json")
    with pytest.raises(DiagramError, match="cannot be read"):
        Diagram.load(tmp_path)
