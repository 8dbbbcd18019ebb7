"""The modules for the board fit MicroPython's own types, as its stubs describe them."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from coursekit.session.completion.stubs import HOW_TO_GET, find_stubs

ROOT = Path(__file__).parents[2]
MODULES = sorted((ROOT / "device_lib").glob("*.py"))


def test_types(tmp_path: Path) -> None:
    stubs = find_stubs("rp2")
    if stubs is None:
        assert not os.environ.get("CI"), HOW_TO_GET
        pytest.skip(f"no stubs of MicroPython: {HOW_TO_GET}")
    settings = tmp_path / "mypy.ini"
    settings.write_text("[mypy]\nstrict = true\n")
    command = [
        *(sys.executable, "-m", "mypy", "--config-file", str(settings)),
        *("--custom-typeshed-dir", str(stubs.shared), "--cache-dir", str(tmp_path / "cache")),
        *map(str, MODULES),
    ]
    variables = {**os.environ, "MYPYPATH": str(stubs.folder)}
    done = subprocess.run(command, cwd=tmp_path, env=variables, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    assert f"no issues found in {len(MODULES)} source files" in done.stdout
