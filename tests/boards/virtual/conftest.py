"""Fixtures: virtual boards, and a bench with the LED and the button that most tests want."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing

import pytest

from coursekit.bench import Diagram
from coursekit.boards.virtual import VirtualBoard

WIRING = {
    "version": 1,
    "parts": [
        {"id": "pico", "type": "board-pi-pico-w"},
        {"id": "led1", "type": "wokwi-led", "attrs": {"color": "red"}},
        {"id": "r1", "type": "wokwi-resistor", "attrs": {"value": "330"}},
        {"id": "btn1", "type": "wokwi-pushbutton", "attrs": {"bounce": "1"}},
        {"id": "btn2", "type": "wokwi-pushbutton", "attrs": {"bounce": "0"}},
    ],
    "connections": [
        ["pico:GP15", "r1:1", "green", []],
        ["r1:2", "led1:A", "green", []],
        ["led1:C", "pico:GND.1", "black", []],
        ["pico:GP14", "btn1:1.l", "blue", []],
        ["btn1:2.l", "pico:GND.2", "black", []],
        ["pico:GP13", "btn2:1.l", "blue", []],
        ["btn2:2.l", "pico:GND.3", "black", []],
    ],
}


def wired() -> Diagram:
    """A LED on GP15, a bouncing button from GP14 to ground and a clean one from GP13."""
    return Diagram.from_dict(WIRING)


@pytest.fixture
def board() -> Iterator[VirtualBoard]:
    """A board in real time."""
    with closing(VirtualBoard(wired())) as board:
        yield board


@pytest.fixture
def fast() -> Iterator[VirtualBoard]:
    """A board in fast-forward."""
    with closing(VirtualBoard(wired(), fast_forward=True)) as board:
        yield board
