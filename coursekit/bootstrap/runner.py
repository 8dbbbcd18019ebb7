"""Runs one step of the set-up as a child process whose output goes to the log.

The caller hears of each line, and several times a second of none, so that it can show that the
step is alive. The child never outlives the call.
"""

from __future__ import annotations

import queue
import subprocess
import threading
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import IO

TICK_S = 0.2
OnLine = Callable[[str | None], None]


def ignore(line: str | None) -> None:
    """For callers that need no news."""


def run_logged(
    command: Sequence[str],
    log: Path,
    cwd: Path,
    variables: Mapping[str, str],
    on_line: OnLine = ignore,
) -> int:
    """Returns the exit status. `on_line` gets each line, or None when a tick passed without one."""
    lines: queue.Queue[str | None] = queue.Queue()
    with log.open("a", encoding="utf-8") as record:
        record.write(f"$ {' '.join(command)}\n")
        record.flush()
        child = subprocess.Popen(
            command,
            cwd=cwd,
            env={**variables, "PYTHONUNBUFFERED": "1", "PYTHONIOENCODING": "utf-8"},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            errors="replace",
        )
        assert child.stdout is not None
        reader = threading.Thread(target=_read, args=(child.stdout, lines), daemon=True)
        reader.start()
        try:
            while True:
                try:
                    line = lines.get(timeout=TICK_S)
                except queue.Empty:
                    on_line(None)
                    continue
                if line is None:
                    return child.wait()
                record.write(line)
                record.flush()
                on_line(line.rstrip("\n"))
        finally:
            _end(child)
            reader.join(timeout=5)
            # What it still said before its end, so that the caller knows how far it had come.
            while not lines.empty():
                if (line := lines.get()) is not None:
                    record.write(line)
                    on_line(line.rstrip("\n"))


def _read(stream: IO[str], lines: queue.Queue[str | None]) -> None:
    for line in stream:
        lines.put(line)
    lines.put(None)


def _end(child: subprocess.Popen[str]) -> None:
    if child.poll() is None:
        child.terminate()
        try:
            child.wait(timeout=5)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()
