"""The stock MicroPython kernel, `jupyter_micropython_kernel`, which ours extends.

Programs and configuration that name or look for that class find ours. Nothing of what it does is
kept, because it blocks the event loop and takes the end of a program on trust: each of its names
is replaced, here and in `kernel.py`, and a test says so when a new release has another one.
"""

from __future__ import annotations

import logging
import warnings
from typing import Any

from coursekit.session.outputs import Clear, Emit, Stream

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # of its escapes in strings, on newer Pythons
    from jupyter_micropython_kernel.kernel import (  # type: ignore[import-untyped]
        MicroPythonKernel as StockKernel,
    )
logging.getLogger("jupyter_micropython_kernel.kernel").setLevel(logging.NOTSET)  # it sets INFO

__all__ = ["MendedKernel", "StockKernel"]

_SYSTEM = 34
"""The ANSI colour (blue) in which the stock kernel says something itself."""


class MendedKernel(StockKernel):  # type: ignore[misc]
    """The stock kernel without its own connection, which would want the port for itself."""

    shown_now: Emit | None = None
    """Where outputs of the running cell go; None when no cell runs."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        del self.dc

    def sres(
        self,
        output: str,
        asciigraphicscode: int | None = None,
        n04count: int = 0,
        clear_output: bool = False,
    ) -> None:
        """Print into the running cell, in an ANSI colour; n04count: not 0 is standard error."""
        emit = self.shown_now
        if emit is None:
            return
        if clear_output:
            emit(Clear(wait=True))
        if asciigraphicscode:
            output = f"\x1b[{asciigraphicscode}m{output}\x1b[0m"
        emit(Stream("stderr" if n04count else "stdout", output))

    def sresSYS(self, output: str, clear_output: bool = False) -> None:
        """Print into the running cell what the kernel itself has to say."""
        self.sres(output, asciigraphicscode=_SYSTEM, clear_output=clear_output)

    def sendcommand(self, cellcontents: str) -> None:
        """Not used: the session runs cells."""
        raise NotImplementedError(_SESSION)

    def runnormalcell(self, cellcontents: str, bsuppressendcode: bool) -> None:
        """Not used: the session runs programs."""
        raise NotImplementedError(_SESSION)

    def interpretpercentline(self, percentline: str, cellcontents: str) -> None:
        """Not used: the session carries out %-commands."""
        raise NotImplementedError(_SESSION)


_SESSION = "Cells run in the kernel's session: use kernel.cells.run."
