"""%upload: where things go, what is carried, and what is said when it does not work."""

from __future__ import annotations

from pathlib import Path

import pytest

from coursekit.boards import tree
from coursekit.session import carrying
from coursekit.session.carrying import Carrying
from tests.session.conftest import Cells


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for path in ("a.py", "b.txt", "lib/c.py", "lib/deep/d.py", "lib/__pycache__/c.pyc"):
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(f"name = {path!r}\n")
    return tmp_path


def on_board(cells: Cells) -> dict[str, bytes]:
    board = cells.session.board
    assert board is not None
    return {e.path: board.get(e.path) for e in tree.walk(board) if not e.is_dir}


@pytest.mark.parametrize(
    ("line", "paths"),
    [
        ("a.py", ["/a.py"]),
        ("a.py b.txt", ["/a.py", "/b.txt"]),
        ("a.py /lib", ["/lib/a.py"]),
        ("a.py /lib/", ["/lib/a.py"]),
        ("a.py :lib", ["/lib/a.py"]),
        ("a.py /x/new.py", ["/x/new.py"]),
        ("a.py b.txt /x", ["/x/a.py", "/x/b.txt"]),
        ("lib", ["/lib/c.py", "/lib/deep/d.py"]),
        ("lib\\deep", ["/deep/d.py"]),
        ("lib/", ["/lib/c.py", "/lib/deep/d.py"]),
        ("lib /app", ["/app/c.py", "/app/deep/d.py"]),
        ("lib /app/", ["/app/lib/c.py", "/app/lib/deep/d.py"]),
        ("lib /", ["/lib/c.py", "/lib/deep/d.py"]),
        ("a.py lib /app", ["/app/a.py", "/app/lib/c.py", "/app/lib/deep/d.py"]),
        ("./lib/../a.py /x/../y/", ["/y/a.py"]),
        (".", ["/a.py", "/b.txt", "/lib/c.py", "/lib/deep/d.py"]),
    ],
)
def test_where_things_go(cells: Cells, folder: Path, line: str, paths: list[str]) -> None:
    assert cells.run(f"%upload {line}").status == "ok"
    assert list(on_board(cells)) == paths
    assert cells.text.splitlines()[-1].startswith("To /")


def test_a_folder_that_is_there_takes_files(cells: Cells, folder: Path) -> None:
    cells.run("import os\nos.mkdir('/x.d')")
    cells.run("%upload a.py /x.d")
    assert list(on_board(cells)) == ["/x.d/a.py"]


def test_names_with_spaces_and_quotes(cells: Cells, folder: Path) -> None:
    for name in ("with space.txt", "it's.txt", "grün.txt"):
        (folder / name).write_text(name)
    cells.run("""%upload "with space.txt" "it's.txt" grün.txt "/my folder" """)
    assert on_board(cells) == {
        f"/my folder/{name}": name.encode() for name in ("grün.txt", "it's.txt", "with space.txt")
    }


def test_only_what_differs_travels(cells: Cells, folder: Path) -> None:
    (folder / "big.bin").write_bytes(bytes(50_000))
    assert cells.run("%upload big.bin a.py").status == "ok"
    assert cells.text.endswith("To /: 2 files, 50.0 kB.\n")
    assert "Display" in cells.kinds
    cells.run("%upload big.bin a.py")
    assert cells.text == "To /: 2 files, all the same already.\n"
    assert "Display" not in cells.kinds
    (folder / "a.py").write_text("name = 2")
    cells.run("%upload big.bin a.py")
    assert cells.text == "To /: 1 file, 8 B; 1 the same already.\n"


def test_above_a_program(cells: Cells, folder: Path) -> None:
    assert cells.value("%upload a.py\nimport a\na.name") == "'a.py'"


def test_a_module_that_is_imported_already(cells: Cells, folder: Path) -> None:
    cells.run("%upload a.py lib/c.py /lib\nimport a")
    (folder / "a.py").write_text("name = 2")
    (folder / "lib" / "c.py").write_text("name = 2")
    cells.run("%upload a.py lib/c.py /lib")
    assert "a is imported already: the board uses the new content after a restart." in cells.text


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("", "the following arguments are required: FILE. Write it like this: %upload FILE..."),
        ("none.py", "There is no none.py on the computer"),
        ("a.py none.py", "There is no none.py on the computer"),
        ("a.py /../x", "leads out of the board"),
        ("lib/__pycache__", "There are no files in"),
        ("--fast a.py", "unrecognized arguments: --fast"),
        ("'a.py", "a quotation mark is missing its partner"),
    ],
)
def test_what_cannot_be_done(cells: Cells, folder: Path, line: str, says: str) -> None:
    (folder / "lib/__pycache__/c.pyc").unlink()
    error = cells.error(f"%upload {line}")
    assert error.name == "UsageError"
    assert says in error.message


def test_full_flash(cells: Cells, folder: Path) -> None:
    cells.run("%upload a.py")
    (folder / "a.py").write_bytes(bytes(2_000_000))
    error = cells.error("%upload a.py")
    assert error.message.startswith("/a.py: the board's flash is full. The old content is kept.")
    assert on_board(cells) == {"/a.py": b"name = 'a.py'\n"}


def test_stop(cells: Cells, folder: Path) -> None:
    for n in range(40):
        (folder / f"{n}.bin").write_bytes(bytes(15_000))
    names = " ".join(f"{n}.bin" for n in range(40))
    cells.run("pass")
    board = cells.session.board
    assert board is not None
    put = board.put
    stopped: list[str] = []

    def put_and_stop(path: str, data: bytes, progress: object = None) -> None:
        if not stopped:
            stopped.append(path)
            cells.session.interrupt()
        put(path, data, progress)  # type: ignore[arg-type]

    board.put = put_and_stop  # type: ignore[method-assign]
    assert cells.error(f"%upload {names}").name == "KeyboardInterrupt"
    assert len(on_board(cells)) < 40
    assert not any(path.endswith(".part") for path in on_board(cells))
    assert cells.value("6 * 7") == "42"


def test_stop_in_the_middle_of_a_file(
    cells: Cells, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cells.run("%upload a.py")
    (folder / "a.py").write_bytes(bytes(400_000))
    advance = Carrying.advance
    counts: list[int] = []

    def stop_and_advance(bar: Carrying, count: int) -> None:
        if not counts:
            cells.session.interrupt()
        counts.append(count)
        advance(bar, count)

    monkeypatch.setattr(Carrying, "advance", stop_and_advance)
    assert cells.error("%upload a.py").name == "KeyboardInterrupt"
    assert 0 < sum(counts) < 400_000
    assert on_board(cells) == {"/a.py": b"name = 'a.py'\n"}
    assert cells.value("6 * 7") == "42"


def test_refused_in_answers(cells: Cells, folder: Path) -> None:
    result = cells.session.run("%upload a.py", lambda output: None, trusted=False)
    assert result.status == "error"


@pytest.mark.parametrize("line", ["%upload much", "%upload much/a", "%sync much", "%upload ."])
def test_more_than_a_board_can_hold_is_refused(
    cells: Cells, folder: Path, monkeypatch: pytest.MonkeyPatch, line: str
) -> None:
    (folder / "much").mkdir()
    for name in "ab":
        (folder / "much" / name).write_bytes(b"x" * 2000)
    monkeypatch.setattr(carrying, "MOST_BYTES", 1500)
    cells.run("1")
    assert "too much for a board" in cells.error(line).message
    assert on_board(cells) == {}


def test_stop_ends_the_search_for_files(
    cells: Cells, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stop_at(patterns: str, _: object) -> bool:
        cells.session.interrupt()
        return False

    monkeypatch.setattr(tree, "is_left_out", stop_at)
    assert cells.error("%upload .").name == "KeyboardInterrupt"
    assert on_board(cells) == {}
