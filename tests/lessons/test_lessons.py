"""Every lesson there is: what any lesson needs, and a run in the real kernel."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbclient import NotebookClient

from coursekit.bench import Bench, Diagram
from coursekit.boards import Board
from coursekit.boards.virtual.port import VirtualPort
from coursekit.boards.virtual.runtime import find_runtime
from coursekit.kernel.install import install
from coursekit.session import Session

ROOT = Path(__file__).parents[2]
LESSONS = sorted((ROOT / "lessons").glob("*/*.ipynb"))
PROVOKED = "raises-exception"
MAX_LINES = 14
_CELL_S = 120

each_lesson = pytest.mark.parametrize("path", LESSONS, ids=lambda path: path.stem)


def read(path: Path) -> Any:
    """The notebook, as nbformat has it."""
    return nbformat.read(path, as_version=4)  # type: ignore[no-untyped-call]


@pytest.fixture(scope="session")
def jupyter_path(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A folder in which the kernel under test is registered."""
    prefix = tmp_path_factory.mktemp("prefix")
    install(str(prefix))
    return str(prefix / "share" / "jupyter")


def test_there_are_lessons() -> None:
    assert [path.stem for path in LESSONS[:3]] == ["00_welcome", "01_gpio", "02_i2c"]


@each_lesson
def test_a_lesson_is_a_folder_of_its_name(path: Path) -> None:
    assert re.fullmatch(r"\d\d_[a-z][a-z0-9_]*", path.stem)
    assert path.parent.name == path.stem


@each_lesson
def test_the_kernel_is_named(path: Path) -> None:
    metadata = read(path).metadata
    assert metadata.kernelspec.name == "micropython"
    assert metadata.language_info.name == "micropython"


@each_lesson
def test_it_begins_with_aims_minutes_and_the_wiring(path: Path) -> None:
    cells = read(path).cells
    head = cells[0].source
    assert head.startswith("# ")
    assert re.search(r"\bminutes\b", head)
    first_code = next(cell for cell in cells if cell.cell_type == "code")
    assert first_code.source.startswith("%board")


@each_lesson
def test_cells_are_short(path: Path) -> None:
    for cell in read(path).cells:
        if cell.cell_type == "code":
            assert len(cell.source.splitlines()) <= MAX_LINES, cell.id


@each_lesson
def test_predictions_have_folded_answers_and_errors_are_provoked(path: Path) -> None:
    cells = read(path).cells
    folded = [c for c in cells if c.cell_type == "markdown" and "<details" in c.source]
    assert len(folded) >= 3
    for cell in folded:
        assert cell.source.count("<details") == cell.source.count("</details>"), cell.id
        assert "<summary>" in cell.source, cell.id
    assert sum(PROVOKED in c.metadata.get("tags", []) for c in cells) >= 3


@each_lesson
def test_the_wiring_is_sound(path: Path) -> None:
    diagram = Diagram.load(path.with_name("diagram.json"))
    assert Bench(diagram).faults() == []


@each_lesson
def test_it_runs_from_top_to_bottom(
    path: Path, jupyter_path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JUPYTER_PATH", jupyter_path)
    environment = {**os.environ, "COURSEKIT_BOARD": "virtual", "PYTHONPATH": str(ROOT)}
    notebook = read(path)
    client = NotebookClient(
        notebook, timeout=_CELL_S, resources={"metadata": {"path": str(path.parent)}}
    )
    client.execute(env=environment)  # an error in a cell that is not tagged for it ends this
    for cell in notebook.cells:
        if cell.cell_type != "code":
            continue
        errors = [output for output in cell.outputs if output.output_type == "error"]
        provoked = PROVOKED in cell.metadata.get("tags", [])
        assert bool(errors) == provoked, (cell.id, errors)
    first = next(cell for cell in notebook.cells if cell.cell_type == "code")
    assert json.dumps(first.outputs).count("Virtual board: Raspberry Pi Pico W") >= 1
    assert any("image/svg+xml" in output.get("data", {}) for output in first.outputs)


@each_lesson
def test_on_a_board_without_a_bench_only_the_provoked_errors_appear(path: Path) -> None:
    """As on a real board with the parts on it: no picture of its pins, and no hands for %at."""
    bench = Bench(Diagram.load(path.with_name("diagram.json")))

    def connect(target: str | None, diagram: Diagram | None, runtime: str | None = None) -> Board:
        port = VirtualPort(bench, find_runtime(runtime), fast_forward=True)
        return Board(port, kind="serial", port=target or "/dev/ttyACM0")

    session = Session(connect, path.parent)
    failed, provoked = {}, set()
    try:
        for cell in read(path).cells:
            if cell.cell_type == "code":
                if PROVOKED in cell.metadata.get("tags", []):
                    provoked.add(cell.id)
                result = session.run(cell.source, lambda output: None)
                if result.status != "ok":
                    failed[cell.id] = result.error
    finally:
        session.close()
    assert set(failed) == provoked, failed
