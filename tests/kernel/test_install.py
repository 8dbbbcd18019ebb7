"""Registering the kernel: what Jupyter finds afterwards."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

import coursekit
from coursekit.kernel.install import main


def test_the_command_registers_it(tmp_path: Path) -> None:
    root = str(Path(coursekit.__file__).parents[1])
    run = subprocess.run(
        [sys.executable, "-m", "coursekit.kernel", "install", "--prefix", str(tmp_path)],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PYTHONPATH": root},
    )
    folder = tmp_path / "share" / "jupyter" / "kernels" / "micropython"
    assert str(folder) in run.stdout
    spec = json.loads((folder / "kernel.json").read_text(encoding="utf-8"))
    assert spec["display_name"] == "MicroPython"
    assert spec["language"] == "micropython"
    assert spec["interrupt_mode"] == "message"
    assert spec["argv"][0] == sys.executable
    assert {path.name for path in folder.glob("logo-*")} >= {"logo-svg.svg", "logo-64x64.png"}


def test_again_is_no_error(tmp_path: Path) -> None:
    for _ in range(2):
        assert main(["--prefix", str(tmp_path)]) == 0


def test_a_place_that_cannot_be_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "share").write_text("a file", encoding="utf-8")
    assert main(["--prefix", str(tmp_path)]) == 1
    assert "--user" in capsys.readouterr().err


def test_modules_beside_the_notebook_do_not_replace_pythons_own(tmp_path: Path) -> None:
    (tmp_path / "random.py").write_text("raise SystemExit('the wrong random')", encoding="utf-8")
    root = str(Path(coursekit.__file__).parents[1])
    subprocess.run(
        [sys.executable, "-m", "coursekit.kernel", "install", "--prefix", str(tmp_path / "to")],
        check=True,
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": root},
    )
