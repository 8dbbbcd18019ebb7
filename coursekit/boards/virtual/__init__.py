"""The virtual board: a real MicroPython in a process, wired to the simulated bench."""

from coursekit.boards.virtual.board import VirtualBoard

__all__ = ["VirtualBoard"]
