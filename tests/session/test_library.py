"""An answer may import the course's drivers where its check says so."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from coursekit.session import library
from tests.session.conftest import Cells

ANSWER = """
from machine import I2C
from lm75 import LM75
from time import sleep_ms
def warm(limit_c):
    sleep_ms(200)  # the chip converts ten times a second
    return LM75(I2C(0, freq=400_000)).temperature() > limit_c
"""
CHECK = """%%check warm --library
bench.lm1.set(temperature_c=31.5)
expect(board.call("warm", 30)).equals(True)
expect(board.call("warm", 32)).equals(False)
"""


def test_a_check_finds_the_library_without_a_sync(cells: Cells, tmp_path: Path) -> None:
    wires = {"VCC": "3V3", "GND": "GND.1", "A0": "GND.1", "A1": "GND.1", "A2": "GND.1"}
    ends = [[f"lm1:{a}", f"pico:{b}", "", []] for a, b in wires.items()]
    ends += [[f"lm1:{a}", f"pico:{b}", "", []] for a, b in (("SDA", "GP4"), ("SCL", "GP5"))]
    diagram = {
        "version": 1,
        "parts": [
            {"id": "pico", "type": "board-pi-pico-w"},
            {"id": "lm1", "type": "coursekit-lm75"},
        ],
        "connections": ends,
    }
    (tmp_path / "diagram.json").write_text(json.dumps(diagram), encoding="utf-8")
    assert cells.error(ANSWER).name == "ImportError"  # the student's own board has no such file
    result = cells.run(CHECK)
    assert result.verdict is not None
    assert (result.verdict.met, result.verdict.total) == (2, 2)
    result = cells.run(CHECK.replace(" --library", ""))
    assert result.verdict is not None
    assert (result.verdict.met, result.verdict.total) == (0, 2)


def test_another_option_is_refused(cells: Cells) -> None:
    assert (
        "%%check blink --library" in cells.error("%%check warm --all\nexpect(1).equals(1)").message
    )


def test_what_a_grade_depends_on_has_another_digest(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(library, "COURSE", tmp_path)
    assert library.library_digest() == ""
    (tmp_path / library.NAME).mkdir()
    seen = set()
    for text in ("x = 1", "x = 2"):
        (tmp_path / library.NAME / "one.py").write_text(text)
        seen.add(library.library_digest())
    assert len(seen) == 2
    assert "" not in seen
