"""%sync: what is carried, deleted, left out and only announced."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest

from coursekit.session import Session
from tests.session.conftest import Cells, fast_forward
from tests.session.magics.test_upload import on_board

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder `app` with two files."""
    for path in ("app/a.py", "app/deep/b.py"):
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text("1")
    return tmp_path


@pytest.mark.parametrize(
    ("line", "paths"),
    [
        ("app", ["/app/a.py", "/app/deep/b.py"]),
        ("app /", ["/a.py", "/deep/b.py"]),
        ("app /x/y/", ["/x/y/a.py", "/x/y/deep/b.py"]),
        ("app/deep lib", ["/lib/b.py"]),
        ("app --exclude deep", ["/app/a.py"]),
        ("app --exclude 'deep/*' --exclude=a.*", []),
        (".", ["/app/a.py", "/app/deep/b.py"]),
    ],
)
def test_where_things_go(cells: Cells, folder: Path, line: str, paths: list[str]) -> None:
    (folder / "lesson.ipynb").write_text("{}")
    assert cells.run(f"%sync {line}").status == "ok", cells.outputs
    assert list(on_board(cells)) == paths


def test_only_what_differs_travels(cells: Cells, folder: Path) -> None:
    cells.run("%sync app")
    assert cells.text.endswith("To /app: 2 files, 2 B.\n")
    (folder / "app/a.py").write_text("2")
    (folder / "app/c.py").write_text("3")
    cells.run("%sync app")
    assert cells.text == "To /app: 2 files, 2 B; 1 the same already.\n"
    cells.run("%sync app")
    assert cells.text == "To /app: 3 files, all the same already.\n"
    assert on_board(cells) == {"/app/a.py": b"2", "/app/c.py": b"3", "/app/deep/b.py": b"1"}


def test_delete(cells: Cells, folder: Path) -> None:
    cells.run("%sync app")
    cells.run("open('/app/own.txt', 'w').close()")
    (folder / "app/deep/b.py").unlink()
    cells.run("%sync app")
    assert len(on_board(cells)) == 3
    cells.run("%sync app --delete --exclude own.txt --dry-run")
    assert cells.text == (
        "delete   /app/deep/b.py\ndelete   /app/deep/\n"
        "Nothing done. It would be to /app: 1 file, the same already.\n"
    )
    assert len(on_board(cells)) == 3
    cells.run("%sync app --delete")
    assert cells.text == "To /app: 1 file, the same already; 2 files deleted.\n"
    assert list(on_board(cells)) == ["/app/a.py"]


def test_the_whole_board_keeps_what_others_put_there(cells: Cells, folder: Path) -> None:
    cells.run("%sync app /lib\n%sync app /old")
    cells.run("open('/boot.py', 'w').close()")
    cells.run("%sync app / --delete")
    assert list(on_board(cells)) == [
        *("/a.py", "/boot.py", "/deep/b.py", "/lib/a.py", "/lib/deep/b.py")
    ]
    (folder / "app" / "lib").mkdir()
    (folder / "app" / "lib" / "c.py").write_text("1")
    cells.run("%sync app / --delete")
    assert list(on_board(cells)) == ["/a.py", "/boot.py", "/deep/b.py", "/lib/c.py"]


def test_dry_run(cells: Cells, folder: Path) -> None:
    cells.run("pass")
    cells.run("%sync app --dry-run")
    assert cells.text == (
        "new      /app/a.py  1 B\nnew      /app/deep/b.py  1 B\n"
        "Nothing done. It would be to /app: 2 files, 2 B.\n"
    )
    assert on_board(cells) == {}


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("", "arguments are required: FOLDER"),
        ("app/a.py", "is a file: %upload app/a.py copies it"),
        ("none", "There is no none on the computer"),
        ("app ..", "leads out of the board"),
    ],
)
def test_what_cannot_be_done(cells: Cells, folder: Path, line: str, says: str) -> None:
    error = cells.error(f"%sync {line}")
    assert error.name == "UsageError"
    assert says in error.message


@pytest.mark.parametrize("where", ["lessons/02_i2c", "."])
def test_the_course_s_modules_are_found_from_each_lesson(tmp_path: Path, where: str) -> None:
    library = tmp_path / "device_lib"
    library.mkdir()
    (library / "thing.py").write_text("what = 'a thing'")
    (library / "README.md").write_text("# Things")
    (tmp_path / where).mkdir(parents=True, exist_ok=True)
    with closing(Session(fast_forward, tmp_path / where)) as session:
        cells = Cells(session)
        assert cells.run("%sync device_lib").status == "ok", cells.outputs
        assert list(on_board(cells)) == ["/lib/thing.py"]
        assert cells.value("import thing\nthing.what") == "'a thing'"
        cells.run("%sync device_lib /own")
        assert list(on_board(cells)) == ["/lib/thing.py", "/own/thing.py"]


def test_elsewhere_they_are_those_that_came_with_the_kit(cells: Cells) -> None:
    assert cells.run("%sync device_lib/").status == "ok", cells.outputs
    shipped = {f"/lib/{p.name}": p.read_bytes() for p in (ROOT / "device_lib").glob("*.py")}
    assert on_board(cells) == shipped
    assert "/lib/bmp180.py" in shipped
    names = [path.stem for path in (ROOT / "device_lib").glob("*.py")]
    assert cells.value(f"[__import__(name).__name__ for name in {names}]") == repr(names)


def test_a_file_where_a_folder_should_be(cells: Cells, folder: Path) -> None:
    cells.run("open('/app', 'w').close()")
    error = cells.error("%sync app")
    assert error.name == "UsageError"
    assert "/app is a file on the board and a folder on the computer" in error.message


def test_refused_in_answers(cells: Cells, folder: Path) -> None:
    result = cells.session.run("%sync app", lambda output: None, trusted=False)
    assert result.status == "error"
