"""Shows how far an installation is: a bar on a terminal, a line now and then elsewhere.

pip knows no total, but the lock does: its packages are counted as pip collects them, and once more
as they appear in site-packages, which is the longer half and the one in which pip is silent.
"""

from __future__ import annotations

import re
import shutil
import time
from collections.abc import Callable
from typing import TextIO

BAR_WIDTH = 24
QUIET_S = 20.0  # without a terminal: at least one line in this time
STEP = 0.25  # without a terminal: a line at each such fraction

PINNED = re.compile(r"^[A-Za-z0-9][\w.-]*(\[[^]]*\])?==", re.MULTILINE)
COLLECTING = re.compile(r"^(?:Collecting|Requirement already satisfied:) ([A-Za-z0-9][\w.-]*)")
INSTALLING = re.compile(r"^Installing collected packages: (.*)")
DOWNLOADING = re.compile(r"^\s+(?:Downloading|Using cached) \S*?([\w.]+?)-\d\S*( \(.*\))?")


class Progress:
    """One line that changes in place, or several lines that do not."""

    def __init__(self, stream: TextIO, clock: Callable[[], float] = time.monotonic) -> None:
        self.stream = stream
        self.clock = clock
        self.started_s = clock()
        self.tty = stream.isatty()
        self._shown_s = self.started_s
        self._shown_fraction = 0.0
        self._drawn = False

    def update(self, fraction: float, note: str) -> None:
        """`fraction` from 0 to 1, `note` says what is being done."""
        elapsed_s = self.clock() - self.started_s
        if self.tty:
            done = round(fraction * BAR_WIDTH)
            bar = "#" * done + "." * (BAR_WIDTH - done)
            text = f"[{bar}] {fraction:4.0%} {elapsed_s:3.0f} s  {note}"
            columns = shutil.get_terminal_size().columns - 1
            self.stream.write("\r" + text[:columns].ljust(columns))
            self._drawn = True
        elif fraction >= self._shown_fraction + STEP or self.clock() >= self._shown_s + QUIET_S:
            self._shown_fraction, self._shown_s = fraction, self.clock()
            self.stream.write(f"  {fraction:4.0%} after {elapsed_s:.0f} s: {note}\n")
        self.stream.flush()

    def close(self) -> None:
        """Leaves the cursor at the start of an empty line."""
        if self._drawn:
            columns = shutil.get_terminal_size().columns - 1
            self.stream.write("\r" + " " * columns + "\r")
            self.stream.flush()


class PipWatcher:
    """Turns pip's output into a fraction and a note.

    `installed` gives the names now in site-packages; it is asked only in the second half.
    """

    def __init__(self, lock_text: str, installed: Callable[[], set[str]]) -> None:
        self.total = len(PINNED.findall(lock_text))
        self.installed = installed
        self.note = "asking for the first package"
        self.installing = False
        self.fraction = 0.0
        self._collected: set[str] = set()
        self._before: set[str] = set()
        self._to_install = 0

    def line(self, text: str | None) -> None:
        """Takes one line of pip's output, or None for a tick."""
        if text is not None:
            self._read(text)
        if self.installing:
            new = {name for name in self.installed() if name.endswith(".dist-info")} - self._before
            share = min(1.0, len(new) / max(1, self._to_install))
            self.fraction = 0.5 + 0.5 * share
            self.note = f"installing {len(new)} of {self._to_install} packages"
        elif self.total:
            self.fraction = min(0.5, 0.5 * len(self._collected) / self.total)

    def _read(self, text: str) -> None:
        if text.startswith("Ignoring "):
            self.total -= 1  # locked for another system or Python
        elif match := COLLECTING.match(text):
            self._collected.add(match[1])
            self.note = match[1]
        elif match := DOWNLOADING.match(text):
            self.note = f"{match[1]}{match[2] or ''}"
        elif match := INSTALLING.match(text):
            self.installing = True
            self._before = {name for name in self.installed() if name.endswith(".dist-info")}
            self._to_install = len(match[1].split(","))
