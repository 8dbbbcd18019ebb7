"""Remembers the programs of a notebook's cells, so that a check can run them on a fresh board.

Each cell counts once, with the text that it had last, in the order in which the cells ran first:
that is what "Restart and run all" would do, and what the grader does.
"""

from __future__ import annotations

from dataclasses import dataclass

from coursekit.session.cells import Cell, MagicCall

_STIMULUS = "at"


@dataclass
class Replay:
    """A cell to run again.

    endless: it did not end by itself, so it gets little time. too_early: it asked for a name that
    another cell had yet to define.
    """

    text: str
    endless: bool = False
    too_early: bool = False


class History:
    """The programs of a session's cells since it was started."""

    def __init__(self) -> None:
        self._cells: dict[str, Replay] = {}

    def add(self, cell: Cell, cell_id: str | None) -> Replay:
        """Remember a program that is about to run. Cells without an id are told by their text."""
        text = _replayed(cell)
        replay = Replay(text)
        key = text if cell_id is None else cell_id
        if key in self._cells and self._cells[key].too_early:
            del self._cells[key]  # its place is now, after what it needs
        self._cells[key] = replay
        return replay

    def forget(self, cell_id: str) -> None:
        """What this cell was before does not count: as it is now it runs nothing on the board."""
        self._cells.pop(cell_id, None)

    def clear(self) -> None:
        """Forget them: the notebook starts over."""
        self._cells.clear()

    def cells(self) -> list[Replay]:
        """What is to be run again, in its order."""
        return list(self._cells.values())


def _replayed(cell: Cell) -> str:
    """The cell as it was, but of its %-commands only those that do something on the bench."""
    lines = cell.code.split("\n")
    for call in cell.magics:
        if call.name == _STIMULUS and not call.asks_help:
            lines[call.line - 1] = _line(call)
    return "\n".join(lines)


def _line(call: MagicCall) -> str:
    return f"%{call.name} {call.arguments}"
