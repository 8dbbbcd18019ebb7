"""How fast the virtual board prints, to whoever reads it, and what memory that takes on the way."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable

from benchmarks.harness import Result, at_least, timed
from coursekit.bench import Diagram
from coursekit.boards import Board
from coursekit.boards.virtual import VirtualBoard
from coursekit.session import Output, Session, Stream

FLOOD_MB_PER_S = 20.0
FLOOD_GROWTH_MB = 8.0

_LINE = 100
_LINES = 100_000
_PROGRAM = f"s = 'x' * {_LINE - 1}\nfor _ in range({_LINES}): print(s)"
_MEASURE_GROWTH = f"""
import resource
from benchmarks.link import flood_once, virtual
from coursekit.session import Session
session = Session(virtual)
flood_once(session, 1)
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
flood_once(session, {_LINES})
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)
session.close()
"""


def flood() -> Result:
    """10 MB in lines, from `print` to the function that takes the board's output."""
    with VirtualBoard() as board:

        def run() -> float:
            sizes: list[int] = []
            took_s = timed(lambda: board.exec(_PROGRAM, lambda text: sizes.append(len(text))))
            assert sum(sizes) == _LINE * _LINES
            return sum(sizes) / took_s / 1e6

        return at_least("10 MB printed", run, unit="MB/s", limit=FLOOD_MB_PER_S, runs=7)


def flood_cell() -> Result:
    """The same to the outputs of a cell."""
    session = Session(virtual)
    flood_once(session, 1)
    try:
        return at_least(
            "10 MB printed by a cell",
            lambda: _LINE * _LINES / timed(lambda: flood_once(session, _LINES)) / 1e6,
            unit="MB/s",
            limit=FLOOD_MB_PER_S,
            runs=7,
        )
    finally:
        session.close()


def flood_memory() -> Result:
    """How much more memory the process of a session takes for it, at the most."""
    done = subprocess.run(
        [sys.executable, "-c", _MEASURE_GROWTH], stdout=subprocess.PIPE, text=True, check=True
    )
    growth_mb = int(done.stdout) / 1024
    return Result("memory for 10 MB printed", growth_mb, "MB", FLOOD_GROWTH_MB, "less")


def virtual(target: str | None, diagram: Diagram | None, runtime: str | None = None) -> Board:
    """The virtual board, whatever is plugged in."""
    return VirtualBoard(diagram, runtime=runtime)


def flood_once(session: Session, lines: int) -> None:
    """Print `lines` lines of 100 characters in a cell, and look that all of them came."""
    chars = 0

    def take(output: Output) -> None:
        nonlocal chars
        if isinstance(output, Stream):
            chars += output.text.count("x")

    result = session.run(_PROGRAM.replace(str(_LINES), str(lines)), take)
    assert result.status == "ok"
    assert chars >= (_LINE - 1) * lines


BENCHMARKS: list[Callable[[], Result]] = [flood, flood_cell, flood_memory]
