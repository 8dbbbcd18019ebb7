"""The notebook is a named pipe: who opens it waits for ever."""

from __future__ import annotations

import os
from pathlib import Path

from tests.hostile.making import Release, blank, written

EXPECTED: dict[str, float] = {}


def make(release: Release) -> bytes:
    return written(blank(release))


def place(folder: Path, notebook: bytes) -> None:
    os.mkfifo(folder / "small.ipynb")
