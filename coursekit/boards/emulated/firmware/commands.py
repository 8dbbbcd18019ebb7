"""What `coursekit firmware` does and says: results on the output, everything else beside it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from rich.console import Console
from rich.markup import escape
from rich.progress import (
    BarColumn,
    DownloadColumn,
    Progress,
    ProgressColumn,
    TaskProgressColumn,
    TextColumn,
    TimeElapsedColumn,
)

from coursekit.boards.emulated.firmware import build as building
from coursekit.boards.emulated.firmware import download as official
from coursekit.boards.emulated.firmware import uf2
from coursekit.boards.emulated.firmware.errors import FirmwareUnusable
from coursekit.boards.emulated.firmware.finding import find_firmware


def show_path() -> None:
    """Print the path of the firmware that would be used; what it is goes to stderr."""
    _say(find_firmware(), Console(stderr=True))


def build(to: Path | None, again: bool) -> None:
    """Build the firmware unless it is in the cache, and copy it to the folder `to`, if any."""
    console = Console(stderr=True)
    with _bar(console, TaskProgressColumn()) as bar:
        task = bar.add_task("firmware", total=1.0)

        def on_step(share: float, step: str) -> None:
            bar.update(task, completed=share, description=escape(step))
            if not console.is_terminal:
                console.print(step, highlight=False, markup=False, soft_wrap=True)

        def on_wait() -> None:
            bar.update(task, description="another build is under way")
            if not console.is_terminal:
                console.print("waiting for another build")

        try:
            path = building.build(on_step, on_wait, again)
        except building.BuildFailed as failure:
            bar.stop()
            if failure.log:
                console.print(failure.log, highlight=False, markup=False, soft_wrap=True)
            raise
    if to is not None:
        path = next(copy for copy in building.copy(path, to) if copy.name == path.name)
    _say(path, console)


def download(again: bool) -> None:
    """Download the official firmware unless it is in the cache."""
    console = Console(stderr=True)
    try:
        path = None if again else official.kept()
    except FirmwareUnusable as damaged:
        console.print(str(damaged), highlight=False, markup=False, soft_wrap=True)
        path = None
    if path is None:
        with _bar(console, DownloadColumn()) as bar:
            task = bar.add_task("firmware", total=None)

            def on_progress(done: int, total: int) -> None:
                bar.update(task, completed=done, total=total or None)

            path = official.download(on_progress)
    _say(path, console)


@contextmanager
def _bar(console: Console, column: ProgressColumn) -> Iterator[Progress]:
    """A bar on a terminal, nothing elsewhere."""
    with Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        column,
        TimeElapsedColumn(),
        console=console,
        transient=True,
        disable=not console.is_terminal,
    ) as bar:
        yield bar


def _say(path: Path, console: Console) -> None:
    console.print(str(uf2.read(path)), highlight=False, markup=False, soft_wrap=True)
    print(path)
