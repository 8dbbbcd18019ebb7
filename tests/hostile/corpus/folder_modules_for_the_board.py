"""A `machine.py` and a `boot.py` beside the notebook, for a board that would load them."""

from __future__ import annotations

from pathlib import Path

from tests.hostile.making import ALL, Release, answered

EXPECTED: dict[str, float] = ALL


def make(release: Release) -> bytes:
    return answered(release)


def place(folder: Path, notebook: bytes) -> None:
    (folder / "small.ipynb").write_bytes(notebook)

    for name in ("machine.py", "boot.py", "main.py", "time.py"):
        (folder / name).write_text("raise SystemExit\n")
