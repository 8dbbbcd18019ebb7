"""What stops a batch is said in words that say what to do, and loses nothing."""

from __future__ import annotations

import errno
import os
import sqlite3
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from coursekit.boards.virtual.sandbox import Fence, SandboxSupport
from coursekit.cli import main
from coursekit.grading.batch import batch, files
from coursekit.grading.batch.cluster import remote_workers
from coursekit.grading.batch.database import Database
from coursekit.grading.batch.errors import (
    OK,
    BatchError,
    ClusterLost,
    GradebookBusy,
    NothingToGrade,
)
from tests.grading.batch.course import CONFIG, BatchCourse
from tests.grading.course import Course

RIGHT = "def double(n):\n    return 2 * n"


def test_no_submissions(course: BatchCourse) -> None:
    with pytest.raises(NothingToGrade, match="Nobody has handed in 'small'"):
        course.grade()


def test_assignment_that_the_gradebook_does_not_have(course: BatchCourse) -> None:
    course.course.assignment = "other"
    said = r'It has: small\. To add it, run `nbgrader generate_assignment "other"` first'
    with pytest.raises(NothingToGrade, match=said):
        course.grade()


def test_folder_without_gradebook(tmp_path: Path) -> None:
    (tmp_path / "nbgrader_config.py").write_text(CONFIG)
    with pytest.raises(NothingToGrade, match="run the command in the course's folder"):
        BatchCourse(Course(tmp_path)).grade()
    assert not (tmp_path / "gradebook.db").exists()


def test_gradebook_of_another_nbgrader(course: BatchCourse) -> None:
    course.submit("ada", RIGHT)
    course.execute("alter table assignment rename column duedate to due")
    with pytest.raises(BatchError, match="nbgrader db upgrade"):
        course.grade()


def test_address_of_a_gradebook_that_makes_no_sense(course: BatchCourse) -> None:
    with pytest.raises(BatchError, match=r"Correct c\.CourseDirectory\.db_url"):
        course.grade(db_url="nonsense")


def test_broken_configuration(course: BatchCourse) -> None:
    (course.root / "nbgrader_config.py").write_text(
        CONFIG + "\nget_config().CourseDirectory.ignore = 3\n"
    )
    with pytest.raises(BatchError, match="nbgrader"):
        course.grade()


def test_disk_that_is_full(course: BatchCourse, monkeypatch: pytest.MonkeyPatch) -> None:
    course.submit("ada", RIGHT)
    course.submit("bob", RIGHT)

    def full(self: Any, name: str, text: str) -> None:
        with files.explained(self.place):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(self.place))

    with monkeypatch.context() as patch:
        patch.setattr(files.Staged, "write", full)
        with pytest.raises(BatchError, match=r"No space left on device.*Make room"):
            course.grade()
    assert course.ledger() == {}
    assert course.grade() == OK
    assert course.score("bob") == 4


def test_gradebook_that_may_not_be_written(course: BatchCourse) -> None:
    course.submit("ada", RIGHT)
    url = f"sqlite:///file:{course.root / 'gradebook.db'}?mode=ro&uri=true"
    database = Database(url)
    with pytest.raises(BatchError, match=r"may not be written.*No grade was lost"):
        database.write(lambda connection: connection.execute(sa.text("delete from student")))
    database.close()


def test_another_writer_who_does_not_end(tmp_path: Path) -> None:
    path = tmp_path / "gradebook.db"
    other = sqlite3.connect(path)
    other.execute("create table x (y)")
    other.execute("begin immediate")
    waits: list[str] = []
    database = Database(f"sqlite:///{path}", patience_s=0, on_wait=waits.append)
    with pytest.raises(GradebookBusy, match=r"being written.*goes on where it stopped"):
        database.write(lambda connection: None)
    database.close()
    other.close()


def test_what_was_done_outside_is_undone_for_each_try(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'gradebook.db'}")
    done: list[str] = []

    def work(connection: sa.Connection) -> None:
        done.append("work")
        if len(done) < 3:
            raise sa.exc.OperationalError("commit", {}, sqlite3.OperationalError("locked"))

    database.write(work, undo=lambda: done.append("undo"))
    database.close()
    assert done == ["work", "undo", "work"]


def test_scheduler_that_is_not_there() -> None:
    # Port 9 of this computer: nothing listens there.
    with (
        pytest.raises(ClusterLost, match="No Dask scheduler answers at"),
        remote_workers("tcp://127.0.0.1:9", patience_s=0.5),
    ):
        pass


def test_computer_without_sandbox(course: BatchCourse, monkeypatch: pytest.MonkeyPatch) -> None:
    none = SandboxSupport((Fence("network", False, "no Landlock"),))
    monkeypatch.setattr(batch, "support", lambda: none)
    course.submit("ada", RIGHT)
    with pytest.raises(BatchError, match=r"network: no Landlock.*--insist"):
        course.grade()
    assert course.grade(insist=True) == OK
    course.submit("bob", RIGHT)
    config = course.root / "nbgrader_config.py"
    config.write_text(f"{config.read_text()}c = get_config()\nc.RunNotebook.insist = True\n")
    assert course.grade() == OK


def test_command_says_it_in_one_line(
    course: BatchCourse, capsys: pytest.CaptureFixture[str]
) -> None:
    status = main(["grade", "other", "--course-dir", str(course.root)])
    assert status == 1
    assert "nbgrader generate_assignment" in capsys.readouterr().err
