"""The whole folder is a link to that of an honest student. Links are not followed."""

from __future__ import annotations

from pathlib import Path

from tests.hostile.making import Release, blank, written

EXPECTED: dict[str, float] = {}


def make(release: Release) -> bytes:
    return written(blank(release))


def place(folder: Path, notebook: bytes) -> None:
    folder.rmdir()
    folder.symlink_to(folder.parents[1] / "honest" / "small", target_is_directory=True)
