"""Keeps two batches of one course apart.

An operating system lock: it goes with its process however that ends, so the file may stay behind.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from .errors import AlreadyRunning, BatchError

NAME = ".coursekit-grade.lock"


@contextmanager
def only_batch(root: Path) -> Iterator[None]:
    """Holds the course's lock. Raises AlreadyRunning, naming the process, when another has it."""
    path = root / NAME
    try:
        file = open(path, "a+", encoding="utf-8")  # noqa: SIM115 (closed below)
    except OSError as error:
        raise BatchError(
            f"{path} could not be written ({error.strerror}): run the command in the course's "
            "folder, as somebody who may write there."
        ) from error
    with file:
        if not _try_lock(file.fileno()):
            file.seek(0)
            process = file.read().strip() or "unknown"
            raise AlreadyRunning(
                f"Another batch grades this course (process {process}). Wait for its end, or end "
                "it with Ctrl-C: nothing it has done is lost."
            )
        file.truncate(0)
        file.write(str(os.getpid()))
        file.flush()
        yield


def _try_lock(descriptor: int) -> bool:
    try:
        if os.name == "nt":
            import msvcrt

            # Far behind the text, which the others have to be able to read.
            os.lseek(descriptor, 1_000_000, os.SEEK_SET)
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined,unused-ignore]
        else:
            import fcntl

            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError):
        return False
    return True
