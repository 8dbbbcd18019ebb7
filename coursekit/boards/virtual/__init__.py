"""The virtual board: a real MicroPython in a process, wired to the simulated bench.

Both names are loaded when somebody asks for them: a kernel that starts has the process of the
boards (`zygote.py`) started first, which gets ready while the bench is loaded.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

__all__ = ["Limits", "VirtualBoard"]

if TYPE_CHECKING:
    from coursekit.boards.virtual.board import VirtualBoard
    from coursekit.boards.virtual.limits import Limits
else:

    def __getattr__(name: str) -> object:
        if name == "VirtualBoard":
            from coursekit.boards.virtual.board import VirtualBoard as found
        elif name == "Limits":
            from coursekit.boards.virtual.limits import Limits as found
        else:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        globals()[name] = found
        return found
