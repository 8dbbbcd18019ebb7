"""%-commands: what they show, what they say to a wrong line, what a real board gets."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from coursekit.session import Display
from coursekit.session.cells import split_cell
from tests.boards.streams import micropython_program
from tests.session.conftest import Cells

DIAGRAM = {
    "version": 1,
    "parts": [
        {"id": "pico", "type": "board-pi-pico-w"},
        {"id": "btn1", "type": "wokwi-pushbutton", "attrs": {"bounce": "0"}},
        {"id": "pot1", "type": "wokwi-potentiometer"},
        {"id": "sw1", "type": "wokwi-slide-switch"},
        {"id": "bmp1", "type": "board-bmp180"},
    ],
    "connections": [
        ["btn1:1.l", "pico:GND.1", "black", []],
        ["btn1:2.l", "pico:GP14", "blue", []],
        ["pot1:GND", "pico:GND.2", "black", []],
        ["pot1:VCC", "pico:3V3", "red", []],
        ["pot1:SIG", "pico:GP26", "green", []],
        ["sw1:1", "pico:GND.3", "black", []],
        ["sw1:2", "pico:GP13", "blue", []],
        ["sw1:3", "pico:3V3", "red", []],
        ["bmp1:VCC", "pico:3V3", "red", []],
        ["bmp1:GND", "pico:GND.4", "black", []],
        ["bmp1:SDA", "pico:GP4", "blue", []],
        ["bmp1:SCL", "pico:GP5", "gold", []],
    ],
}


@pytest.fixture
def wired(cells: Cells, tmp_path: Path) -> Cells:
    """A session whose bench has a button, a knob and a switch."""
    (tmp_path / "diagram.json").write_text(json.dumps(DIAGRAM), encoding="utf-8")
    return cells


def test_split() -> None:
    cell = split_cell("# note\n\n%trace led1 --last 5\n%board?\nx = 1\n%later")
    assert [(call.name, call.arguments, call.asks_help) for call in cell.magics] == [
        ("trace", "led1 --last 5", False),
        ("board", "", True),
    ]
    assert cell.code == "# note\n\n\n\nx = 1\n%later"
    assert cell.has_code
    host = split_cell("\n%%host\n1\n%2")
    assert host.cell_magic is not None
    assert host.code == "\n\n1\n%2"


def test_at_presses_at_its_time(wired: Cells) -> None:
    cell = (
        "%at 100 press btn1 for 50\n"
        "%at 300 press btn1\n"
        "%at 350 release btn1\n"
        "from machine import Pin\n"
        "from time import sleep_ms\n"
        "button = Pin(14, Pin.IN, Pin.PULL_UP)\n"
        "seen = []\n"
        "for _ in range(8):\n"
        "    sleep_ms(25)\n"
        "    seen.append(1 - button.value())\n"
        "sleep_ms(125)\n"
        "seen.append(1 - button.value())\n"
        "sleep_ms(100)\n"
        "seen.append(1 - button.value())\n"
        "seen"
    )
    shown = wired.value(cell)
    assert shown is not None
    seen = json.loads(shown)
    # Not the samples at 100 and 150 ms: those moments are the very edges.
    assert seen[:3] + seen[4:5] + seen[6:] == [0, 0, 0, 1, 0, 0, 1, 0]


PRESSED = "from machine import Pin\nfrom time import sleep\nb = Pin(14, Pin.IN, Pin.PULL_UP)\n"


def test_a_wrong_line_leaves_nothing_planned(wired: Cells) -> None:
    error = wired.error(f"%at 100 press btn1\n%at 200 turn pot1 to 7\n{PRESSED}")
    assert "0.0 to 1.0" in error.message
    assert wired.value(f"{PRESSED}sleep(1)\nb.value()") == "1"


def test_what_comes_after_the_end_is_cancelled(wired: Cells) -> None:
    wired.run(PRESSED)
    wired.run("%at 1000 turn pot1 to 1\n%at 5000 press btn1 for 80\nsleep(2.1)\n1")
    late = "btn1 was to be pressed at 5 s, but the program ended at 2.1 s.\n"
    assert wired.text == late
    assert wired.kinds == ["Stream", "Result"]
    wired.run("fell = []\nb.irq(fell.append, Pin.IRQ_FALLING)\nsleep(10)")
    assert wired.value("fell") == "[]"


def test_what_comes_after_an_error_is_cancelled(wired: Cells) -> None:
    wired.run("from time import sleep")
    wired.error("%at 300 move sw1 to right\n%at 400 release btn1\nsleep(0.1)\n1 / 0")
    assert [line.partition(", but")[0] for line in wired.text.splitlines()] == [
        "sw1 was to be moved at 300 ms",
        "btn1 was to be released at 400 ms",
    ]


def test_a_button_that_is_held_at_the_end_is_let_go_at_its_time(wired: Cells) -> None:
    wired.run(PRESSED)
    assert wired.value("%at 100 press btn1 for 1000\nsleep(0.5)\nb.value()") == "0"
    assert "was to be" not in wired.text
    assert wired.value("held = b.value()\nsleep(2)\nheld, b.value()") == "(0, 1)"


def test_at_turns_and_moves(wired: Cells) -> None:
    shown = wired.value(
        "%at 10 turn pot1 to 0.5\n%at 10 move sw1 to right\n"
        "from machine import ADC, Pin\nfrom time import sleep_ms\n"
        "before = Pin(13).value()\nsleep_ms(50)\n"
        "before, Pin(13).value(), 30000 < ADC(26).read_u16() < 35000"
    )
    assert shown == "(0, 1, True)"


def test_at_unplugs_and_plugs(wired: Cells) -> None:
    shown = wired.value(
        "%at 20 unplug sw1:1\n%at 60 plug sw1:1\n"
        "from machine import Pin\nfrom time import sleep_ms\n"
        "def level():\n    sleep_ms(40)\n    return Pin(13, Pin.IN, Pin.PULL_UP).value()\n"
        "Pin(13, Pin.IN, Pin.PULL_UP).value(), level(), level()"
    )
    assert shown == "(0, 1, 0)"


def test_at_sets_what_a_sensor_feels(wired: Cells) -> None:
    wired.run("%at 20 set bmp1 temperature_c to -5.5\nfrom time import sleep\nsleep(0.1)")
    assert wired.value("%%host\nbench.bmp1.sensed['temperature_c']") == "-5.5"


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("%at 100 press", "%at 500 press btn1 for 80"),
        ("%at soon press btn1", "%at 500 press btn1 for 80"),
        ("%at 100 turn pot1", "%at 500 turn pot1 to 0.5"),
        ("%at 100 turn pot1 to half", "%at 500 turn pot1 to 0.5"),
        ("%at 100 kick btn1", "no verb 'kick'"),
        ("%at 100 press btn2", "btn1"),
        ("%at 100 press pot1", "cannot be pressed"),
        ("%at 100 turn pot1 to 7", "0.0 to 1.0"),
        ("%at 100 turn pot1 angle to 0.5", "%at 500 turn pot1 to 0.5"),
        ("%at 100 set bmp1 to 30", "%at 500 set bmp1 temperature_c to 30"),
        ("%at 100 set bmp1 temperature_c to warm", "%at 500 set bmp1 temperature_c to 30"),
        ("%at 100 set bmp1 temperature_c to 300", "goes from -40 to 85"),
        ("%at 100 set bmp1 warmth to 30", "temperature_c"),
        ("%at 100 set pot1 temperature_c to 30", "pot1"),
        ("%at 100 unplug sw1:4", "sw1:3"),
        ("%trace --lst 5", "--last"),
        ("%trace --last", "milliseconds"),
        ("%trace ledd", "no channel"),
        ("%board now", "takes nothing"),
        ("%connect a b", "one name"),
        ("%connect --runtime /a", "%connect virtual --runtime"),
        ("%connect virtual --runtime", "%connect virtual --runtime"),
        ("%conect", "Did you mean %connect?"),
        ("%hosts", "Did you mean %%host?"),
        ("%host", "It is %%host"),
        ("%%board", "It is %board"),
        ("%xyzzy", "%lsmagic"),
        ("%xyzzy?", "%lsmagic"),
        ("%%host now", "takes nothing"),
    ],
)
def test_a_wrong_line_says_how_it_is_meant(wired: Cells, line: str, says: str) -> None:
    wired.run("pass")
    error = wired.error(line if line.startswith("%%") else f"{line}\npass")
    assert says in error.message
    assert wired.value("1") == "1"


def test_a_command_below_the_program(common: Cells) -> None:
    error = common.error("x = 1\n%trace")
    assert error.name == "UsageError"
    assert "top of a cell" in error.message
    assert common.value("x = 7\n(x\n%x)") == "0"  # a remainder is no command


def test_help(common: Cells) -> None:
    common.run("%lsmagic")
    listed = common.text
    names = [line.split()[0] for line in listed.splitlines()]
    assert {"%%check", "%%host", "%at", "%board", "%connect", "%lsmagic", "%trace"} <= set(names)
    assert names == sorted(names)
    for name in names:
        assert common.run(f"%{name.lstrip('%')}?").status == "ok"
        assert common.text.strip()


def test_trace_of_the_last_run_only(common: Cells) -> None:
    common.run("from machine import Pin\nfrom time import sleep_ms\np = Pin(15, Pin.OUT)")
    common.run("for _ in range(3):\n    p.on(); sleep_ms(10); p.off(); sleep_ms(10)")
    common.run("p.on(); sleep_ms(10); p.off(); sleep_ms(10)")
    common.run("%trace GP15")
    (shown,) = common.outputs
    assert isinstance(shown, Display)
    assert "1 pulse" in shown.data["text/plain"]
    common.run("%trace GP15 --all")
    (shown,) = common.outputs
    assert isinstance(shown, Display)
    assert "4 pulses" in shown.data["text/plain"]


@pytest.mark.parametrize(
    ("options", "first_s", "last_s"), [("", 1, 99), ("--last 3000", 1, 99), ("--all", 101, 199)]
)
def test_trace_counts_from_the_start_of_the_cell(
    cells: Cells, options: str, first_s: float, last_s: float
) -> None:
    cells.run("from machine import Pin\nfrom time import sleep\np = Pin(15, Pin.OUT)\nsleep(100)")
    cells.run("sleep(2); p.on(); sleep(2)")
    cells.run(f"%trace GP15 {options}")
    (shown,) = cells.outputs
    assert isinstance(shown, Display)
    at_s = re.search(r"goes high at ([\d.]+) s", shown.data["text/plain"])
    assert at_s is not None
    assert first_s < float(at_s[1]) < last_s


def test_trace_above_a_program_shows_that_program(common: Cells) -> None:
    common.run("from machine import Pin\nfrom time import sleep_ms\np = Pin(15, Pin.OUT)")
    common.run("%trace GP15\np.on(); sleep_ms(10); p.off(); sleep_ms(5)\n'end'")
    assert common.kinds == ["Result", "Display"]


def test_trace_of_a_program_that_fails(common: Cells) -> None:
    common.run("%trace\nfrom machine import Pin\nPin(15, Pin.OUT).toggle()\n1 / 0")
    assert common.kinds == ["Display", "Error"]


def test_trace_before_any_program(cells: Cells) -> None:
    assert cells.run("%trace").status == "ok"
    assert "no trace" in cells.text


def test_connect_with_another_micropython(cells: Cells, tmp_path: Path) -> None:
    other = micropython_program(tmp_path / "other one")
    assert cells.run(f"%connect virtual --runtime {other}").status == "ok"
    assert cells.text.startswith("Virtual board: Raspberry Pi Pico W")
    assert other in cells.text
    cells.session.restart()
    cells.run("1")
    assert other in cells.text
    cells.run("%connect virtual")
    assert other not in cells.text


def test_connect_with_a_wrong_path_keeps_the_board(cells: Cells) -> None:
    cells.run("x = 1")
    error = cells.error("%connect virtual --runtime /nowhere/micropython")
    assert "no program /nowhere/micropython" in error.message
    assert cells.value("x") == "1"


def test_board_tells_of_faults(cells: Cells, tmp_path: Path) -> None:
    backwards = {
        "version": 1,
        "parts": [
            {"id": "pico", "type": "board-pi-pico-w"},
            {"id": "led1", "type": "wokwi-led"},
        ],
        "connections": [["pico:GP15", "led1:C", "green", []]],
    }
    (tmp_path / "diagram.json").write_text(json.dumps(backwards), encoding="utf-8")
    assert cells.run("%board").status == "ok"
    assert "Look at this: led1" in cells.text


@pytest.mark.parametrize("cell", ["pass", "%board", "%%host\npass"])
def test_a_changed_diagram_is_told_once(wired: Cells, tmp_path: Path, cell: str) -> None:
    told = "diagram.json has changed: %connect virtual builds the bench anew.\n"
    wired.run("%%host\npass")
    wired.run(cell)
    assert wired.text == ""
    file = tmp_path / "diagram.json"
    file.write_text(file.read_text().replace("btn1", "door"), encoding="utf-8")
    for text in (told, ""):
        assert wired.run(cell).status == "ok"
        assert wired.text == text
    file.write_text("{", encoding="utf-8")
    wired.run(cell)
    assert wired.text == told
    assert wired.error("%connect virtual").name == "DiagramError"
    file.write_text(json.dumps(DIAGRAM).replace("btn1", "door"), encoding="utf-8")
    wired.run(cell)
    assert wired.text == told
    wired.run("%connect virtual")
    assert told not in wired.text
    assert wired.value("%%host\n'door' in bench.parts") == "True"
    assert wired.text == ""


def test_a_real_board_does_not_mind_a_changed_diagram(benchless: Cells, tmp_path: Path) -> None:
    benchless.run("pass")
    (tmp_path / "diagram.json").write_text(json.dumps(DIAGRAM), encoding="utf-8")
    benchless.run("pass")
    assert benchless.text == ""


def test_on_a_real_board(benchless: Cells, tmp_path: Path) -> None:
    (tmp_path / "diagram.json").write_text(json.dumps(DIAGRAM), encoding="utf-8")
    benchless.run("pass")
    assert benchless.run("%at 500 press btn1 for 80\nprint('runs')").status == "ok"
    assert benchless.text == "At 0.5 s: press btn1 for 80 ms\nruns\n"
    benchless.run("%at 100 set bmp1 temperature_c to -5\n%at 200 unplug bmp1:SDA\npass")
    assert benchless.text.splitlines() == [
        "At 0.1 s: set bmp1 temperature_c to -5",
        "At 0.2 s: unplug bmp1:SDA",
    ]
    assert benchless.run("%trace").status == "ok"
    assert "virtual board" in benchless.text
    assert benchless.run("%board").status == "ok"
    assert isinstance(benchless.outputs[0], Display)
    error = benchless.error("%%host\nbench.led1")
    assert "%connect virtual" in error.message
