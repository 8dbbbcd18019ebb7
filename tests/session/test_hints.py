"""The line under a traceback that says what to do next."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from coursekit.boards.errors import RemoteError
from coursekit.session.hints import what_now
from tests.session.conftest import Cells


def test_an_unknown_name_points_to_the_cells_above(common: Cells) -> None:
    error = common.error("led.on()")
    assert error.name == "NameError"
    assert error.traceback[-1] == (
        "Run the cells above first: after a restart or a reset all names are gone."
    )


@pytest.mark.parametrize(
    ("cell", "name"),
    [
        ("import numpy as np", "numpy"),
        ("import matplotlib.pyplot as plt", "matplotlib"),
        ("from pandas import DataFrame", "pandas"),
        ("from scipy.signal import welch", "scipy"),
        ("import sklearn", "sklearn"),
    ],
)
def test_a_package_of_the_computer_points_to_host_cells(
    common: Cells, cell: str, name: str
) -> None:
    error = common.error(cell)
    assert error.name == "ImportError"
    assert error.traceback[-1] == (
        f"{name} runs on your computer, not on a board: begin the cell with %%host."
    )


@pytest.mark.parametrize(
    "cell",
    ["import nowhere", "import numpyish", "def f():\n    x += 1\nf()", "raise NameError('mine')"],
)
def test_nothing_is_said_where_it_would_mislead(common: Cells, cell: str) -> None:
    error = common.error(cell)
    assert error.traceback[-1].endswith(error.message)


def test_the_other_spelling_of_a_missing_module() -> None:
    error = RemoteError("ModuleNotFoundError", "No module named 'numpy'", "", [])
    assert what_now(error).startswith("numpy runs on your computer")


def sensor(folder: Path, **pins: str) -> None:
    """A diagram with a BMP180 on I2C block 0, but for what `pins` say otherwise."""
    wires = {"VCC": "3V3", "GND": "GND.1", "SDA": "GP4", "SCL": "GP5", **pins}
    diagram = {
        "version": 1,
        "parts": [
            {"id": "pico", "type": "board-pi-pico-w"},
            {"id": "bmp1", "type": "board-bmp180"},
        ],
        "connections": [[f"bmp1:{a}", f"pico:{b}", "", []] for a, b in wires.items()],
    }
    (folder / "diagram.json").write_text(json.dumps(diagram), encoding="utf-8")


@pytest.mark.parametrize(
    ("pins", "call", "hint"),
    [
        ({}, "i2c.readfrom(0x33, 1)", "No chip acknowledged its address."),
        ({}, "i2c.writeto(0x33, b'')", "No chip acknowledged its address."),
        ({"SDA": "GP5", "SCL": "GP4"}, "i2c.readfrom(0x77, 1)", "bmp1: SDA and SCL are swapped."),
        ({"SCL": "GP3"}, "i2c.readfrom(0x77, 1)", "bmp1 is on this bus with one wire only"),
        ({"VCC": "GND.2"}, "i2c.readfrom(0x77, 1)", "bmp1 has no power"),
    ],
)
def test_an_error_of_the_bus_points_to_its_wires(
    cells: Cells, tmp_path: Path, pins: dict[str, str], call: str, hint: str
) -> None:
    sensor(tmp_path, **pins)
    error = cells.error(f"from machine import I2C\ni2c = I2C(0)\n{call}")
    assert error.name == "OSError"
    assert error.traceback[-1].startswith(hint)


def test_the_wires_of_the_bus_that_failed_are_looked_at(cells: Cells, tmp_path: Path) -> None:
    sensor(tmp_path)
    cells.run("from machine import I2C, Pin, SoftI2C\nSoftI2C(sda=Pin(5), scl=Pin(4)).scan()")
    error = cells.error("I2C(0).readfrom(0x33, 1)")
    assert error.traceback[-1].startswith("No chip acknowledged its address.")


def test_a_fault_that_comes_later_is_noted_when_the_bus_is_used(
    cells: Cells, tmp_path: Path
) -> None:
    sensor(tmp_path)
    cells.run("from machine import I2C\ni2c = I2C(0)\ni2c.readfrom(0x77, 1)")
    cells.run("%%host\nbench.unplug('bmp1:VCC')")
    error = cells.error("i2c.readfrom(0x77, 1)")
    assert error.traceback[-1].startswith("bmp1 has no power")
    kinds = "['wire unplugged', 'no power', 'no pull-up']"  # the resistors are on the module
    assert cells.value("%%host\n[fault.kind for fault in bench.faults()]") == kinds


def test_board_tells_what_was_mended_from_what_is_wrong(cells: Cells, tmp_path: Path) -> None:
    sensor(tmp_path)
    cells.run("from machine import I2C\ni2c = I2C(0)\ni2c.scan()")
    cells.run("%%host\nbench.unplug('bmp1:VCC')")
    cells.run("i2c.scan()\n")
    assert cells.run("%board").status == "ok"
    assert "Look at this: The wire from bmp1:VCC to pico:3V3 has come off." in cells.text
    assert "Look at this: bmp1 has no power" in cells.text
    cells.run("%%host\nbench.plug('bmp1:VCC')")
    assert cells.run("%board").status == "ok"
    assert "Mended since: The wire from bmp1:VCC to pico:3V3 has come off." in cells.text
    assert "Mended since: bmp1 has no power" in cells.text


def test_a_held_line_is_named(cells: Cells, tmp_path: Path) -> None:
    sensor(tmp_path)
    assert cells.run("%%host\nbench.bmp1.stick()").status == "ok"
    error = cells.error("from machine import I2C\ni2c = I2C(0)\ni2c.readfrom(0x77, 1)")
    assert error.message == "[Errno 110] ETIMEDOUT"
    assert error.traceback[-1].startswith("bmp1 holds SDA (GP4) low")


def test_a_transfer_that_takes_too_long_is_no_matter_of_wires_alone(
    cells: Cells, tmp_path: Path
) -> None:
    sensor(tmp_path)
    cells.run("from machine import I2C\ni2c = I2C(0, freq=100_000)")
    error = cells.error("i2c.writeto(0x77, bytes(1024))")
    assert error.message == "[Errno 110] ETIMEDOUT"
    assert error.traceback[-1].endswith("usually 50 ms: send less at once.")


def test_a_bus_on_pins_without_a_chip_is_told_where_the_chips_are(
    cells: Cells, tmp_path: Path
) -> None:
    sensor(tmp_path)
    cells.run("from machine import I2C, Pin\ni2c = I2C(0, sda=Pin(8), scl=Pin(9))")
    error = cells.error("i2c.readfrom(0x77, 1)")
    assert error.traceback[-1] == (
        "No chip is wired to GP8 and GP9, which this I2C uses: bmp1 is on GP4 and GP5."
    )


def test_a_file_that_is_missing_is_no_matter_of_wires(common: Cells) -> None:
    assert "wires" not in common.error("raise OSError(5)").traceback[-1]
