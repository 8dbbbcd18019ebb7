"""Files on a board, through its raw REPL.

What is not the content of a file is one expression: it leaves no names behind in the program's
globals.
"""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, NamedTuple, cast

from coursekit.boards import transfer
from coursekit.boards.errors import BoardError, RemoteError
from coursekit.boards.transfer import Progress
from coursekit.interruption import uninterrupted

if TYPE_CHECKING:
    from coursekit.boards.board import Board

_EEXIST = 17
_DIRECTORY = 0x4000
_TIMEOUT_S = 20.0  # erasing flash can take a while
_WORDS = {
    1: "not permitted",
    2: "no such file or directory",
    13: "not permitted",
    17: "exists already",
    20: "not a directory",
    21: "is a directory",
    28: "the board's flash is full",
    30: "read-only",
    39: "directory is not empty",
}


class FileInfo(NamedTuple):
    """An entry of a directory; `size` in bytes, 0 for a directory."""

    name: str
    size: int
    is_dir: bool


@uninterrupted
def put(board: Board, path: str, data: bytes, progress: Progress | None = None) -> None:
    """Make `data` the content of the file `path`; the old content stays until all has arrived.

    progress: told how many bytes are on the board. Raises `RemoteError` for what the board refuses
    (its `hint` says why), `TransferError` when the link damages data.
    """
    try:
        transfer.send(board, path, data, progress)
    except RemoteError as error:
        if error.name == "KeyboardInterrupt":  # perhaps two, and then nothing was tidied up
            _discard(board, path + transfer.PART)
        raise explained(error, path) from None
    except BaseException:
        _discard(board, path + transfer.PART)
        raise


@uninterrupted
def get(board: Board, path: str, progress: Progress | None = None) -> bytes:
    """The content of the file `path`, byte for byte. progress: told how many bytes have come."""
    try:
        return transfer.receive(board, path, progress)
    except RemoteError as error:
        raise explained(error, path) from None


def listdir(board: Board, path: str) -> list[FileInfo]:
    """The entries of the directory `path`, sorted by name."""
    entries = ask(board, path, f"[e for e in __import__('os').ilistdir({path!r})]")
    found = []
    for entry in cast("list[tuple[str, int, int, int]]", entries):
        is_dir = bool(entry[1] & _DIRECTORY)
        size = 0
        if len(entry) > 3:
            size = entry[3]
        elif not is_dir:
            full = f"{path}/{entry[0]}" if path else entry[0]
            size = cast(int, ask(board, full, f"__import__('os').stat({full!r})[6]"))
        if entry[0] not in (".", ".."):
            found.append(FileInfo(entry[0], size, is_dir))
    return sorted(found)


def remove(board: Board, path: str) -> None:
    """Delete the file `path`."""
    ask(board, path, f"__import__('os').remove({path!r})")


def makedirs(board: Board, path: str) -> None:
    """Make `path` and what is missing above it; a directory that exists is fine."""
    parts = path.strip("/").split("/")
    root = "/" if path.startswith("/") else ""
    for n in range(1, len(parts) + 1):
        directory = root + "/".join(parts[:n])
        try:
            ask(board, directory, f"__import__('os').mkdir({directory!r})")
        except RemoteError as error:
            if error.errno != _EEXIST:
                raise


def _discard(board: Board, part: str) -> None:
    with contextlib.suppress(BoardError):  # the error that led here is the one to tell
        board.eval(f"__import__('os').remove({part!r})", _TIMEOUT_S)


def ask(board: Board, path: str, expression: str) -> object:
    """The value of an expression about the file `path`."""
    try:
        return board.eval(expression, _TIMEOUT_S)
    except RemoteError as error:
        raise explained(error, path) from None


def explained(error: RemoteError, path: str) -> RemoteError:
    """`error` with a hint, and without the lines of this kit's own program on the board."""
    error.frames.clear()
    error.traceback = error.traceback.strip("\n").rpartition("\n")[2] + "\n"
    if error.errno is not None and not error.hint:
        error.hint = f"{path}: {_WORDS.get(abs(error.errno), 'see the error number')}"
    return error
