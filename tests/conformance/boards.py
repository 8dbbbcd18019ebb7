"""The two boards that must agree, each freshly switched on, in fast-forward and with one seed."""

from __future__ import annotations

from pathlib import Path

from coursekit.bench import Diagram
from coursekit.boards.emulated import EmulatedBoard
from coursekit.boards.virtual import VirtualBoard

DIAGRAMS = Path(__file__).parent / "diagrams"

_SEED = 0


def diagram(name: str | None) -> Diagram | None:
    """A diagram of this folder; None, a bare board, stays None."""
    return None if name is None else Diagram.load(DIAGRAMS / f"{name}.json")


def open_virtual(name: str | None) -> VirtualBoard:
    """A virtual board on the bench of this diagram."""
    return VirtualBoard(diagram(name), fast_forward=True, seed=_SEED)


def open_emulated(name: str | None) -> EmulatedBoard:
    """An emulated board with real firmware on the same. Raises FirmwareMissing."""
    return EmulatedBoard(diagram(name), fast_forward=True, seed=_SEED)
