"""%download: where things go, and that nothing of the computer is lost."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.session.conftest import Cells

BOARD = {"/log.csv": "1,2\n", "/lib/a.py": "a = 1\n", "/lib/deep/b c.py": "", "/grün.txt": "ü"}


@pytest.fixture
def filled(cells: Cells) -> Cells:
    """A session whose board has the files of BOARD."""
    cells.run("pass")
    board = cells.session.board
    assert board is not None
    board.makedirs("/lib/deep")
    for path, text in BOARD.items():
        board.put(path, text.encode())
    return cells


def files(folder: Path) -> dict[str, str]:
    """What there is on the computer."""
    return {
        path.relative_to(folder).as_posix(): path.read_text()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@pytest.mark.parametrize(
    ("line", "paths"),
    [
        ("log.csv", ["log.csv"]),
        ("/log.csv", ["log.csv"]),
        (":log.csv", ["log.csv"]),
        ("log.csv data/", ["data/log.csv"]),
        ("log.csv there", ["there/log.csv"]),
        ("log.csv monday.csv", ["monday.csv"]),
        ("lib\\a.py", ["a.py"]),
        ("grün.txt", ["grün.txt"]),
        ("'/lib/deep/b c.py' 'x y.py'", ["x y.py"]),
        ("lib", ["lib/a.py", "lib/deep/b c.py"]),
        ("lib saved", ["saved/a.py", "saved/deep/b c.py"]),
        ("/ all", ["all/grün.txt", "all/lib/a.py", "all/lib/deep/b c.py", "all/log.csv"]),
    ],
)
def test_where_things_go(filled: Cells, tmp_path: Path, line: str, paths: list[str]) -> None:
    (tmp_path / "there").mkdir()
    assert filled.run(f"%download {line}").status == "ok", filled.outputs
    assert sorted(files(tmp_path)) == paths
    assert filled.text.startswith(f"To {tmp_path}")


def test_nothing_is_overwritten_unasked(filled: Cells, tmp_path: Path) -> None:
    (tmp_path / "lib").mkdir()
    (tmp_path / "lib/a.py").write_text("mine")
    error = filled.error("%download lib")
    assert error.name == "UsageError"
    assert str(tmp_path / "lib" / "a.py") in error.message
    assert "--force" in error.message
    assert files(tmp_path) == {"lib/a.py": "mine"}
    filled.run("%download lib --force")
    assert files(tmp_path) == {"lib/a.py": "a = 1\n", "lib/deep/b c.py": ""}
    assert filled.text == f"To {tmp_path / 'lib'}: 2 files, 6 B.\n"


def test_what_is_the_same_stays(filled: Cells, tmp_path: Path) -> None:
    filled.run("%download lib")
    before = (tmp_path / "lib/a.py").stat().st_mtime_ns
    filled.run("%download lib")
    assert filled.text == f"To {tmp_path / 'lib'}: 2 files, all the same already.\n"
    assert (tmp_path / "lib/a.py").stat().st_mtime_ns == before


def test_binary_content(filled: Cells, tmp_path: Path) -> None:
    data = bytes(range(256)) * 100
    board = filled.session.board
    assert board is not None
    board.put("/data.bin", data)
    filled.run("%download data.bin")
    assert (tmp_path / "data.bin").read_bytes() == data
    assert "Display" in filled.kinds


@pytest.mark.parametrize("name", ["..\\x", "a\\b"])
def test_names_that_lead_elsewhere(filled: Cells, tmp_path: Path, name: str) -> None:
    board = filled.session.board
    assert board is not None
    board.put(f"/lib/{name}", b"1")
    assert "cannot be the name of a file" in filled.error("%download lib").message
    assert files(tmp_path) == {}


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("", "arguments are required"),
        ("none.py", "There is no /none.py on the board"),
        ("../x", "leads out of the board"),
        ("lib/empty", "There are no files in /lib/empty"),
        ("log.csv taken/", "is a folder on the computer"),
        ("log.csv file/x", "cannot be written"),
    ],
)
def test_what_cannot_be_done(filled: Cells, tmp_path: Path, line: str, says: str) -> None:
    (tmp_path / "taken" / "log.csv").mkdir(parents=True)
    (tmp_path / "file").write_text("")
    filled.run("import os\nos.mkdir('/lib/empty')")
    error = filled.error(f"%download {line}")
    assert error.name == "UsageError"
    assert says in error.message
    assert files(tmp_path) == {"file": ""}


def test_refused_in_answers(filled: Cells, tmp_path: Path) -> None:
    result = filled.session.run("%download log.csv", lambda output: None, trusted=False)
    assert result.status == "error"
    assert files(tmp_path) == {}
