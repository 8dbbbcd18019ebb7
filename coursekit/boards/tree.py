"""Folders on a board: what is in them, how it differs from a folder of the computer, and syncing.

Only what differs is carried: the board computes the hashes of its files itself.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, cast

from coursekit.boards import files, transfer
from coursekit.boards.errors import BoardError, RemoteError
from coursekit.boards.programs import LOOK, MESSAGE, WALK, call
from coursekit.boards.values import parse_value

if TYPE_CHECKING:
    from coursekit.boards.board import Board

LEFT_OUT = ("__pycache__", ".git", ".ipynb_checkpoints", ".DS_Store")
"""Names that are of no use on a board."""
NOTHING, FOLDER, OTHER_SIZE = "-", "/", "!"
"""What `look` says of what is no file of the wanted size."""
_BATCH = 16  # paths in one program
_PATIENCE_S = 60.0
_SLOWEST_BYTES_PER_S = 10_000  # reading and hashing


class Entry(NamedTuple):
    """A file or folder on a board; `path` is absolute, `size` in bytes, 0 for a folder."""

    path: str
    is_dir: bool
    size: int


class Change(NamedTuple):
    """A file of the computer that belongs at `path` on the board."""

    path: str
    data: bytes


@dataclass
class Plan:
    """What makes a folder on a board the same as one on the computer.

    new, changed: what to write. equal: paths that are the same already. deleted: what the computer
    does not have, folders after what is in them.
    """

    new: list[Change] = field(default_factory=list)
    changed: list[Change] = field(default_factory=list)
    equal: list[str] = field(default_factory=list)
    deleted: list[Entry] = field(default_factory=list)

    @property
    def size(self) -> int:
        """Bytes that have to travel."""
        return sum(len(change.data) for change in [*self.new, *self.changed])


def board_path(text: str) -> str:
    """An absolute path on the board: of one that counts from `/`, and may have `\\` and `..`.

    Raises ValueError for one that leads out of the board.
    """
    parts: list[str] = []
    for part in text.removeprefix(":").replace("\\", "/").split("/"):
        if part == ".." and not parts:
            raise ValueError(f"{text} leads out of the board's file system.")
        if part == "..":
            parts.pop()
        elif part not in ("", "."):
            parts.append(part)
    return "/" + "/".join(parts)


def entry(board: Board, path: str) -> Entry | None:
    """What is at `path`, None when there is nothing."""
    try:
        about = files.ask(board, path, f"__import__('os').stat({path!r})[:7]")
    except RemoteError as error:
        if error.errno in (2, 20):
            return None
        raise
    mode, *_, size = cast("tuple[int, ...]", about)
    is_dir = bool(mode & 0x4000)
    return Entry(path, is_dir, 0 if is_dir else size)


def kind(board: Board, path: str) -> str:
    """ "folder", "file", or "" when there is nothing at `path`."""
    found = entry(board, path)
    return "" if found is None else "folder" if found.is_dir else "file"


def walk(board: Board, top: str = "/") -> list[Entry]:
    """All that is in the folder `top` and in its folders, by path. Raises as `listdir` does."""
    said = _messages(board, top, call(WALK, top.rstrip("/")), _PATIENCE_S)
    found = []
    for message in said:
        path, is_dir, size = cast("tuple[str, bool, int]", parse_value(message))
        found.append(Entry(path, is_dir, size))
    return sorted(found)


def look(board: Board, wanted: Mapping[str, int | None]) -> dict[str, str]:
    """What there is at paths: `NOTHING`, `FOLDER`, `OTHER_SIZE`, or the sha256 of the file.

    wanted: the size that a file has to have for its hash to be computed; None for any. The board
    computes the hashes itself, unless it cannot.
    """
    found: dict[str, str] = {}
    items = list(wanted.items())
    for start in range(0, len(items), _BATCH):
        batch = items[start : start + _BATCH]
        patience_s = _PATIENCE_S + sum(size or 0 for _, size in batch) / _SLOWEST_BYTES_PER_S
        said = _messages(board, batch[0][0], call(LOOK, batch), patience_s)
        if len(said) != len(batch):
            raise BoardError("The board did not say what files it has. Try it again.")
        found.update(zip((path for path, _ in batch), said, strict=True))
    for path, answer in found.items():
        if answer == "?":
            found[path] = hashlib.sha256(board.get(path)).hexdigest()
    return found


def remove(board: Board, entries: Iterable[Entry]) -> None:
    """Delete files and folders; a folder has to be empty when all before it are gone."""
    for item in sorted(entries, reverse=True):
        call_name = "rmdir" if item.is_dir else "remove"
        files.ask(board, item.path, f"__import__('os').{call_name}({item.path!r})")


def local_files(
    folder: Path,
    left_out: Iterable[str] = (),
    check: Callable[[Path], None] = lambda path: None,
) -> dict[str, Path]:
    """The files in `folder` and its folders, by their path in it, with `/`.

    left_out: patterns (`*.bak`, `docs/*`) for names or such paths, in addition to `LEFT_OUT`. So
    are pipes, sockets and devices. check: called with each file; may raise.
    """
    patterns = (*LEFT_OUT, *left_out)
    found = {}
    for where, folders, names in os.walk(folder):
        base = Path(where).relative_to(folder)
        folders[:] = [
            n for n in sorted(folders) if not is_left_out((base / n).as_posix(), patterns)
        ]
        for name in sorted(names):
            path, file = (base / name).as_posix(), Path(where) / name
            if not is_left_out(path, patterns) and (file.is_file() or not file.exists()):
                check(file)
                found[path] = file
    return found


def is_left_out(path: str, patterns: Iterable[str]) -> bool:
    """Whether a path with `/`, or one of its names, matches a pattern."""
    candidates = [path, *path.split("/")]
    return any(
        fnmatchcase(name, pattern.rstrip("/")) for pattern in patterns for name in candidates
    )


def compare(
    board: Board,
    local: Mapping[str, bytes],
    target: str,
    left_out: Iterable[str] = (),
    delete: bool = False,
) -> Plan:
    """What to do so that the folder `target` of the board has the content of `local`.

    local: contents by their path in `target`. left_out: patterns of what on the board is left
    alone, whatever `delete` says. Raises `BoardError` where one has a file and the other a folder.
    """
    base = target.rstrip("/")
    wanted = {f"{base}/{path}": data for path, data in local.items()}
    folders = {above for path in wanted for above in _above(path)} - {""}
    known = look(
        board, {**dict.fromkeys(sorted(folders)), **{p: len(d) for p, d in wanted.items()}}
    )
    plan = Plan()
    for path, answer in known.items():
        if answer != NOTHING and (answer == FOLDER) != (path in folders):
            here, other = ("folder", "file") if path in folders else ("file", "folder")
            raise BoardError(
                f"{path} is a {other} on the board and a {here} on the computer. "
                "Rename one of them, or remove it."
            )
        if path in folders:
            continue
        data = wanted[path]
        if answer == hashlib.sha256(data).hexdigest():
            plan.equal.append(path)
        else:
            (plan.new if answer == NOTHING else plan.changed).append(Change(path, data))
    if delete and kind(board, target):
        patterns = (*LEFT_OUT, *left_out)
        there = walk(board, target)
        kept = {e.path for e in there if is_left_out(e.path[len(base) + 1 :], patterns)}
        kept |= wanted.keys() | folders
        kept |= {above for path in list(kept) for above in _above(path)}
        plan.deleted = [item for item in reversed(there) if item.path not in kept]
    return plan


def carry_out(
    board: Board,
    plan: Plan,
    progress: Callable[[int], None] = lambda count: None,
    check: Callable[[], None] = lambda: None,
) -> None:
    """Do what is in a plan: first write, then delete.

    progress: told of bytes that are done. check: called before each file; may raise.
    """
    made: set[str] = set()
    for change in [*plan.new, *plan.changed]:
        check()
        folder = change.path.rpartition("/")[0]
        if folder and folder not in made:
            files.makedirs(board, folder)
            made.add(folder)
        board.put(change.path, change.data, transfer.each_step(progress))
    check()
    remove(board, plan.deleted)


def _above(path: str) -> list[str]:
    """The folders above `path`."""
    parts = path.split("/")
    return ["/".join(parts[:n]) for n in range(1, len(parts))]


def _messages(board: Board, path: str, code: str, patience_s: float) -> list[str]:
    said: list[str] = []
    try:
        board.exec(code, said.append, patience_s)
    except RemoteError as error:
        raise files.explained(error, path) from None
    return MESSAGE.findall("".join(said))
