"""Every check runs, and one that fails makes the whole fail."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from coursekit.bootstrap.checks import run_steps


def _exit(status: int) -> list[str]:
    return [sys.executable, "-c", f"raise SystemExit({status})"]


def test_all_steps_run_and_failures_are_summed_up(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    marker = tmp_path / "ran"
    last = [sys.executable, "-c", f"open({str(marker)!r}, 'w')"]
    steps = {"first": _exit(0), "second": _exit(3), "third": last}
    assert run_steps(steps, tmp_path, dict(os.environ)) == 1
    assert marker.exists()
    printed = capfd.readouterr().out
    assert "FAILED (exit status 3)" in printed
    assert printed.endswith("Not good yet: second.\n")


def test_success_is_zero(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert run_steps({"first": _exit(0)}, tmp_path, dict(os.environ)) == 0
    assert capfd.readouterr().out.endswith("All good.\n")
