"""A notebook on the emulated board: real firmware, with the bench beside it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from coursekit.session import Display, Session
from tests.bench.diagrams import data, part
from tests.boards.emulated.firmware_for_tests import needed_firmware
from tests.session.conftest import Cells

PARTS = [
    part("led1", "wokwi-led"),
    part("r1", "wokwi-resistor", value="220"),
    part("btn1", "wokwi-pushbutton", bounce="0"),
]
WIRES = [
    *("pico:GP15 r1:1", "r1:2 led1:A", "led1:C pico:GND.1"),
    *("btn1:1.l pico:GP14", "btn1:2.r pico:GND.2"),
]


@pytest.fixture(scope="module")
def cells(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cells]:
    folder: Path = tmp_path_factory.mktemp("notebook")
    (folder / "diagram.json").write_text(json.dumps(data(PARTS, WIRES)))
    session = Session(folder=folder)
    cells = Cells(session)
    assert cells.run(f"%connect emulated --runtime {needed_firmware()}").status == "ok"
    yield cells
    session.close()


def test_connect_says_which_board_it_is(cells: Cells) -> None:
    cells.run("%connect")
    assert cells.text.startswith("Emulated board: Raspberry Pi Pico with RP2040, MicroPython 1.")


def test_cells_run_on_real_firmware(cells: Cells) -> None:
    assert cells.value("import sys\nsys.platform") == "'rp2'"
    assert cells.value("0.1 + 0.2 == 0.3") == "True"  # floats have 32 bits there
    error = cells.error("x = 1\nx.y")
    assert (error.name, error.message) == ("AttributeError", "'int' object has no attribute 'y'")


def test_people_act_on_its_bench(cells: Cells) -> None:
    cells.run("from machine import Pin\nimport time\nbutton = Pin(14, Pin.IN, Pin.PULL_UP)")
    assert cells.value("%at 50 press btn1 for 100\ntime.sleep_ms(100)\nbutton.value()") == "0"
    assert cells.value("time.sleep_ms(100)\nbutton.value()") == "1"


def test_the_bench_and_the_trace_are_shown(cells: Cells) -> None:
    cells.run("led = Pin(15, Pin.OUT)\nled.on()\ntime.sleep_ms(20)\nled.off()")
    assert cells.run("%trace").status == "ok"
    assert any(isinstance(output, Display) for output in cells.outputs)
    cells.run("led.on()")
    assert cells.run("%board").status == "ok"
    assert any(isinstance(output, Display) for output in cells.outputs)
    assert cells.session.board is not None
    assert getattr(cells.session.board, "bench").led1.brightness == 1  # noqa: B009


def test_a_program_is_stopped(cells: Cells) -> None:
    def stop(output: object) -> None:
        cells.session.interrupt()

    result = cells.session.run("print('go')\nwhile True:\n    pass", stop)
    assert result.error is not None
    assert result.error.name == "KeyboardInterrupt"
    assert cells.value("1 + 1") == "2"


def test_a_restart_is_a_fresh_board(cells: Cells) -> None:
    cells.run("kept = 1")
    cells.session.restart()
    assert cells.error("kept").name == "NameError"
    assert cells.session.board is not None
    assert cells.session.board.kind == "emulated"
    cells.run("%disconnect")
    assert cells.text == "Disconnected from the emulated board. %connect takes a board again.\n"
