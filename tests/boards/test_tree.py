"""Folders on a board: walking, hashing, comparing with the computer, and carrying it out."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from coursekit.boards import Board, BoardError, RemoteError, tree
from coursekit.boards.tree import Entry
from coursekit.boards.virtual import VirtualBoard
from tests.boards.streams import PipeStream

LOCAL = {"main.py": b"print(1)\n", "lib/a.py": b"a = 1\n", "lib/deep/b c.py": b""}


@pytest.fixture
def board() -> Iterator[Board]:
    with VirtualBoard() as board:
        yield board


def sync(board: Board, local: dict[str, bytes], target: str, *left_out: str) -> tree.Plan:
    plan = tree.compare(board, local, target, left_out, delete=True)
    tree.carry_out(board, plan)
    return plan


def content(board: Board, top: str = "/") -> dict[str, bytes]:
    return {e.path: board.get(e.path) for e in tree.walk(board, top) if not e.is_dir}


def test_walk(board: Board) -> None:
    sync(board, LOCAL, "/app")
    assert tree.walk(board) == [
        Entry("/app", True, 0),
        Entry("/app/lib", True, 0),
        Entry("/app/lib/a.py", False, 6),
        Entry("/app/lib/deep", True, 0),
        Entry("/app/lib/deep/b c.py", False, 0),
        Entry("/app/main.py", False, 9),
    ]
    assert tree.walk(board, "/app/lib/") == tree.walk(board)[2:5]
    with pytest.raises(RemoteError, match="/none: no such file"):
        tree.walk(board, "/none")


def test_a_look(board: Board) -> None:
    sync(board, LOCAL, "/")
    digest = hashlib.sha256(LOCAL["main.py"]).hexdigest()
    wanted = {"/main.py": 9, "/lib/a.py": 5, "/lib": None, "/none": 3, "/lib/deep/b c.py": None}
    assert list(tree.look(board, wanted).values()) == [
        digest,
        tree.OTHER_SIZE,
        tree.FOLDER,
        tree.NOTHING,
        hashlib.sha256(b"").hexdigest(),
    ]
    many = {f"/{n}": n for n in range(50)}
    assert tree.look(board, many) == dict.fromkeys(many, tree.NOTHING)


def test_a_board_without_hashes(tmp_path: Path) -> None:
    (tmp_path / "hashlib.py").write_text("raise ImportError")
    with Board(PipeStream(tmp_path), kind="pipes", port="pipes") as board:
        board.put("x", b"123")
        assert tree.look(board, {"x": 3}) == {"x": hashlib.sha256(b"123").hexdigest()}


def test_kinds(board: Board) -> None:
    sync(board, LOCAL, "/")
    paths = ("/", "/lib", "/main.py", "/none", "/none/x", "/main.py/x")
    assert [tree.kind(board, path) for path in paths] == ["folder", "folder", "file", "", "", ""]


def test_only_what_differs_travels(board: Board) -> None:
    plan = sync(board, LOCAL, "/app")
    assert [change.path for change in plan.new] == [f"/app/{path}" for path in LOCAL]
    assert plan.size == 15
    board.put("/app/own.txt", b"1")
    changed = {**LOCAL, "lib/a.py": b"a = 2\n", "new.py": b"1"}
    del changed["main.py"]
    plan = sync(board, changed, "/app")
    assert [change.path for change in plan.new] == ["/app/new.py"]
    assert [change.path for change in plan.changed] == ["/app/lib/a.py"]
    assert plan.equal == ["/app/lib/deep/b c.py"]
    assert [entry.path for entry in plan.deleted] == ["/app/own.txt", "/app/main.py"]
    assert content(board) == {f"/app/{path}": data for path, data in changed.items()}


def test_without_delete_nothing_is_deleted(board: Board) -> None:
    board.put("/own.txt", b"1")
    assert tree.compare(board, LOCAL, "/").deleted == []


def test_folders_that_are_gone_here_go_there(board: Board) -> None:
    sync(board, LOCAL, "/app")
    sync(board, {"main.py": b"1"}, "/app")
    assert [entry.path for entry in tree.walk(board)] == ["/app", "/app/main.py"]


def test_what_is_left_out_stays(board: Board) -> None:
    sync(board, LOCAL, "/app")
    sync(board, {}, "/app", "*.py")
    assert len(content(board)) == 3
    sync(board, {}, "/app", "lib/deep")
    assert [e.path for e in tree.walk(board, "/app")] == ["/app/lib", "/app/lib/deep"]


@pytest.mark.parametrize(
    ("there", "here"), [("/app/lib", "lib/a.py"), ("/app/x/y", "x"), ("/app/a", "a/b/c")]
)
def test_a_file_where_the_other_has_a_folder(board: Board, there: str, here: str) -> None:
    board.makedirs(there.rpartition("/")[0])
    board.put(there, b"1")
    with pytest.raises(BoardError, match="on the board and a"):
        sync(board, {here: b"2"}, "/app")
    assert board.get(there) == b"1"


def test_progress_counts_each_byte_once(board: Board) -> None:
    counts: list[int] = []
    plan = tree.compare(board, {"a": bytes(10_000), "b": b"", "c": b"123"}, "/")
    tree.carry_out(board, plan, counts.append)
    assert sum(counts) == plan.size == 10_003
    assert min(counts) >= 0


def test_what_is_at_a_path(board: Board) -> None:
    board.put("/log.csv", b"1,2\n")
    board.makedirs("/app")
    assert tree.entry(board, "/log.csv") == tree.Entry("/log.csv", False, 4)
    assert tree.entry(board, "/app") == tree.Entry("/app", True, 0)
    assert tree.entry(board, "/none") is None
    assert tree.entry(board, "/log.csv/x") is None


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("lib/x.py", "/lib/x.py"),
        ("/lib//x.py", "/lib/x.py"),
        (":lib\\x.py", "/lib/x.py"),
        ("/lib/../a b.py", "/a b.py"),
        ("./", "/"),
        ("", "/"),
    ],
)
def test_board_paths(text: str, path: str) -> None:
    assert tree.board_path(text) == path


@pytest.mark.parametrize("text", ["..", "/../x", "a/../../b", "..\\x"])
def test_board_paths_that_lead_out(text: str) -> None:
    with pytest.raises(ValueError, match="leads out of the board"):
        tree.board_path(text)


def test_files_of_the_computer(tmp_path: Path) -> None:
    for path in ("a.py", "lib/b.py", "lib/__pycache__/b.pyc", ".git/HEAD", "x.bak", "docs/c.md"):
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_bytes(b"")
    assert list(tree.local_files(tmp_path)) == ["a.py", "x.bak", "docs/c.md", "lib/b.py"]
    assert list(tree.local_files(tmp_path, ["*.bak", "docs/"])) == ["a.py", "lib/b.py"]
    assert tree.local_files(tmp_path)["lib/b.py"] == tmp_path / "lib" / "b.py"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no pipes in folders")
def test_what_never_ends_is_no_file_of_the_computer(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "a.py").write_bytes(b"")
    assert list(tree.local_files(tmp_path)) == ["a.py"]
