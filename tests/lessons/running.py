"""A lesson's notebook, run once from top to bottom in fast-forward, for tests of what it says.

In fast-forward, so that the facts do not depend on how busy the machine is; on the virtual board,
and on real firmware in an emulator, which has to show what the text says as well.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from coursekit.bench import Bench, Channel, Diagram, Pulse
from coursekit.bench.buses.transaction import Transaction
from coursekit.boards import Board
from coursekit.boards.emulated import EmulatedBoard
from coursekit.boards.virtual import VirtualBoard
from coursekit.session import Display, Error, Output, Result, Session, Stream
from tests.boards.emulated.firmware_for_tests import needed_firmware

LESSONS = Path(__file__).parents[2] / "lessons"
PAUSE = "import time; time.sleep_ms(200)"
"""What lies between two cells when a person runs them."""

BOARDS = ("virtual", "emulated")
"""What a lesson is run on."""

PATIENTLY = pytest.mark.timeout(3600)
"""The emulator computes for up to four minutes on a lesson, and a busy computer takes longer."""


@dataclass
class Ran:
    """One cell that ran: what it printed, showed or raised, and when by board time."""

    tags: list[str]
    printed: str = ""
    value: str = ""
    shown: str = ""
    pictures: int = 0
    error: Error | None = None
    window_us: tuple[int, int] = (0, 0)

    def take(self, output: Output) -> None:
        """Keep an output."""
        if isinstance(output, Stream):
            self.printed += output.text
        elif isinstance(output, Error):
            self.error = output
        elif isinstance(output, Display | Result):
            words = str(output.data.get("text/plain", ""))
            if isinstance(output, Result):
                self.value = words
            else:
                self.shown = words
            self.pictures += bool({"image/png", "image/svg+xml"} & {*output.data})

    @property
    def numbers(self) -> list[float]:
        """The decimal numbers in what it printed."""
        return [float(found) for found in re.findall(r"-?\d+(?:\.\d+)?", self.printed)]


@dataclass
class Lesson:
    """A lesson after its run; its cells by their id. on: what it ran on, one of `BOARDS`."""

    on: str
    bench: Bench
    board: Board
    cells: dict[str, Ran] = field(default_factory=dict)

    def __getitem__(self, cell: str) -> Ran:
        return self.cells[cell]

    def failed(self) -> dict[str, str]:
        """The message of each cell that ended in an error."""
        return {name: ran.error.message for name, ran in self.cells.items() if ran.error}

    def may_fail(self) -> set[str]:
        """The cells after which "run all" goes on whatever happens."""
        return {name for name, ran in self.cells.items() if "raises-exception" in ran.tags}

    def channel(self, name: str) -> Channel:
        """A channel of the trace."""
        return self.bench.trace[name]

    def pulses(self, cell: str, name: str, level: int = 1) -> list[Pulse]:
        """The pulses of a channel while a cell ran."""
        return self.channel(name).pulses(*self[cell].window_us, level=level)

    def rises(self, cell: str, name: str) -> list[int]:
        """When a channel went high while a cell ran, in microseconds."""
        edges = self.channel(name).edges(*self[cell].window_us)
        return [edge.t_us for edge in edges if edge.level]

    def transactions(self, cell: str, part: str | None = None) -> list[Transaction]:
        """What went over the I2C bus while a cell ran."""
        chip = None if part is None else self.bench[part]
        return self.bench.transactions(chip, *self[cell].window_us)


def open_board(on: str, diagram: Diagram | None) -> Board:
    """A board of `BOARDS` with these wires, in fast-forward."""
    if on == "virtual":
        return VirtualBoard(diagram, fast_forward=True)
    return EmulatedBoard(diagram, firmware=needed_firmware(), fast_forward=True)


@contextmanager
def run_lesson(name: str, on: str = "virtual") -> Iterator[Lesson]:
    """Run a lesson, as "02_i2c", and give it while its board is still there.

    on: one of `BOARDS`. Skips or fails the test where there is no firmware.
    """

    def connect(target: str | None, diagram: Diagram | None, runtime: str | None = None) -> Board:
        return open_board(on, diagram)

    notebook = LESSONS / name / f"{name}.ipynb"
    session = Session(connect=connect, folder=notebook.parent)
    ran: dict[str, Ran] = {}
    try:
        for cell in json.loads(notebook.read_text(encoding="utf-8"))["cells"]:
            if cell["cell_type"] != "code":
                continue
            here = ran[cell["id"]] = Ran(cell["metadata"].get("tags", []))
            session.run("".join(cell["source"]), here.take)
            here.window_us = session.window_us or (0, 0)
            assert session.board is not None
            session.board.exec(PAUSE)
        board: Any = session.board
        yield Lesson(on, board.bench, board, ran)
    finally:
        session.close()
