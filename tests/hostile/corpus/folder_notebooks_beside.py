"""Other notebooks, one of them in Jupyter's folder of checkpoints and none of them valid. The
one that was asked for counts.
"""

from __future__ import annotations

from pathlib import Path

from tests.hostile.making import ALL, Release, answered

EXPECTED: dict[str, float] = ALL


def make(release: Release) -> bytes:
    return answered(release)


def place(folder: Path, notebook: bytes) -> None:
    (folder / "small.ipynb").write_bytes(notebook)

    (folder / "other.ipynb").write_bytes(b"{")
    (folder / "small (1).ipynb").write_bytes(notebook)
    (folder / ".ipynb_checkpoints").mkdir()
    (folder / ".ipynb_checkpoints" / "small-checkpoint.ipynb").write_bytes(b"")
