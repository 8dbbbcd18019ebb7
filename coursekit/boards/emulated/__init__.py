"""The emulated board: unmodified firmware in an emulator of the RP2040, on the simulated bench.

Loaded when somebody asks for it: whoever only looks for firmware need not load an emulator.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

__all__ = ["EmulatedBoard"]

if TYPE_CHECKING:
    from coursekit.boards.emulated.board import EmulatedBoard
else:

    def __getattr__(name: str) -> object:
        if name != "EmulatedBoard":
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        from coursekit.boards.emulated.board import EmulatedBoard

        return EmulatedBoard
