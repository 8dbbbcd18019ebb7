"""Lets go of a real board so that whoever comes next finds it fresh and at its prompt.

A kernel may end while a program runs or the cable is out: this takes four seconds at most.
"""

from __future__ import annotations

import contextlib
import threading

from coursekit.boards.errors import BoardError
from coursekit.boards.repl import RawRepl
from coursekit.interruption import uninterrupted

_POLITE_S = 3.0  # for what runs to end and the board to restart; closing may take another second
_NAG_S = 0.7


@uninterrupted
def leave(repl: RawRepl, reset: bool) -> None:
    """Stop what runs, restart MicroPython if `reset`, and close. From any thread, more than once.

    The restart runs boot.py and not main.py. A board that does not react in time is left as it is.
    """
    over = threading.Event()
    # In threads of their own: a write to a board that hangs would take longer.
    with contextlib.suppress(RuntimeError):  # no thread can start while the interpreter ends
        for target in (_nag, _tidy):
            thread = threading.Thread(target=target, args=(repl, reset, over), daemon=True)
            thread.start()
        over.wait(_POLITE_S)
        over.set()
    repl.close()


def _nag(repl: RawRepl, reset: bool, over: threading.Event) -> None:
    """Interrupt the program until it has ended: it may catch the first KeyboardInterrupt."""
    with contextlib.suppress(BoardError):
        while not over.is_set():
            repl.interrupt()
            over.wait(_NAG_S)


def _tidy(repl: RawRepl, reset: bool, over: threading.Event) -> None:
    """Wait for the end of the program, then do the rest."""
    try:
        with contextlib.suppress(BoardError):
            if reset:
                repl.soft_reset(_POLITE_S)
            else:
                repl.enter(_POLITE_S)
    finally:
        over.set()
