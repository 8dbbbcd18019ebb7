"""Lets one set-up at a time work on a folder; a second one waits, then finds the work done.

An operating system lock, because it goes away with its process, however that ends.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def one_at_a_time(path: Path, on_wait: Callable[[], None]) -> Iterator[None]:
    """Holds the lock on the file `path`, which is made and stays; `on_wait` is told of a wait."""
    with open(path, "a+b") as file:
        if not try_lock(file.fileno()):
            on_wait()
            while not try_lock(file.fileno()):
                time.sleep(0.2)
        yield  # closing the file gives the lock back


def try_lock(descriptor: int, byte: int = 0) -> bool:
    """Lock an open file; False when another process has it. Closing the file gives it back.

    byte: which one Windows locks, where a locked byte cannot be read by the others.
    """
    try:
        if os.name == "nt":
            import msvcrt

            os.lseek(descriptor, byte, os.SEEK_SET)
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined,unused-ignore]
        else:
            import fcntl

            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError):
        return False
    return True
