"""`coursekit doctor`: its lines, its document, its exit status, and a run on this very computer."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator

import pytest

from coursekit import cli
from coursekit.boards.virtual import sandbox
from coursekit.boards.virtual.sandbox import Fence, SandboxSupport
from coursekit.doctor import BROKEN, LACKING, OK, Finding, environment, examine, jupyter

LINE = re.compile(r"(ok|--|!!)  [^:]+: .+")


def told(capsys: pytest.CaptureFixture[str]) -> dict[str, str]:
    """The lines of its output: for each thing its state and the details."""
    lines = (line.split(": ", 1) for line in capsys.readouterr().out.splitlines())
    return {what[4:]: f"{what[:2]} {detail}" for what, detail in lines}


@pytest.fixture(autouse=True)
def healthy(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever is wrong with the computer that runs the tests is not meant here."""
    support = SandboxSupport((Fence("network", True, "seccomp"),))
    monkeypatch.setattr(sandbox, "support", lambda: support)
    monkeypatch.setattr("coursekit.doctor.boards.find_ports", lambda: [])
    for area in (environment, jupyter):
        monkeypatch.setattr(area, "examine", lambda: iter([Finding(OK, "all", "is well")]))


def test_all_is_well(capsys: pytest.CaptureFixture[str]) -> None:
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
    assert "refuses unless you insist -> grade on a Linux" in lines["grading"]


def test_no_virtual_board(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COURSEKIT_MICROPYTHON", "/nowhere/micropython")
    assert cli.main(["doctor"]) == 1
    assert "no program /nowhere/micropython" in told(capsys)["virtual board"]


def test_the_document(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    wrong = Finding(BROKEN, "kernel", "not registered", "register it")
    monkeypatch.setattr(jupyter, "examine", lambda: iter([wrong]))
    assert cli.main(["doctor", "--json"]) == 1
    document = json.loads(capsys.readouterr().out)
    assert document["ok"] is False
    rows = {row["what"]: row for row in document["findings"]}
    assert rows["kernel"] == {
        "state": "broken",
        "what": "kernel",
        "detail": "not registered",
        "fix": "register it",
    }
    assert rows["virtual board"]["state"] == "ok"


def test_a_line_appears_as_soon_as_it_is_known(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    seen_before = []

    def slow() -> Iterator[Finding]:
        seen_before.append(capsys.readouterr().out)
        yield Finding(OK, "slow", "done")

    monkeypatch.setattr(jupyter, "examine", slow)
    assert cli.main(["doctor"]) == 0
    assert seen_before == ["ok  all: is well\n"]


def test_an_area_that_fails_does_not_hide_the_others(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails() -> Iterator[Finding]:
        raise RuntimeError("why")

    monkeypatch.setattr(environment, "examine", fails)
    assert cli.main(["doctor"]) == 1
    lines = told(capsys)
    assert lines["Python"] == "!! could not be looked at: RuntimeError: why"
    assert lines["grading"].startswith("ok ")


def test_a_finding_is_one_line() -> None:
    fix = "Make a rule:\n  first command\nsecond command"
    finding = Finding(LACKING, "board", "two\nlines", fix)
    assert finding.line() == "--  board: two lines -> Make a rule: first command ; second command"


def test_examine_asks_for_every_port_only_if_told(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[bool] = []

    def plugged_in(every_port: bool) -> Iterator[Finding]:
        asked.append(every_port)
        return iter([])

    monkeypatch.setattr("coursekit.doctor.boards.plugged_in", plugged_in)
    assert list(examine(every_port=False))
    assert list(examine(every_port=True))
    assert asked == [False, True]


def test_this_computer() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "coursekit.cli", "doctor"],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=300,
    )
    lines = done.stdout.splitlines()
    assert [line for line in lines if not LINE.fullmatch(line)] == []
    assert done.returncode == int(any(line.startswith("!!") for line in lines)), done.stdout
    assert done.stderr == ""
    names = {line[4:].split(":")[0] for line in lines}
    assert {"Python", "packages", "JupyterLab", "kernel", "virtual board", "grading"} <= names
