"""An empty folder. It is scored, with nothing."""

from __future__ import annotations

from pathlib import Path

from tests.hostile.making import Release, answered

EXPECTED: dict[str, float] = {}


def make(release: Release) -> bytes:
    return answered(release)


def place(folder: Path, notebook: bytes) -> None:
    assert not list(folder.iterdir())
