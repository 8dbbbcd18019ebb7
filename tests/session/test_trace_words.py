"""What %trace says in words when there is nothing to see in its picture."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.session.conftest import Cells

DIAGRAM = {
    "version": 1,
    "parts": [
        {"id": "pico", "type": "board-pi-pico-w"},
        {"id": "led1", "type": "wokwi-led"},
        {"id": "r1", "type": "wokwi-resistor", "attrs": {"value": "220"}},
    ],
    "connections": [
        ["pico:GP15", "r1:1", "green", []],
        ["r1:2", "led1:A", "green", []],
        ["led1:C", "pico:GND.1", "black", []],
    ],
}


@pytest.fixture
def lit(cells: Cells, tmp_path: Path) -> Cells:
    """A session with an LED that the last cell but one has switched on, and the last left so."""
    (tmp_path / "diagram.json").write_text(json.dumps(DIAGRAM), encoding="utf-8")
    cells.run("from machine import PWM, Pin\nfrom time import sleep_ms\nled = Pin(15, Pin.OUT)")
    cells.run("led.on(); sleep_ms(5)")
    cells.run("led.on(); sleep_ms(500)")
    return cells


@pytest.mark.parametrize(
    ("cell", "says"),
    [
        ("%trace led1", "led1 did not change during the last cell."),
        ("%trace led1, GP15 led1", "led1 and GP15 did not change during the last cell."),
        ("%trace led1 --last 50", "led1 did not change during the last 50 ms of the last cell."),
        ("%trace led1\nsleep_ms(5)", "led1 did not change during this cell."),
    ],
)
def test_a_channel_that_did_not_change_is_named(lit: Cells, cell: str, says: str) -> None:
    assert lit.run(cell).status == "ok"
    assert lit.text == f"{says}\n"
    assert lit.kinds == ["Display", "Stream"]


@pytest.mark.parametrize(
    "cell",
    [
        "%trace led1 --all",
        "%trace",
        "%trace led1\nled.off()",
        "%trace GP14 led1\nk = Pin(14, Pin.OUT)\nled.off(); led.on()",
        "%trace led1\nPWM(led, freq=100, duty_u16=30000)\nsleep_ms(100)",
    ],
)
def test_nothing_is_said_beside_a_picture_with_changes(lit: Cells, cell: str) -> None:
    assert lit.run(cell).status == "ok"
    assert lit.text == ""
    assert lit.kinds == ["Display"]


def test_pwm_that_goes_on_is_a_change(lit: Cells) -> None:
    lit.run("p = PWM(led, freq=100, duty_u16=30000)")
    lit.run("sleep_ms(100)")
    assert lit.run("%trace led1").status == "ok"
    assert lit.text == ""
