"""Folders with anything in them are graded; no link is followed, and no pipe waited for."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.grading.course import Course, make_course

pytestmark = pytest.mark.skipif(
    sys.platform != "linux", reason="makes files that other systems do not have"
)
SECRET = b"hidden tests of the instructor"


def _link_to_source(folder: Path, course: Course) -> None:
    (folder / "data.txt").symlink_to(course.root / "secret.txt")


def _notebook_is_the_solution(folder: Path, course: Course) -> None:
    (folder / "small.ipynb").unlink()
    (folder / "small.ipynb").symlink_to(course.root / "solutions" / "small" / "small.ipynb")


def _folder_is_a_link(folder: Path, course: Course) -> None:
    folder.rename(folder.parent / "moved")
    folder.symlink_to(course.root / "solutions" / "small")


def _stamp(data: bytes) -> Callable[[Path, Course], None]:
    def put(folder: Path, course: Course) -> None:
        (folder / "timestamp.txt").write_bytes(data)

    return put


def _deep(folder: Path, course: Course) -> None:
    deep = folder.joinpath(*["d"] * 100)
    deep.mkdir(parents=True)
    os.mkfifo(deep / "pipe")


def _many(folder: Path, course: Course) -> None:
    for number in range(300):
        (folder / f"f{number}").write_bytes(b"")


def _large(folder: Path, course: Course) -> None:
    with (folder / "large.bin").open("wb") as file:
        file.truncate(3_000_000_000)


HONEST: dict[str, Callable[[Path, Course], object]] = {
    "pipe": lambda folder, course: os.mkfifo(folder / "pipe"),
    "hidden_pipe": lambda folder, course: os.mkfifo(folder / ".pipe"),
    "zeros": lambda folder, course: (folder / "zeros").symlink_to("/dev/zero"),
    "dangling": lambda folder, course: (folder / "nowhere").symlink_to("/no/such/file"),
    "loop": lambda folder, course: (folder / "loop").symlink_to(folder),
    "link": _link_to_source,
    "odd_name": lambda folder, course: Path(os.fsdecode(os.fsencode(folder) + b"/\xff")).touch(),
    "odd_notebook": lambda folder, course: Path(
        os.fsdecode(os.fsencode(folder) + b"/\xff.ipynb")
    ).touch(),
    "newline": lambda folder, course: (folder / "a\nb.ipynb").touch(),
    "diagram_folder": lambda folder, course: (folder / "diagram.json" / "x").mkdir(parents=True),
    "brackets": lambda folder, course: (folder / "[a]*?").symlink_to("/dev/zero"),
    "stamp_pipe": lambda folder, course: os.mkfifo(folder / "timestamp.txt"),
    "stamp_zeros": lambda folder, course: (folder / "timestamp.txt").symlink_to("/dev/zero"),
    "stamp_folder": lambda folder, course: (folder / "timestamp.txt").mkdir(),
    "stamp_nonsense": _stamp(b"yesterday, perhaps"),
    "stamp_binary": _stamp(b"\xff\xfe\x00"),
    "stamp_overflow": _stamp(b"99999999999999999999-01-01"),
    "deep": _deep,
    "many": _many,
    "large": _large,
}
NOT_READ: dict[str, Callable[[Path, Course], object]] = {
    "notebook_link": _notebook_is_the_solution,
    "folder_link": _folder_is_a_link,
}


@pytest.fixture(scope="module")
def graded(tmp_path_factory: pytest.TempPathFactory) -> Course:
    """One submission of each kind, and an ordinary one, graded together, twice."""
    course = make_course(tmp_path_factory.mktemp("course"))
    (course.root / "secret.txt").write_bytes(SECRET)
    for name, spoil in {**HONEST, **NOT_READ}.items():
        spoil(course.submit(name, course.answered()), course)
    plain = {"data/table.csv": b"1,2", "timestamp.txt": b"2026-01-02 03:04:05 UTC"}
    course.submit("ordinary", course.answered(), plain)
    course.submit("nothing", None, {"report.pdf": b"%PDF"})
    assert course.autograde()
    assert course.autograde(force=False)
    for student in ("link", "diagram_folder", "ordinary"):
        assert course.feedback(student)
    return course


@pytest.mark.parametrize("student", [*HONEST, "ordinary"])
def test_answers_count_whatever_lies_beside_them(graded: Course, student: str) -> None:
    scores = graded.scores(student)
    assert (scores["double-check"], scores["blink-check"]) == (4, 2)


@pytest.mark.parametrize("student", [*NOT_READ, "nothing"])
def test_notebook_that_is_a_link_is_not_read(graded: Course, student: str) -> None:
    scores = graded.scores(student)
    assert (scores["double-check"], scores["blink-check"]) == (0, 0)
    assert "No notebook of this name" in graded.autograded(student).cells[0].source


def test_ordinary_files_go_along(graded: Course) -> None:
    folder = graded.root / "autograded" / "ordinary" / "small"
    assert (folder / "data" / "table.csv").read_bytes() == b"1,2"
    assert (folder / "timestamp.txt").exists()
    with graded.gradebook as gradebook:
        stamp = gradebook.find_submission("small", "ordinary").timestamp
    assert stamp.isoformat() == "2026-01-02T03:04:05"


def test_nothing_else_goes_along(graded: Course) -> None:
    for step in ("autograded", "feedback"):
        for path in (graded.root / step).rglob("*"):
            assert not path.is_symlink()
            assert path.is_dir() or path.is_file()
            assert not path.is_file() or path.read_bytes() != SECRET
    assert not (graded.root / "autograded" / "large" / "small" / "large.bin").exists()


def test_newer_submission_is_graded_again(tmp_path: Path) -> None:
    course = make_course(tmp_path)
    stamp = {"timestamp.txt": b"2026-01-02 03:04:05 UTC"}
    course.submit("ada", course.release(), stamp)
    assert course.autograde()
    course.submit("ada", course.answered(), {"timestamp.txt": b"2026-01-03 03:04:05 UTC"})
    assert course.autograde(force=False)
    assert course.scores("ada")["double-check"] == 4
