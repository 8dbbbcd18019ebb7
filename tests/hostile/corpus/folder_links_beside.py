"""Links to the gradebook, to the root of the file system and to an endless device beside the
notebook. They are not followed, and not copied for the feedback.
"""

from __future__ import annotations

from pathlib import Path

from tests.hostile.making import ALL, Release, answered

EXPECTED: dict[str, float] = ALL


def make(release: Release) -> bytes:
    return answered(release)


def place(folder: Path, notebook: bytes) -> None:
    (folder / "small.ipynb").write_bytes(notebook)

    (folder / "grades.txt").symlink_to(folder.parents[2] / "gradebook.db")
    (folder / "everything").symlink_to("/", target_is_directory=True)
    (folder / "zero").symlink_to("/dev/zero")
    (folder / "itself").symlink_to("itself")
