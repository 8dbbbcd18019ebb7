"""The virtual board: a real MicroPython in a process, wired to the simulated bench."""

from coursekit.boards.virtual.board import VirtualBoard
from coursekit.boards.virtual.limits import Limits

__all__ = ["Limits", "VirtualBoard"]
