"""Runs the linter, the formatter's check, the type checker and the tests, and sums up.

All of them run even when one fails: a person wants the whole list.
"""

from __future__ import annotations

import subprocess
import time
from pathlib import Path

from .environment import Environment


def run_checks(environment: Environment, pytest_arguments: list[str]) -> int:
    """0 when everything passed, else 1. `pytest_arguments` replace the whole suite on two cores."""
    python = str(environment.python)
    suite = pytest_arguments or ["-n", "2", "--dist", "loadfile"]
    steps = {
        "ruff check": [python, "-m", "ruff", "check", "."],
        "ruff format": [python, "-m", "ruff", "format", "--check", "."],
        "mypy": [python, "-m", "mypy"],
        "pytest": [python, "-m", "pytest", *suite],
    }
    return run_steps(steps, environment.root, environment.variables())


def run_steps(steps: dict[str, list[str]], root: Path, variables: dict[str, str]) -> int:
    """Runs each command, by name, then prints the summary. 0 when all gave 0, else 1."""
    summary = []
    for name, arguments in steps.items():
        print(f"\n== {name}", flush=True)
        started_s = time.monotonic()
        status = subprocess.run(arguments, cwd=root, env=variables, check=False).returncode
        summary.append((name, status, time.monotonic() - started_s))
    print("\n== summary")
    for name, status, duration_s in summary:
        verdict = "ok" if status == 0 else f"FAILED (exit status {status})"
        print(f"{name:<12} {duration_s:6.1f} s  {verdict}")
    failed = [name for name, status, _ in summary if status != 0]
    print(f"Not good yet: {', '.join(failed)}." if failed else "All good.", flush=True)
    return 1 if failed else 0
