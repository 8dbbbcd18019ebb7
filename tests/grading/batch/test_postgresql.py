"""The batch on a PostgreSQL gradebook leaves what it leaves in SQLite. Skipped without a server."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from traitlets.config import Config

from coursekit.grading.batch.errors import NEEDS_RERUN, OK
from tests.grading.batch.course import BatchCourse
from tests.grading.course import Course

pytest.importorskip("psycopg", reason="needs psycopg, the driver for PostgreSQL")
RIGHT = "def double(n):\n    return 2 * n"
_ACCOUNT = "postgres"


def find_server() -> Path | None:
    """The folder with the server's programs: on the path, or where Debian puts them."""
    found = shutil.which("initdb")
    if found:
        return Path(found).parent
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    return folders[-1].parent if folders else None


def account() -> dict[str, Any]:
    """The server refuses to run as root; then it runs as its own user."""
    if sys.platform == "win32" or os.getuid() != 0:
        return {}
    import pwd

    try:
        entry = pwd.getpwnam(_ACCOUNT)
    except KeyError:
        pytest.skip(f"as root the server needs an account {_ACCOUNT!r}")
    return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """The address of a server of our own, on a socket in a temporary folder."""
    programs = find_server()
    if programs is None or sys.platform == "win32":
        pytest.skip("needs a PostgreSQL server (Debian: apt install postgresql)")
    who = account()
    folder = Path(tempfile.mkdtemp(prefix="coursekit-postgresql-"))
    data = folder / "data"
    try:
        if who:
            os.chown(folder, who["user"], who["group"])
        quiet: dict[str, Any] = {"stdout": subprocess.DEVNULL, "check": True, "cwd": "/", **who}
        create = [
            str(programs / "initdb"),
            "-D",
            str(data),
            "-U",
            "ada",
            "-A",
            "trust",
            "--no-sync",
        ]
        subprocess.run(create, **quiet)
        options = f"-c listen_addresses='' -k {folder} -c fsync=off"
        control = [str(programs / "pg_ctl"), "-D", str(data), "-w", "-l", str(folder / "log")]
        subprocess.run([*control, "-o", options, "start"], **quiet)
        try:
            yield f"postgresql+psycopg://ada@/postgres?host={folder}"
        finally:
            subprocess.run([*control, "-m", "immediate", "stop"], **quiet)
    finally:
        shutil.rmtree(folder)


@pytest.fixture
def on_server(course: BatchCourse, server: str) -> BatchCourse:
    """The course of the other tests, generated into a fresh database."""
    engine = sa.create_engine(server, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(sa.text("drop database if exists gradebook"))
        connection.execute(sa.text("create database gradebook"))
    engine.dispose()
    url = server.replace("/postgres?", "/gradebook?")
    (course.root / "gradebook.db").unlink()
    # Without a course_id nbgrader refers to a course that is not there; only PostgreSQL minds.
    settings = Config({"CourseDirectory": {"db_url": url, "course_id": "micropython"}})
    inner = Course(course.root, settings=settings)
    inner.generate()
    return BatchCourse(inner, course.client, url, options={"db_url": url})


def test_same_rows_as_in_sqlite(
    on_server: BatchCourse, new_course: Callable[[str], BatchCourse]
) -> None:
    in_file = new_course("in-file")
    for one in (on_server, in_file):
        one.submit("ada", RIGHT, {"timestamp.txt": b"2026-11-20 10:00:00 UTC"})
        one.submit("bob", "def double(n):\n    pass")
        one.course.submit("eve", None)
        assert one.grade(feedback=True) == OK, one.said
        one.submit("bob", RIGHT)
        assert one.grade(feedback=True) == OK, one.said
    theirs, ours = in_file.rows(), on_server.rows()
    assert _counts(ours) == _counts(theirs)
    for table in ("grade", "comment"):
        rows = [tuple(int(v) if isinstance(v, bool) else v for v in row) for row in ours[table]]
        assert sorted(rows, key=repr) == theirs[table]


def test_resumes_and_needs_reruns(on_server: BatchCourse) -> None:
    on_server.submit("ada", RIGHT)
    on_server.submit("bob", f"{RIGHT}\n# fault")
    assert on_server.grade() == NEEDS_RERUN
    on_server.submit("bob", RIGHT)
    assert on_server.grade() == OK, on_server.said
    assert "1 of 2 submissions are to be graded." in on_server.said
    assert on_server.grade() == OK, on_server.said
    assert "Nothing to do" in on_server.said
    assert on_server.score("bob") == 4


def _counts(rows: dict[str, list[Any]]) -> dict[str, int]:
    return {table: len(found) for table, found in rows.items()}
