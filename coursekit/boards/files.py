"""Files on a board, moved through its raw REPL in pieces that fit into a small heap.

Everything is one expression per piece: it leaves no names behind in the program's globals.
"""

from __future__ import annotations

import binascii
import contextlib
from typing import TYPE_CHECKING, NamedTuple, cast

from coursekit.boards.errors import RemoteError

if TYPE_CHECKING:
    from coursekit.boards.board import Board

_PIECE = 2048  # bytes; as base64 source and decoded it takes about 5 kB of the board's heap
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


def put(board: Board, path: str, data: bytes) -> None:
    """Write `data` to a file beside `path`, then rename it, so that no half file can remain."""
    part = path + ".part"
    try:
        _ask(board, path, f"open({part!r}, 'wb').close()")
        for i in range(0, len(data), _PIECE):
            _append(board, path, part, data[i : i + _PIECE])
        _ask(board, path, f"__import__('os').rename({part!r}, {path!r})")
    except RemoteError as error:
        if error.errno != 2:
            _discard(board, part)
        raise


def get(board: Board, path: str) -> bytes:
    """The content of the file `path`, byte for byte."""
    data = b""
    pieces = [data]
    at = 0
    as_text = True
    while True:
        read = f"f.read({_PIECE})"
        piece = f"__import__('binascii').b2a_base64({read})" if as_text else read
        code = f"(lambda f: (f.seek({at}), {piece}, f.close())[1])(open({path!r}, 'rb'))"
        try:
            data = cast(bytes, _ask(board, path, code))
        except RemoteError as error:
            if error.name != "ImportError" or not as_text:
                raise
            as_text = False
            continue
        if as_text:
            data = binascii.a2b_base64(data)
        pieces.append(data)
        at += len(data)
        if len(data) < _PIECE:
            return b"".join(pieces)


def listdir(board: Board, path: str) -> list[FileInfo]:
    """The entries of the directory `path`, sorted by name."""
    entries = _ask(board, path, f"[e for e in __import__('os').ilistdir({path!r})]")
    found = []
    for entry in cast("list[tuple[str, int, int, int]]", entries):
        is_dir = bool(entry[1] & _DIRECTORY)
        size = 0
        if len(entry) > 3:
            size = entry[3]
        elif not is_dir:
            full = f"{path}/{entry[0]}" if path else entry[0]
            size = cast(int, _ask(board, full, f"__import__('os').stat({full!r})[6]"))
        if entry[0] not in (".", ".."):
            found.append(FileInfo(entry[0], size, is_dir))
    return sorted(found)


def remove(board: Board, path: str) -> None:
    """Delete the file `path`."""
    _ask(board, path, f"__import__('os').remove({path!r})")


def makedirs(board: Board, path: str) -> None:
    """Make `path` and what is missing above it; a directory that exists is fine."""
    parts = path.strip("/").split("/")
    root = "/" if path.startswith("/") else ""
    for n in range(1, len(parts) + 1):
        directory = root + "/".join(parts[:n])
        try:
            _ask(board, directory, f"__import__('os').mkdir({directory!r})")
        except RemoteError as error:
            if error.errno != _EEXIST:
                raise


def _append(board: Board, path: str, part: str, piece: bytes) -> None:
    text = binascii.b2a_base64(piece, newline=False).decode()
    literal = f"__import__('binascii').a2b_base64('{text}')"
    code = "(lambda f, d: (f.write(d), f.close())[0])(open({!r}, 'ab'), {})"
    try:
        written = _ask(board, path, code.format(part, literal))
    except RemoteError as error:
        if error.name != "ImportError":
            raise
        written = _ask(board, path, code.format(part, repr(piece)))
    if written != len(piece):
        full = RemoteError("OSError", "28", "", [])
        full.hint = f"{path}: {_WORDS[28]}"
        raise full


def _discard(board: Board, part: str) -> None:
    with contextlib.suppress(RemoteError):  # the error that led here is the one to tell
        board.eval(f"__import__('os').remove({part!r})", _TIMEOUT_S)


def _ask(board: Board, path: str, expression: str) -> object:
    try:
        return board.eval(expression, _TIMEOUT_S)
    except RemoteError as error:
        if error.errno is not None and not error.hint:
            error.hint = f"{path}: {_WORDS.get(abs(error.errno), 'see the error number')}"
        raise
