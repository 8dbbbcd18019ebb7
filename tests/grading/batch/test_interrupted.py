"""A batch that is killed, stopped or shut out loses nothing and grades nothing twice."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from coursekit.grading.batch.errors import INTERRUPTED, OK, AlreadyRunning
from coursekit.grading.batch.lock import NAME, only_batch
from tests.grading.batch.course import BatchCourse

RIGHT = "def double(n):\n    return 2 * n"
_PATIENCE_S = 120.0
_PROGRAM = """
import sys
from pathlib import Path
from coursekit.grading.batch.batch import Options, grade_assignment
from tests.grading.batch.fakes import fake_grade
if __name__ == "__main__":
    options = Options("small", root=Path(sys.argv[1]), feedback=False, workers=1)
    sys.exit(grade_assignment(options, grade=fake_grade))
"""

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="ends processes by signals")


@contextmanager
def batch_process(course: BatchCourse, folder: Path) -> Iterator[subprocess.Popen[str]]:
    """The batch as a process of its own, with one worker."""
    program = folder / "batch_program.py"
    program.write_text(_PROGRAM)
    root = Path(__file__).parents[3]
    process = subprocess.Popen(
        [sys.executable, str(program), str(course.root)],
        cwd=root,
        env={**os.environ, "PYTHONPATH": str(root)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def wait_until(happened: Callable[[], bool], process: subprocess.Popen[str]) -> None:
    give_up = time.monotonic() + _PATIENCE_S
    while not happened():
        assert process.poll() is None, process.communicate()[0]
        assert time.monotonic() < give_up, "it never came so far"
        time.sleep(0.02)


def graded(course: BatchCourse) -> int:
    try:
        return len(course.ledger())
    except Exception:  # there is no table yet
        return 0


def half_done(course: BatchCourse, gate: Path) -> None:
    """Six submissions, of which the last three wait for the gate."""
    for number in range(3):
        course.submit(f"s{number}", RIGHT)
    for number in range(3, 6):
        course.submit(f"s{number}", f"{RIGHT}\n# wait: {gate} #")


def test_after_kill_9_the_next_run_does_the_rest(course: BatchCourse, tmp_path: Path) -> None:
    gate = tmp_path / "gate"
    half_done(course, gate)
    with batch_process(course, tmp_path) as process:
        wait_until(lambda: graded(course) == 3, process)
        process.kill()
        process.wait()
    stamps = dict(course.query("select student, graded_at from coursekit_ledger"))
    assert [course.score(f"s{n}") for n in range(6)] == [4, 4, 4, None, None, None]
    gate.touch()
    assert course.grade() == OK
    assert "3 of 6 submissions are to be graded." in course.said
    assert [course.score(f"s{n}") for n in range(6)] == [4] * 6
    after = dict(course.query("select student, graded_at from coursekit_ledger"))
    assert {name: after[name] for name in stamps} == stamps


def test_ctrl_c_writes_what_is_done_and_says_how_to_go_on(
    course: BatchCourse, tmp_path: Path
) -> None:
    gate = tmp_path / "gate"
    half_done(course, gate)
    with batch_process(course, tmp_path) as process:
        wait_until(lambda: graded(course) == 3, process)
        process.send_signal(signal.SIGINT)
        said, _ = process.communicate(timeout=_PATIENCE_S)
    assert process.returncode == INTERRUPTED
    assert "Stopped after 3 of 6. Nothing is lost: run the same command again" in said
    assert graded(course) == 3


@pytest.mark.parametrize("moment", ["staged", "aside", "swapped"])
def test_a_kill_between_files_and_commit_is_mended(course: BatchCourse, moment: str) -> None:
    course.submit("ada", RIGHT)
    course.grade()
    place = course.root / "autograded" / "ada" / "small"
    new, old = place.with_name(".small.coursekit-new"), place.with_name(".small.coursekit-old")
    if moment == "staged":
        new.mkdir()
    else:
        place.rename(old)
        new.mkdir()
        if moment == "swapped":
            new.rename(place)
            course.submit("ada", f"{RIGHT} ")  # what had been graded when it was killed
    assert course.grade() == OK
    assert not new.exists()
    assert not old.exists()
    assert (place / "small.ipynb").is_file()
    assert course.score("ada") == 4


def test_files_are_as_before_when_the_grades_cannot_be_written(
    course: BatchCourse, monkeypatch: pytest.MonkeyPatch
) -> None:
    from coursekit.grading.batch.ledger import Ledger

    course.submit("ada", RIGHT)
    course.grade()
    file = course.root / "autograded" / "ada" / "small" / "small.ipynb"
    before, rows = file.read_bytes(), course.rows()
    course.submit("ada", "def double(n):\n    pass")

    def breaks(*arguments: object) -> None:
        raise RuntimeError("the power failed")

    with monkeypatch.context() as patch:
        patch.setattr(Ledger, "graded", breaks)
        with pytest.raises(RuntimeError, match="power"):
            course.grade()
    assert file.read_bytes() == before
    assert course.rows() == rows
    assert [path.name for path in file.parents[1].iterdir()] == ["small"]


def test_a_locked_gradebook_is_waited_for(course: BatchCourse) -> None:
    course.submit("ada", RIGHT)
    course.submit("bob", RIGHT)
    course.grade(students=("bob",))
    other = sqlite3.connect(course.root / "gradebook.db", check_same_thread=False)
    other.execute("begin immediate")
    letting_go = threading.Timer(1.5, other.rollback)
    letting_go.start()
    try:
        assert course.grade() == OK
    finally:
        letting_go.join()
        other.close()
    assert course.score("ada") == 4


def test_two_batches_of_one_course_do_not_run_at_once(course: BatchCourse) -> None:
    course.submit("ada", RIGHT)
    with only_batch(course.root), pytest.raises(AlreadyRunning, match=str(os.getpid())):
        course.grade()
    assert course.grade() == OK


def test_the_lock_of_a_dead_process_is_taken_over(course: BatchCourse) -> None:
    (course.root / NAME).write_text("4194304")
    course.submit("ada", RIGHT)
    assert course.grade() == OK
