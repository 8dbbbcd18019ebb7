"""Lets go of a real board so that whoever comes next finds it fresh and at its prompt.

A kernel may end while a program runs or the cable is out: this takes four seconds at most.
"""

from __future__ import annotations

import contextlib
import threading
import time

from coursekit.boards.errors import BoardError, BoardTimeout
from coursekit.boards.repl import RawRepl

_STOP_S = 2.0  # for what runs to end
_TRY_S = 0.7
_POLITE_S = 3.0  # for all of it; closing the port may take another second


def leave(repl: RawRepl, reset: bool) -> None:
    """Stop what runs, restart MicroPython if `reset`, and close. From any thread, more than once.

    The restart runs boot.py and not main.py. A board that does not react in time is left as it is.
    """
    # In a thread of its own: a write to a board that hangs would take longer.
    polite = threading.Thread(target=_stop, args=(repl, reset), name="leave", daemon=True)
    with contextlib.suppress(RuntimeError):  # no thread can start while the interpreter ends
        polite.start()
        polite.join(_POLITE_S)
    repl.close()


def _stop(repl: RawRepl, reset: bool) -> None:
    begin = time.monotonic()
    with contextlib.suppress(BoardError):
        while True:
            repl.interrupt()
            try:
                repl.enter(_TRY_S)
                break
            except BoardTimeout:
                if time.monotonic() - begin > _STOP_S:
                    raise
        if reset:
            repl.soft_reset(_POLITE_S)
