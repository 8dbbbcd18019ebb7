"""`coursekit doctor`: it says what works, and never that something is enforced when it is not."""

from __future__ import annotations

import pytest

from coursekit import cli
from coursekit.boards.virtual import sandbox
from coursekit.boards.virtual.sandbox import Fence, SandboxSupport


def told(capsys: pytest.CaptureFixture[str]) -> dict[str, str]:
    """The lines of its output: for each thing its state and the details."""
    lines = (line.split(": ", 1) for line in capsys.readouterr().out.splitlines())
    return {what[4:]: f"{what[:2]} {detail}" for what, detail in lines}


def test_all_is_well(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    support = SandboxSupport((Fence("network", True, "seccomp"),))
    monkeypatch.setattr(sandbox, "support", lambda: support)
    assert cli.main(["doctor"]) == 0
    lines = told(capsys)
    assert lines["virtual board"].startswith("ok MicroPython ")
    assert lines["sandbox, network"] == "ok cut off or limited by seccomp"
    assert lines["grading"].startswith("ok ")


def test_what_is_not_enforced(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    fences = (Fence("memory", True, "resource limits"), Fence("network", False, "no seccomp (why)"))
    monkeypatch.setattr(sandbox, "support", lambda: SandboxSupport(fences))
    assert cli.main(["doctor"]) == 0
    lines = told(capsys)
    assert lines["sandbox, network"] == "-- NOT enforced: no seccomp (why)"
    assert "refuses unless you insist" in lines["grading"]


def test_no_virtual_board(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COURSEKIT_MICROPYTHON", "/nowhere/micropython")
    assert cli.main(["doctor"]) == 1
    assert "no program /nowhere/micropython" in told(capsys)["virtual board"]


def test_it_is_what_this_machine_says(capsys: pytest.CaptureFixture[str]) -> None:
    cli.main(["doctor"])
    enforced = told(capsys)["grading"].startswith("ok")
    assert enforced == sandbox.support().complete
