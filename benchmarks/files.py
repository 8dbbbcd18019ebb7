"""How long a file takes to a board on a pseudo-terminal and back, beside mpremote's command."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from benchmarks.harness import Result, ratio
from coursekit.boards.serial import open_serial

TIMES_AS_FAST = 3
_BYTES = 100_000
_RUNS = 3


def upload() -> Result:
    """100 kB to the board."""
    with _served() as (link, folder):
        local = folder / "up.bin"
        local.write_bytes(data := os.urandom(_BYTES))

        def ours() -> None:
            with open_serial(str(link)) as board:
                board.put("ours.bin", data)

        result = _beside_mpremote("100 kB to a board", ours, link, [str(local), ":theirs.bin"])
        with open_serial(str(link)) as board:
            assert board.get("ours.bin") == board.get("theirs.bin") == data
    return result


def download() -> Result:
    """100 kB from the board."""
    with _served() as (link, folder):
        local, data = folder / "down.bin", os.urandom(_BYTES)
        with open_serial(str(link)) as board:
            board.put("file.bin", data)

        def ours() -> None:
            with open_serial(str(link)) as board:
                assert board.get("file.bin") == data

        result = _beside_mpremote("100 kB from a board", ours, link, [":file.bin", str(local)])
        assert local.read_bytes() == data
    return result


BENCHMARKS: list[Callable[[], Result]] = [upload, download]


def _beside_mpremote(name: str, ours: Callable[[], None], link: Path, files: list[str]) -> Result:
    """Both open the port, carry the file and close the port; nothing is skipped as known."""
    mpremote = [sys.executable, "-m", "mpremote", "connect", str(link), "resume"]

    def theirs() -> None:
        command = [*mpremote, "fs", "cp", "-f", *files]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)

    result = ratio(
        name, ours, theirs, against="mpremote fs cp", limit=1 / TIMES_AS_FAST, runs=_RUNS
    )
    return Result(f"speed, {name}", 1 / result.value, "x", TIMES_AS_FAST, "more", result.note)


@contextlib.contextmanager
def _served() -> Iterator[tuple[Path, Path]]:
    """A virtual board on a port of its own process: the link to the port, and a folder."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        link = folder / "board"
        program = str(Path(sys.executable).with_name("coursekit"))
        command = [program, "serve", "--link", str(link)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as server:
            try:
                assert server.stdout is not None
                server.stdout.readline()
                yield link, folder
            finally:
                server.terminate()
