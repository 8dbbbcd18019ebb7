"""What is graded is the release with the answers' text, whatever was submitted."""

from __future__ import annotations

import copy
import json
import os
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from coursekit.grading import NotebookBundle
from coursekit.grading.rebuild import NOTES_CELL_ID, rebuild_notebook
from coursekit.grading.submitted import MOST_CELL_CHARS, MOST_FILE_BYTES, parse, read_file
from tests.grading.course import CHECK_DOUBLE, GOOD, find, make_course

Notebook = dict[str, Any]


@pytest.fixture(scope="module")
def bundle(tmp_path_factory: pytest.TempPathFactory) -> NotebookBundle:
    """The small assignment's notebook."""
    return make_course(tmp_path_factory.mktemp("course")).notebook_bundle()


@pytest.fixture
def submitted(bundle: NotebookBundle) -> Notebook:
    """A good submission, to be spoiled."""
    nb: Notebook = json.loads(bundle.release)
    for cell in nb["cells"]:
        name = cell["metadata"].get("nbgrader", {}).get("grade_id")
        if name in GOOD:
            cell["source"] = GOOD[name]
    return nb


def cell_of(nb: Notebook, name: str) -> dict[str, Any]:
    found: dict[str, Any] = next(
        c for c in nb["cells"] if c["metadata"].get("nbgrader", {}).get("grade_id") == name
    )
    return found


def answers(bundle: NotebookBundle, nb: Notebook | bytes) -> tuple[dict[str, str], list[str]]:
    """The answers that are graded, and the notes."""
    data = nb if isinstance(nb, bytes) else json.dumps(nb).encode()
    rebuilt = rebuild_notebook(bundle, data)
    return {name: find(rebuilt.nb, name).source for name in GOOD}, rebuilt.notes


def test_good_submission_has_its_answers_and_no_notes(
    bundle: NotebookBundle, submitted: Notebook
) -> None:
    found, notes = answers(bundle, submitted)
    assert found == GOOD
    assert notes == []


def test_hidden_tests_are_back_and_nothing_else_is_taken(
    bundle: NotebookBundle, submitted: Notebook
) -> None:
    for cell in submitted["cells"]:
        cell["metadata"]["tags"] = ["skip-execution"]
        cell["metadata"].setdefault("nbgrader", {})["points"] = 1000
        cell["attachments"] = {"a.png": {"image/png": "AAAA"}}
        if cell["cell_type"] == "code":
            cell["outputs"] = [{"output_type": "stream", "name": "stdout", "text": "4.0"}]
    submitted["metadata"] = {"kernelspec": {"name": "bash-kernel", "display_name": "x"}}
    cell_of(submitted, "double-check")["source"] = "4.0"
    rebuilt = rebuild_notebook(bundle, json.dumps(submitted).encode())
    check = find(rebuilt.nb, "double-check")
    assert check.source == CHECK_DOUBLE
    assert check.metadata.nbgrader["points"] == 4
    text = json.dumps(rebuilt.nb)
    for foreign in ("skip-execution", '"points": 1000', "a.png", "bash-kernel"):
        assert foreign not in text
    assert all(cell.get("outputs", []) == [] for cell in rebuilt.nb.cells)
    assert rebuilt.notes == ["Changes in these cells do not count: `double-check`."]
    assert rebuilt.nb.cells[0].id == NOTES_CELL_ID


def test_rebuilding_gives_the_same_bytes(bundle: NotebookBundle, submitted: Notebook) -> None:
    del submitted["cells"][2]
    data = json.dumps(submitted).encode()
    assert json.dumps(rebuild_notebook(bundle, data).nb) == json.dumps(
        rebuild_notebook(bundle, data).nb
    )


def test_missing_answer_is_noted(bundle: NotebookBundle, submitted: Notebook) -> None:
    submitted["cells"].remove(cell_of(submitted, "double"))
    found, notes = answers(bundle, submitted)
    assert "YOUR CODE HERE" in found["double"]
    assert found["blink"] == GOOD["blink"]
    assert notes == ["The answer cell `double` was missing; there is no answer to grade."]


@pytest.mark.parametrize("stub_first", [True, False])
def test_of_copies_the_first_that_was_worked_on_counts(
    bundle: NotebookBundle, submitted: Notebook, stub_first: bool
) -> None:
    stub = copy.deepcopy(cell_of(json.loads(bundle.release), "double"))
    last = copy.deepcopy(cell_of(submitted, "double"))
    last["source"] = "def double(n):\n    return n"
    place = submitted["cells"].index(cell_of(submitted, "double"))
    submitted["cells"].insert(place if stub_first else place + 1, stub)
    submitted["cells"].append(last)
    found, notes = answers(bundle, submitted)
    assert found["double"] == GOOD["double"]
    assert len(notes) == 1
    assert f"3 times; number {2 if stub_first else 1}" in notes[0]


def test_retyped_and_moved_answers_count(bundle: NotebookBundle, submitted: Notebook) -> None:
    cell_of(submitted, "double")["cell_type"] = "markdown"
    cell_of(submitted, "blink")["source"] = GOOD["blink"].splitlines(keepends=True)
    submitted["cells"].reverse()
    found, _ = answers(bundle, submitted)
    assert found == GOOD


def test_swapped_names_swap_the_answers(bundle: NotebookBundle, submitted: Notebook) -> None:
    one, other = cell_of(submitted, "double"), cell_of(submitted, "blink")
    one["metadata"], other["metadata"] = other["metadata"], one["metadata"]
    found, _ = answers(bundle, submitted)
    assert (found["double"], found["blink"]) == (GOOD["blink"], GOOD["double"])


def test_notebook_of_format_3_is_read(bundle: NotebookBundle, submitted: Notebook) -> None:
    for cell in submitted["cells"]:
        if cell["cell_type"] == "code":
            cell["input"] = cell.pop("source")
    old = {"nbformat": 3, "worksheets": [{"cells": submitted["cells"]}]}
    assert answers(bundle, old)[0] == GOOD


def test_own_code_cells_are_noted(bundle: NotebookBundle, submitted: Notebook) -> None:
    own = {"cell_type": "code", "metadata": {}, "source": "def helper(): pass", "outputs": []}
    submitted["cells"].insert(3, own)
    assert "1 code cell outside" in answers(bundle, submitted)[1][0]


def test_work_below_a_task_is_shown_and_never_runs(
    bundle: NotebookBundle, submitted: Notebook
) -> None:
    submitted["cells"] += [
        {"cell_type": "markdown", "metadata": {}, "source": "First the sensor."},
        {"cell_type": "code", "metadata": {}, "source": "print('```')", "outputs": []},
    ]
    nb = rebuild_notebook(bundle, json.dumps(submitted).encode()).nb
    last = nb.cells[-1]
    assert last.cell_type == "markdown"
    assert "First the sensor." in last.source
    assert "````python\nprint('```')\n````" in last.source


def test_written_answers_run_nothing_in_a_browser(
    bundle: NotebookBundle, submitted: Notebook
) -> None:
    cell_of(submitted, "why")["source"] = "<script>alert(1)</script>"
    cell_of(submitted, "double")["source"] = "x = '<script>'"
    found, notes = answers(bundle, submitted)
    assert "<script" not in found["why"]
    assert found["double"] == "x = '<script>'"
    assert notes == []


@pytest.mark.parametrize("source", [None, 3, ["a", 1], {"a": 1}, "x" * (MOST_CELL_CHARS + 1)])
def test_answer_that_cannot_be_used_is_noted(
    bundle: NotebookBundle, submitted: Notebook, source: object
) -> None:
    cell_of(submitted, "double")["source"] = source
    found, notes = answers(bundle, submitted)
    assert "YOUR CODE HERE" in found["double"]
    assert "It was not used." in notes[0]


def test_characters_that_no_file_can_hold_are_replaced(
    bundle: NotebookBundle, submitted: Notebook
) -> None:
    cell_of(submitted, "why")["source"] = "a\0b\ud800c\r\nd"
    found, notes = answers(bundle, submitted)
    assert found["why"].encode() == "a\ufffdb?c\nd".encode()
    assert "`why`" in notes[0]


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\0" * 100,
        b"{{{",
        b"[" * 200_000,
        b'{"cells": ' * 100_000,
        b"null",
        b"[]",
        b"NaN",
        b'{"cells": 3}',
        b'{"cells": {"a": 1}}',
        b"\xff\xfe\xfd",
        b" " * (MOST_FILE_BYTES + 1),
        b'{"n": ' + b"9" * 10_000 + b"}",
        None,
    ],
    ids=lambda data: repr(data)[:20],
)
def test_what_is_no_notebook_gives_the_release_and_a_note(
    bundle: NotebookBundle, data: bytes | None
) -> None:
    rebuilt = rebuild_notebook(bundle, data)
    assert "YOUR CODE HERE" in find(rebuilt.nb, "double").source
    assert len(rebuilt.notes) == 1


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32"])
def test_other_encodings_of_json_are_read(
    bundle: NotebookBundle, submitted: Notebook, encoding: str
) -> None:
    assert answers(bundle, json.dumps(submitted).encode(encoding))[0] == GOOD


_JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(max_size=5) | st.sampled_from(sorted(GOOD)),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["cells", "metadata", "nbgrader", "grade_id", "source", "cell_type"]),
            inner,
            max_size=4,
        )
    ),
    max_leaves=20,
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(cells=st.lists(_JSON, max_size=5))
def test_no_cells_raise(bundle: NotebookBundle, cells: list[object]) -> None:
    rebuilt = rebuild_notebook(bundle, json.dumps({"cells": cells}).encode())
    assert {c.cell_type for c in rebuilt.nb.cells} <= {"code", "markdown"}


@settings(deadline=None)
@given(data=st.binary(max_size=200))
def test_no_bytes_raise(data: bytes) -> None:
    found = parse(data)
    assert found.trouble or not found.cells


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes with names")
def test_only_ordinary_files_are_read(tmp_path: Path) -> None:
    real = tmp_path / "real.ipynb"
    real.write_bytes(b"{}")
    (tmp_path / "link.ipynb").symlink_to(real)
    (tmp_path / "folder.ipynb").mkdir()
    os.mkfifo(tmp_path / "pipe.ipynb")
    (tmp_path / "inside").symlink_to(tmp_path)
    assert read_file(real) == b"{}"
    for name in ("link.ipynb", "folder.ipynb", "pipe.ipynb", "none.ipynb", "inside/real.ipynb"):
        assert read_file(tmp_path / name) is None, name


def test_no_more_is_read_than_the_limit(tmp_path: Path) -> None:
    path = tmp_path / "huge.ipynb"
    with path.open("wb") as file:
        file.truncate(2_000_000_000)  # sparse: takes no room
    data = read_file(path)
    assert data is not None
    assert len(data) == MOST_FILE_BYTES + 1
