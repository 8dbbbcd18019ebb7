"""What holds for every tracked file: clean notebooks, nothing left undone, no private path."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
# Spelled so that this file does not find itself.
UNDONE = re.compile(r"\b(TO" + r"DO|FIX" + r"ME)\b")
PRIVATE_PATH = re.compile(r"(?<![\w.])/(home|Users|root|work|mnt)" + r"/[\w.-]+")
# What a stub in an assignment shows to students is meant to be undone.
MAY_BE_UNDONE = ("exercises/", "solutions/")


def tracked(pattern: str = "*") -> list[Path]:
    """Tracked files that exist; without git (an unpacked archive), all that are not hidden."""
    try:
        listing = subprocess.run(
            ["git", "ls-files", "-z", pattern], cwd=ROOT, capture_output=True, text=True, check=True
        )
    except (OSError, subprocess.CalledProcessError):
        paths = [path for path in ROOT.rglob(pattern) if path.is_file()]
        return [p for p in paths if not any(q[0] == "." for q in p.relative_to(ROOT).parts)]
    return [path for name in listing.stdout.split("\0") if name and (path := ROOT / name).is_file()]


def text_files() -> list[tuple[str, str]]:
    """Name and text of each tracked file that is text and written by hand."""
    found = []
    for path in tracked():
        name = path.relative_to(ROOT).as_posix()
        try:
            found.append((name, path.read_text(encoding="utf-8")))
        except UnicodeDecodeError:
            continue  # a picture
    return found


NOTEBOOKS = tracked("*.ipynb")


def test_there_are_files_to_look_at() -> None:
    assert "course.py" in {name for name, _ in text_files()}


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: str(path.relative_to(ROOT)))
def test_notebook_is_committed_clean(path: Path) -> None:
    notebook = json.loads(path.read_text(encoding="utf-8"))
    assert (notebook["nbformat"], notebook["nbformat_minor"]) >= (4, 5), "cells have no ids"
    ids = [cell["id"] for cell in notebook["cells"]]
    assert len(set(ids)) == len(ids)
    code = [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]
    assert [cell["id"] for cell in code if cell["outputs"]] == []
    assert [cell["id"] for cell in code if cell["execution_count"] is not None] == []


def test_nothing_is_left_undone() -> None:
    undone = [
        name
        for name, text in text_files()
        if UNDONE.search(text) and not name.startswith(MAY_BE_UNDONE)
    ]
    assert undone == []


def test_no_path_of_somebodys_machine() -> None:
    found = {name: match[0] for name, text in text_files() if (match := PRIVATE_PATH.search(text))}
    assert found == {}


def test_readme_shows_the_two_commands() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    for verb in ("lab", "test"):
        assert re.search(rf"^\s*python3 course\.py {verb}\b", readme, re.MULTILINE), verb


def test_license_is_mit() -> None:
    assert (ROOT / "LICENSE").read_text(encoding="utf-8").startswith("MIT License\n")
