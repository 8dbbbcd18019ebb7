"""%capture: what a program prints goes into a file on the computer."""

from __future__ import annotations

from pathlib import Path
from typing import TextIO

from coursekit.session.carrying import here, not_written, writing
from coursekit.session.live import LiveDisplay
from coursekit.session.magics.arguments import ArgumentParser, parse
from coursekit.session.magics.registry import line_magic
from coursekit.session.run import CellRun
from coursekit.session.words import counted

_parser = ArgumentParser("%capture", stock=True)
_parser.add_argument("--quiet", "-q", action="store_true")
_parser.add_argument("--QUIET", "-Q", action="store_true")
_parser.add_argument("file", metavar="FILE")


@line_magic("capture")
def capture(arguments: str, run: CellRun) -> None:
    """Writes what the program below prints to a file on the computer, beside the notebook.

    %capture readings.csv       and shows it, too
    %capture -q readings.csv    shows how many lines there are so far instead
    %capture -Q readings.csv    shows how many lines there were, at the end

    The file is replaced. What a program printed before it failed or was stopped is in it.
    """
    options = parse(_parser, arguments)
    path = here(options.file, run)
    with writing(path):
        file = path.open("w", encoding="utf-8", errors="backslashreplace")
    captured = _Captured(file, run, shown=not (options.quiet or options.QUIET))
    if options.quiet and not options.QUIET:
        captured.live = LiveDisplay(run)
    run.filters.append(captured)
    run.afterwards.append(lambda: captured.close(path))


class _Captured:
    """The filter that writes the file. live: shows the number of lines while they come."""

    def __init__(self, file: TextIO, run: CellRun, shown: bool) -> None:
        self.live: LiveDisplay | None = None
        self._file = file
        self._run = run
        self._shown = shown
        self._lines = 0
        self._open_line = False
        self._trouble: OSError | None = None

    def feed(self, text: str) -> str:
        """Write it; a file that cannot be written may not stop the program."""
        try:
            if self._trouble is None:
                self._file.write(text)
        except OSError as error:
            self._trouble = error
        self._lines += text.count("\n")
        self._open_line = not text.endswith("\n")
        if self.live is not None:
            self.live.show({"text/plain": self._words()})
        return text if self._shown else ""

    def finish(self) -> str:
        """The program has ended: nothing more to show."""
        return ""

    def close(self, path: Path) -> None:
        """Close the file, and say how much is in it. Raises `UsageError`."""
        try:
            self._file.close()
        except OSError as error:
            self._trouble = self._trouble or error
        if self.live is not None:
            self.live.show({"text/plain": self._words()})
            self.live.close()
        elif not self._shown:
            self._run.write(self._words() + "\n")
        if self._trouble is not None:
            raise not_written(path, self._trouble)

    def _words(self) -> str:
        return f"{counted(self._lines + self._open_line, 'line')} captured"
