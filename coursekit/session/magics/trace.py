"""%trace: the timing diagram of what the board did."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coursekit.session.magics.registry import line_magic
from coursekit.session.outputs import Display
from coursekit.session.pictures import figure_bundle
from coursekit.session.run import CellRun, UsageError

if TYPE_CHECKING:
    from coursekit.bench import Bench

_USAGE = "Write it like this: %trace led1 GP15 --last 100"


@line_magic("trace")
def trace(arguments: str, run: CellRun) -> None:
    """Shows what the pins and parts did over time, as a timing diagram.

    %trace                 all that changed during the last cell that ran on the board
    %trace led1 GP15       these channels, in this order
    %trace --last 100      the last 100 milliseconds of that cell
    %trace --all           all since the board was started

    Times count from the start of that cell; with --all from the start of the board.
    Above a program it shows what that program does, when it has ended. A trace needs the virtual
    board.
    """
    channels, last_ms, everything = _parse(arguments)
    if run.has_code:
        run.afterwards.append(lambda: _show(channels, last_ms, everything, run))
    else:
        run.session.open_board(run)
        _show(channels, last_ms, everything, run)


def _parse(arguments: str) -> tuple[list[str], float | None, bool]:
    channels: list[str] = []
    last_ms, everything = None, False
    words = iter(arguments.replace(",", " ").split())
    for word in words:
        if word == "--all":
            everything = True
        elif word == "--last":
            try:
                last_ms = float(next(words, ""))
            except ValueError:
                last_ms = 0.0
            if not 0 < last_ms < 1e9:
                raise UsageError(f"After --last comes a number of milliseconds. {_USAGE}")
        elif word.startswith("-"):
            raise UsageError(f"%trace knows --last and --all, not {word}. {_USAGE}")
        else:
            channels.append(word)
    return channels, last_ms, everything


def _show(channels: list[str], last_ms: float | None, everything: bool, run: CellRun) -> None:
    board = run.session.board
    if board is None:
        return  # it was lost meanwhile, which is what the cell will say
    bench: Bench | None = getattr(board, "bench", None)
    if bench is None:
        run.write("A trace needs the virtual board: %connect virtual changes to it.\n")
        return
    window = (0, run.session.board_time_us() or 0) if everything else run.session.window_us
    if window is None:
        run.write("No program has run on this board yet, so there is no trace.\n")
        return
    start_us, end_us = window
    zero_us = start_us
    if last_ms is not None:
        start_us = max(start_us, end_us - round(1000 * last_ms))
    end_us = max(end_us, start_us + 1)
    run.emit(_picture(bench, channels or None, start_us, end_us, zero_us))


def _picture(
    bench: Bench, channels: list[str] | None, start_us: int, end_us: int, zero_us: int
) -> Display:
    from coursekit.bench.timing import alt_text, timing_figure

    with bench.lock:
        try:
            words = alt_text(bench.trace, channels, start_us, end_us, zero_us=zero_us)
            figure = timing_figure(bench.trace, channels, start_us, end_us, zero_us=zero_us)
        except KeyError as error:
            raise UsageError(str(error.args[0])) from None
    return Display(*figure_bundle(figure, plain=words or "Nothing changed."))
