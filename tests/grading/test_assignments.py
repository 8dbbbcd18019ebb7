"""From solutions/ to exercises/: what is built, what has drifted, what is wrong with a source."""

from __future__ import annotations

from pathlib import Path

import pytest

from coursekit import cli
from coursekit.grading import assignments
from coursekit.grading.lint import lint
from tests.grading.course import (
    BLINK,
    CHECK_DOUBLE,
    DOUBLE,
    PINS,
    Course,
    cell,
    find,
    source_notebook,
)


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A course with sources only."""
    course = Course(tmp_path_factory.mktemp("course"))
    course.write_source(source_notebook())
    return course.root


@pytest.fixture(scope="module")
def built(root: Path) -> assignments.Built:
    """Its assignment."""
    return assignments.build(root)[0]


def test_release_has_neither_answers_nor_hidden_tests(built: assignments.Built) -> None:
    text = built.files["small.ipynb"].decode()
    assert "return 2 * n" not in text
    assert "secret_number" not in text
    assert "YOUR CODE HERE" in text
    assert set(built.files) == {"small.ipynb", "diagram.json"}


def test_building_again_gives_the_same_bytes(root: Path, built: assignments.Built) -> None:
    assert assignments.build(root, ["small"])[0].files == built.files


def test_building_leaves_no_gradebook_behind(root: Path, built: assignments.Built) -> None:
    assert [path.name for path in root.iterdir()] == ["solutions"]


def test_drift_is_named(tmp_path: Path, built: assignments.Built) -> None:
    assert len(built.drift(tmp_path)) == 2
    built.write(tmp_path)
    assert built.drift(tmp_path) == []
    assert built.write(tmp_path) == []
    folder = tmp_path / "exercises" / "small"
    (folder / "diagram.json").write_text("{}")
    (folder / "old.py").write_text("")
    assert [line.split(" ", 1)[1] for line in built.drift(tmp_path)] == [
        "differs",
        "does not come from solutions/",
    ]


def test_command_checks_and_builds(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    built: assignments.Built,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(assignments, "build", lambda root, names: [built])
    command = ["assignments", "build", "--course", str(tmp_path)]
    assert cli.main([*command, "--check"]) == 1
    assert "Run: coursekit assignments build" in capsys.readouterr().err
    assert cli.main(command) == 0
    assert cli.main([*command, "--check"]) == 0


def test_unknown_assignment_names_those_there_are(root: Path) -> None:
    with pytest.raises(assignments.AssignmentError, match=r"It has: small\."):
        assignments.build(root, ["smal"])


@pytest.mark.parametrize(
    ("check", "said"),
    [
        ("expect(board.call('double', 2)).equals(5)", "double(2) gave 4, expected 5."),
        ("expect(board.call('duoble', 2)).equals(4)", "there is no duoble on the board"),
        ("expect(board.call('double', 2)).equal(4)", "no attribute 'equal'"),
        ("expect(bench.led9).pulses(1)", "led9"),
        ("expct(1).equals(1)\nexpect(1).equals(1)", "name 'expct' is not defined"),
    ],
)
def test_check_that_the_solution_does_not_pass_is_found(
    tmp_path: Path, check: str, said: str
) -> None:
    nb = source_notebook()
    find(nb, "double-check").source = f"%%check double\n{check}"
    course = Course(tmp_path)
    course.write_source(nb)
    with pytest.raises(assignments.AssignmentError) as error:
        assignments.build(tmp_path)
    assert "the solution does not pass `double-check`" in str(error.value)
    assert said in str(error.value)
    assert not (tmp_path / "exercises").exists()


def test_good_source_has_no_faults() -> None:
    assert lint(source_notebook()) == []


def test_a_check_may_give_its_board_the_library() -> None:
    nb = source_notebook()
    (check,) = [cell for cell in nb.cells if cell.source.startswith("%%check double\n")]
    check.source = check.source.replace("%%check double", "%%check double --library", 1)
    assert lint(nb) == []


@pytest.mark.parametrize(
    ("name", "source", "said"),
    [
        ("double-check", CHECK_DOUBLE.replace("### END HIDDEN TESTS\n", ""), "without ### END"),
        ("double-check", CHECK_DOUBLE.replace("%%check double", "%%check twice"), "begin with"),
        ("double-check", CHECK_DOUBLE.replace("check double", "check double --all"), "begin with"),
        ("double-check", "%%check double\nboard.call('double', 1)", "expects nothing"),
        ("double-check", "%%check double\nexpect(", "line 2"),
        ("double", DOUBLE.replace("### BEGIN SOLUTION", ""), "without ### BEGIN"),
        ("double", "def double(n):\n    return 2 * n", "has no ### BEGIN SOLUTION"),
        ("pins", PINS + "\n### BEGIN HIDDEN TESTS\n### END HIDDEN TESTS", "must not have"),
    ],
)
def test_faulty_text_is_found(name: str, source: str, said: str) -> None:
    nb = source_notebook()
    find(nb, name).source = source
    assert any(said in fault and f"`{name}`" in fault for fault in lint(nb)), lint(nb)


def test_faulty_cells_are_found() -> None:
    nb = source_notebook()
    find(nb, "double-check").metadata.nbgrader["points"] = 0
    find(nb, "pins").execution_count = 3
    nb.cells.append(cell("solution", "unchecked", BLINK))
    nb.cells.append(cell("readonly", "double", "x = 1"))
    del find(nb, "sketch").metadata["nbgrader"]
    nb.metadata["kernelspec"]["name"] = "python3"
    text = "\n".join(lint(nb))
    for said in (
        "`double-check` needs points",
        "`pins` has outputs",
        "`unchecked` has no check",
        "2 cells have the grade_id 'double'",
        "that nbgrader does not know",
        "the kernel has to be `micropython`",
    ):
        assert said in text
