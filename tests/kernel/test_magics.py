"""%-commands through Jupyter's client: pictures, Python on the host, the board's name."""

from __future__ import annotations

import base64
import json
from pathlib import Path

from tests.kernel.conftest import Notebook, text_of

DIAGRAM = {
    "version": 1,
    "parts": [
        {"id": "pico", "type": "board-pi-pico-w"},
        {"id": "led1", "type": "wokwi-led", "attrs": {"color": "red"}},
        {"id": "r1", "type": "wokwi-resistor", "attrs": {"value": "220"}},
        {"id": "btn1", "type": "wokwi-pushbutton", "attrs": {"bounce": "0"}},
    ],
    "connections": [
        ["pico:GP15", "r1:1", "green", []],
        ["r1:2", "led1:A", "green", []],
        ["led1:C", "pico:GND.1", "black", []],
        ["btn1:1.l", "pico:GND.1", "black", []],
        ["btn1:2.l", "pico:GP14", "blue", []],
    ],
}
PNG = b"\x89PNG\r\n\x1a\n"


def wire(tmp_path: Path) -> None:
    (tmp_path / "diagram.json").write_text(json.dumps(DIAGRAM), encoding="utf-8")


def test_figures_of_a_host_cell_are_shown(shared: Notebook) -> None:
    reply, outputs = shared.run("%%host\nplt.plot(np.arange(3))\nplt.title('t');")
    assert reply["status"] == "ok"
    picture = outputs[-1]
    assert picture["msg_type"] == "display_data"
    assert base64.b64decode(picture["content"]["data"]["image/png"]).startswith(PNG)
    assert shared.run("%%host\nplt.get_fignums()")[1][0]["content"]["data"]["text/plain"] == "[]"


def test_a_host_cell_streams_and_can_be_interrupted(shared: Notebook) -> None:
    msg_id = shared.send("%%host\nimport time\nprint('go')\ntime.sleep(1000)")
    shared.wait_printed(msg_id, "go\n")
    shared.manager.interrupt_kernel()
    reply = shared.reply(msg_id)
    assert reply["ename"] == "KeyboardInterrupt"
    assert "coursekit" not in "".join(reply["traceback"])
    shared.outputs(msg_id)


def test_interrupt_reaches_a_program_that_a_host_cell_runs(shared: Notebook) -> None:
    msg_id = shared.send("%%host\nboard.exec('print(\"go\")\\nwhile True: pass', print)")
    shared.wait_printed(msg_id, "go\n")
    shared.manager.interrupt_kernel()
    assert shared.reply(msg_id)["status"] == "error"
    shared.outputs(msg_id)
    assert shared.printed("print('alive')") == "alive\n"


def test_board_shows_the_wiring_as_it_is(notebook: Notebook, tmp_path: Path) -> None:
    wire(tmp_path)
    notebook.run("from machine import Pin\nPin(15, Pin.OUT).on()")
    reply, outputs = notebook.run("%board")
    assert reply["status"] == "ok"
    data = outputs[0]["content"]["data"]
    assert "<svg" in data["image/svg+xml"]
    assert "led1" in data["text/plain"]
    assert "aria-label" in data["text/html"]


def test_trace_shows_the_last_cell(notebook: Notebook, tmp_path: Path) -> None:
    wire(tmp_path)
    notebook.run("from machine import Pin\nfrom time import sleep_ms\nled = Pin(15, Pin.OUT)")
    notebook.run(
        "for _ in range(3):\n    led.on()\n    sleep_ms(5)\n    led.off()\n    sleep_ms(5)"
    )
    reply, outputs = notebook.run("%trace led1")
    assert reply["status"] == "ok"
    data = outputs[0]["content"]["data"]
    assert base64.b64decode(data["image/png"]).startswith(PNG)
    assert "led1: 3 pulses" in data["text/plain"]
    assert 'alt="Timing diagram. led1: 3 pulses' in data["text/html"]


def test_connect_says_and_changes_the_board(notebook: Notebook) -> None:
    notebook.run("x = 1")
    assert notebook.printed("%connect").startswith("Virtual board")
    assert notebook.printed("%connect virtual").startswith("Virtual board")
    assert notebook.run("x")[0]["ename"] == "NameError"
    reply, _ = notebook.run("%connect nowhere")
    assert reply["ename"] == "BoardNotFound"
    assert notebook.printed("print('alive')").endswith("alive\n")


def test_an_unknown_command_names_the_nearest(shared: Notebook) -> None:
    reply, outputs = shared.run("%bord")
    assert reply["status"] == "error"
    assert "%board" in reply["evalue"]
    assert outputs[-1]["msg_type"] == "error"


def test_a_malformed_diagram_is_said_until_it_is_repaired(
    notebook: Notebook, tmp_path: Path
) -> None:
    (tmp_path / "diagram.json").write_text('{"version": 1, "parts": [', encoding="utf-8")
    reply, outputs = notebook.run("print('hello')")
    assert reply["ename"] == "DiagramError"
    assert "diagram.json" in reply["evalue"]
    assert text_of(outputs) == ""
    wire(tmp_path)
    assert notebook.printed("print('hello')").endswith("hello\n")
