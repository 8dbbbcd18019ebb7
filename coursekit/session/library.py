"""The course's modules for boards, `device_lib`, as the flash of a check's board holds them.

Where a check allows it, an answer may import a driver of the course. `%sync` of the student's own
board is not replayed: nothing that a submission asks for may reach the files of the grader.
"""

from __future__ import annotations

import contextlib
import hashlib
from functools import cache
from pathlib import Path

import platformdirs

from coursekit.whole_files import write_whole

NAME = "device_lib"
OPTION = "--library"
"""After the task of a check: answers may import these modules."""
COURSE = Path(__file__).resolve().parents[2]
TARGET = "/lib"
"""Where `import` looks on a board."""


def library_digest() -> str:
    """A hash of the modules; "" where the course has none."""
    modules = _modules()
    hashed = hashlib.sha256()
    for module in modules:
        hashed.update(module.name.encode() + b"\0" + module.read_bytes() + b"\0")
    return hashed.hexdigest() if modules else ""


@cache
def library_flash() -> bytes | None:
    """The content of a flash with `device_lib` in /lib; None where the course has no such folder.

    Made by a virtual board on first use, then kept in the cache. Raises BoardError when no board
    can be started.
    """
    digest = library_digest()
    if not digest:
        return None
    from coursekit.boards.virtual.runtime import find_runtime

    name = hashlib.sha256(f"{find_runtime().label} {digest}".encode()).hexdigest()[:20]
    cache_folder = Path(platformdirs.user_cache_dir("coursekit", appauthor=False)) / "library"
    kept = cache_folder / f"{name}.littlefs"
    try:
        return kept.read_bytes()
    except OSError:
        flash = _make()
    _keep(flash, kept)
    return flash


def _modules() -> list[Path]:
    return sorted((COURSE / NAME).glob("*.py"))


def _make() -> bytes:
    from coursekit.boards.virtual import VirtualBoard

    board = VirtualBoard(fast_forward=True)
    try:
        board.makedirs(TARGET)
        for module in _modules():
            board.put(f"{TARGET}/{module.name}", module.read_bytes())
        return board.flash()
    finally:
        board.close()


def _keep(flash: bytes, place: Path) -> None:
    """Save it for the next process; without a place to do so it is made anew each time."""
    with contextlib.suppress(OSError):
        write_whole(place, flash, make_folder=True)
