"""Stops Python code that runs on this computer in a thread of its own, without tearing the kit.

CPython can raise an exception in another thread, but does so between any two steps of whatever
runs there. A lock stays taken then, or half a message is read. Code that must not be torn is marked
`uninterrupted`: an interruption waits for its end. Threads that nobody interrupts pay a look into
a dictionary.
"""

from __future__ import annotations

import ctypes
import functools
import threading
import time
from collections.abc import Callable
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")

_runs: dict[int, Interruptible] = {}  # by thread
_sleeping = threading.Lock()
_usual_sleep = time.sleep


class Interruptible:
    """A run of somebody's code in the thread that enters it: `with`, once.

    `interrupt` raises KeyboardInterrupt in it, from any thread, also in `time.sleep`. None arrives
    after the end.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._whole = 1  # how deep the thread is in code that is not torn; also before and after
        self._due = threading.Event()
        self._thread = 0

    def __enter__(self) -> Interruptible:
        self._thread = threading.get_ident()
        with _sleeping:
            _runs[self._thread] = self
            _replace_sleep()
        self._whole = 0
        return self

    def __exit__(self, *exc: object) -> None:
        self.end()

    def end(self) -> None:
        """From here on nothing is interrupted. Idempotent."""
        while _runs.get(self._thread) is self:
            try:
                with self._lock:
                    self._whole += 1
                _let_arrive()
                with _sleeping:
                    del _runs[self._thread]
                    if not _runs:
                        time.sleep = _usual_sleep
            except KeyboardInterrupt:
                continue  # it was on its way

    def interrupt(self) -> None:
        """Raise KeyboardInterrupt as soon as the run is in Python code that may be torn."""
        with self._lock:
            if self._whole:
                self._due.set()
            else:
                thread, error = ctypes.c_ulong(self._thread), ctypes.py_object(KeyboardInterrupt)
                ctypes.pythonapi.PyThreadState_SetAsyncExc(thread, error)

    def begin_whole(self) -> None:
        """What follows is not torn; see `WHOLE`."""
        inside = False
        try:
            with self._lock:
                self._whole += 1
                inside = True
            _let_arrive()
        except KeyboardInterrupt:
            if inside:
                self._whole -= 1
            raise

    def end_whole(self) -> None:
        """Raises the KeyboardInterrupt that had to wait."""
        with self._lock:
            self._whole -= 1
            due = not self._whole and self._due.is_set()
        if due:
            self._due.clear()
            raise KeyboardInterrupt

    def pause(self, seconds: float) -> None:
        """Sleep in this run, until it is interrupted."""
        with WHOLE:
            self._due.wait(seconds)


def _replace_sleep() -> None:
    global _usual_sleep
    if time.sleep is not _sleep:
        _usual_sleep = time.sleep
        time.sleep = _sleep  # type: ignore[assignment]


def _sleep(seconds: float) -> None:
    """`time.sleep` while there are runs."""
    run = _runs.get(threading.get_ident())
    if run is None or not 0 < seconds < threading.TIMEOUT_MAX:
        _usual_sleep(seconds)
    else:
        run.pause(seconds)


class _Whole:
    """`with WHOLE:` lets an interruption of this thread wait until the block has ended."""

    def __enter__(self) -> None:
        run = _runs.get(threading.get_ident())
        if run is not None:
            run.begin_whole()

    def __exit__(self, *exc: object) -> None:
        run = _runs.get(threading.get_ident())
        if run is not None:
            run.end_whole()


WHOLE = _Whole()


def uninterrupted(action: Callable[P, R]) -> Callable[P, R]:
    """`action`, as a whole: an interruption of the thread waits until it has ended."""

    @functools.wraps(action)
    def whole(*args: P.args, **kwargs: P.kwargs) -> R:
        with WHOLE:
            return action(*args, **kwargs)

    return whole


class WholeLock:
    """A re-entrant lock whose holder is not torn."""

    def __init__(self) -> None:
        self._lock = threading.RLock()

    def __enter__(self) -> None:
        self.acquire()

    def __exit__(self, *exc: object) -> None:
        self.release()

    def acquire(self) -> None:
        """Wait for the lock."""
        WHOLE.__enter__()
        self._lock.acquire()

    def release(self) -> None:
        """Give the lock back, once for each `acquire`."""
        self._lock.release()
        WHOLE.__exit__()


def _let_arrive() -> None:
    """Take a KeyboardInterrupt that is on its way to this thread now, not anywhere later.

    Not by taking it back: CPython 3.11 would look for it from then on, at each jump, for ever.
    """
    for _ in range(8):
        pass
