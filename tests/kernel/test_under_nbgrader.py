"""A kernel that nbgrader itself starts: while it grades, cells run nothing on the computer."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.kernel.conftest import Notebook, start

ON_THE_COMPUTER = ["%%host\n1", "%%check blink\nexpect(1).equals(1)", "%connect virtual"]


@pytest.fixture(scope="module")
def grading(tmp_path_factory: pytest.TempPathFactory, kernelspec: Path) -> Iterator[Notebook]:
    """A kernel as `nbgrader autograde` starts it."""
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("NBGRADER_EXECUTION", "autograde")
        running = start(tmp_path_factory.mktemp("graded"), kernelspec, environment)
        yield running
        running.client.stop_channels()
        running.manager.shutdown_kernel(now=True)


@pytest.mark.parametrize("cell", ON_THE_COMPUTER)
def test_what_runs_on_the_computer_is_refused(grading: Notebook, cell: str) -> None:
    reply, outputs = grading.run(cell, allow_stdin=False)
    assert reply["status"] == "error"
    assert "nbgrader_config.py" in reply["evalue"]
    assert outputs[-1]["msg_type"] == "error"


def test_a_person_is_not_graded(grading: Notebook) -> None:
    """nbgrader leaves its variable in JupyterLab's environment when a grading fails there."""
    assert grading.run("%%host\n40 + 2")[1][-1]["content"]["data"]["text/plain"] == "42"


def test_programs_run_on_the_board(grading: Notebook) -> None:
    assert grading.printed("print(6 * 7)").endswith("42\n")


def test_validate_runs_everything(
    tmp_path: Path, kernelspec: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NBGRADER_EXECUTION", "validate")
    monkeypatch.setenv("NBGRADER_VALIDATING", "1")
    running = start(tmp_path, kernelspec, monkeypatch)
    try:
        assert running.run("%%host\n40 + 2")[1][-1]["content"]["data"]["text/plain"] == "42"
        assert running.run("%%check sums\nexpect(1).equals(1)")[0]["status"] == "ok"
    finally:
        running.client.stop_channels()
        running.manager.shutdown_kernel(now=True)
