"""What the commands that carry files have in common: paths of both sides, bars, words."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from coursekit.boards import BoardError, RemoteError, tree
from coursekit.session.live import Progress
from coursekit.session.run import CellRun, UsageError
from coursekit.session.words import amount, counted, listed
from coursekit.whole_files import write_whole

if TYPE_CHECKING:
    from coursekit.boards import Board

MOST_BYTES = 64_000_000
"""What is taken from the computer at most: who names a wrong folder is told so, soon."""
_BAR_BYTES = 4096  # less is carried before anybody has looked


def here(text: str, run: CellRun) -> Path:
    """A path of the computer: from the notebook's folder, `~` is the home folder.

    Everywhere a backslash separates as on Windows, so that a notebook may travel; except in the
    name of a file that there is.
    """
    folder = run.session.folder
    if "\\" in text and not (folder / text).exists():
        text = text.replace("\\", "/")
    return Path(os.path.normpath(folder / Path(text).expanduser()))


def there(text: str, board: Board) -> str:
    """A path of the board, absolute. Raises `UsageError` where it leads out of the board.

    A relative one counts from the board's working folder: `/` on most, `/flash` on a pyboard.
    """
    text = text.removeprefix(":").replace("\\", "/")
    if not text.startswith("/"):
        text = f"{_working_folder(board)}/{text}"
    try:
        return tree.board_path(text)
    except ValueError as error:
        raise UsageError(str(error)) from None


def existing(text: str, run: CellRun) -> Path:
    """A file or folder of the computer. Raises `UsageError`."""
    path = here(text, run)
    if not path.exists():
        raise UsageError(f"There is no {text} on the computer, looked for as {path}.")
    return path


def content(path: Path) -> bytes:
    """The bytes of a file of the computer. Raises `UsageError`."""
    try:
        about = path.stat()
        if about.st_size > MOST_BYTES:
            raise UsageError(f"{path} has {amount(about.st_size)}: that is too much for a board.")
        if not (stat.S_ISREG(about.st_mode) or stat.S_ISDIR(about.st_mode)):
            raise UsageError(f"{path} is a pipe or a device, and no file. Name a file.")
        return path.read_bytes()
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {error.strerror}.") from None


def contents(folder: Path, run: CellRun, left_out: Iterable[str] = ()) -> dict[str, bytes]:
    """All files of a folder, by their path in it. Raises `UsageError`; Stop ends it."""
    size = 0

    def check(path: Path) -> None:
        nonlocal size
        run.session.stop_if_interrupted()
        size += path.lstat().st_size
        if size > MOST_BYTES:
            raise UsageError(
                f"{folder} holds more than {amount(MOST_BYTES)}: that is too much for a board. "
                "Name the folder in it that is meant."
            )

    found = {}
    for name, path in tree.local_files(folder, left_out, check).items():
        run.session.stop_if_interrupted()
        found[name] = content(path)
    return found


def keep(path: Path, data: bytes, *, make_folder: bool = False) -> None:
    """Make `data` the content of a file of the computer, all or nothing. Raises `UsageError`."""
    with writing(path):
        write_whole(path, data, make_folder=make_folder)


@contextmanager
def writing(path: Path) -> Iterator[None]:
    """What keeps a file of the computer from being written becomes a `UsageError`."""
    try:
        yield
    except OSError as error:
        raise not_written(path, error) from None


def not_written(path: Path, error: OSError) -> UsageError:
    """What to raise when a file of the computer cannot be written."""
    why = error.strerror or error
    return UsageError(f"{path} cannot be written: {why}. Choose another place.")


class Carrying:
    """A `Progress` of several files, where there is enough to carry for one."""

    def __init__(self, run: CellRun, title: str, total: int) -> None:
        self._progress = Progress(run, title, total) if total >= _BAR_BYTES else None

    def advance(self, count: int) -> None:
        """So many bytes more."""
        if self._progress is not None:
            self._progress.advance(count)

    def close(self, note: str = "") -> None:
        """Leave the bar as it is."""
        if self._progress is not None:
            self._progress.close(note)


@contextmanager
def carrying(run: CellRun, title: str, total: int) -> Iterator[Carrying]:
    """A bar, where there is much to carry."""
    bar = Carrying(run, title, total)
    try:
        yield bar
    except BaseException:
        bar.close("not finished")
        raise
    bar.close()


@contextmanager
def trouble_of_files() -> Iterator[None]:
    """What is wrong with the files, and not with the board, becomes a `UsageError`."""
    try:
        yield
    except BoardError as error:
        if type(error) is BoardError:
            raise UsageError(str(error)) from None
        if isinstance(error, RemoteError) and error.errno is not None:
            raise UsageError(_failed(error)) from None
        raise


def carry(board: Board, plan: tree.Plan, title: str, run: CellRun) -> None:
    """Do what is in a plan, with a bar, and say which imported modules are old now."""
    with trouble_of_files(), carrying(run, title, plan.size) as bar:
        tree.carry_out(board, plan, bar.advance, run.session.stop_if_interrupted)
    modules = _modules([change.path for change in plan.changed])
    if modules:
        loaded = board.eval("[name for name in __import__('sys').modules]")
        old = [name for name in modules if isinstance(loaded, list) and name in loaded]
        if old:
            run.write(
                f"{listed(old)} {'is' if len(old) == 1 else 'are'} imported already: "
                "the board uses the new content after a restart.\n"
            )


def done_words(plan: tree.Plan) -> str:
    """What was written and what was not, for people."""
    return carried_words(len(plan.new) + len(plan.changed), plan.size, len(plan.equal))


def carried_words(count: int, size: int, same: int) -> str:
    """So many files of so many bytes were carried, and so many not."""
    if same and not count:
        return f"{counted(same, 'file')}, {'all ' if same > 1 else ''}the same already"
    also = f"; {same} the same already" if same else ""
    return f"{counted(count, 'file')}, {amount(size)}{also}"


def _working_folder(board: Board) -> str:
    try:
        return str(board.eval("__import__('os').getcwd()"))
    except RemoteError:  # a board that has no folders
        return "/"


def _failed(error: RemoteError) -> str:
    hint = error.hint or str(error)
    what = {
        28: "The old content is kept. Remove files that are not needed: %ls -r shows their sizes.",
        30: "Choose another folder.",
    }
    return f"{hint}. {what.get(abs(error.errno or 0), '')}".rstrip()


def _modules(paths: list[str]) -> list[str]:
    """What programs may have imported these files as."""
    found = []
    for path in paths:
        name, dot, ending = path.removeprefix("/lib").lstrip("/").rpartition(".")
        if dot and ending in ("py", "mpy"):
            found.append(name.removesuffix("/__init__").replace("/", "."))
    return found
