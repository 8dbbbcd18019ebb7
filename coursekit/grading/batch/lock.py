"""Keeps two batches of one course apart.

An operating system lock: it goes with its process however that ends, so the file may stay behind.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from coursekit.bootstrap.once import try_lock

from .errors import AlreadyRunning, BatchError

NAME = ".coursekit-grade.lock"

_FAR_BEHIND_THE_TEXT = 1_000_000  # which the others have to be able to read


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
        if not try_lock(file.fileno(), _FAR_BEHIND_THE_TEXT):
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
