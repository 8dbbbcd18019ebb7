"""A board in fast-forward with chips on GP4 and GP5, whose program has a bus of either kind."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import Any

from coursekit.bench import Diagram
from coursekit.boards.virtual import VirtualBoard
from tests.bench.diagrams import data

BUSES = {
    "I2C": "I2C(0, sda=Pin(4), scl=Pin(5), freq=400_000)",
    "SoftI2C": "SoftI2C(sda=Pin(4, pull=Pin.PULL_UP), scl=Pin(5, pull=Pin.PULL_UP), freq=400_000)",
}


@contextmanager
def board_with_bus(
    parts: list[dict[str, Any]], wires: list[str], bus: str
) -> Iterator[VirtualBoard]:
    """The board; its program knows the bus as `i2c`."""
    diagram = Diagram.from_dict(data(parts, wires))
    with closing(VirtualBoard(diagram, fast_forward=True)) as board:
        board.exec("from machine import I2C, Pin, SoftI2C\nimport struct, time")
        board.exec(f"i2c = {BUSES[bus]}")
        yield board


def value_of(board: VirtualBoard, program: str, expression: str) -> Any:
    """What an expression is worth after a program."""
    board.exec(program)
    return board.eval(expression)
