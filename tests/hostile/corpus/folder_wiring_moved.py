"""A wiring of the student's own, with the LED on another pin, on which the answer blinks. The
wiring is the instructor's.
"""

from __future__ import annotations

import json
from pathlib import Path

from tests.hostile.assignment import HONEST
from tests.hostile.making import Release, all_but, answered

EXPECTED: dict[str, float] = all_but("blink")


def make(release: Release) -> bytes:
    return answered(release, blink=HONEST["blink"].replace("15", "2"))


def place(folder: Path, notebook: bytes) -> None:
    (folder / "small.ipynb").write_bytes(notebook)

    wiring = {
        "version": 1,
        "parts": [
            {"type": "board-pi-pico-w", "id": "pico"},
            {"type": "wokwi-led", "id": "led1"},
        ],
        "connections": [["led1:A", "pico:GP2", "red", []], ["led1:C", "pico:GND.3", "black", []]],
    }
    (folder / "diagram.json").write_text(json.dumps(wiring))
