"""%trace: the timing diagram of what the board did."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coursekit.session.connection import bench_of
from coursekit.session.magics.registry import line_magic
from coursekit.session.outputs import Display
from coursekit.session.pictures import figure_bundle
from coursekit.session.run import CellRun, UsageError
from coursekit.session.words import listed

if TYPE_CHECKING:
    from coursekit.bench import Bench
    from coursekit.bench.trace import Channel

_MOST_CHANGES = 200_000
"""More are not drawn: it would take minutes, and nobody could tell one from another."""
_USAGE = "Write it like this: %trace led1 GP15 --last 100"


@line_magic("trace", in_answers=True)
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
    bench = bench_of(board)
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
    with bench.lock:
        count = _count(bench, channels, start_us, end_us)
    if count > _MOST_CHANGES:
        run.write(
            f"There are more than {_MOST_CHANGES:,} changes, which is too many to draw. "
            "Show fewer, for example: %trace --last 10\n"
        )
        return
    run.emit(_picture(bench, channels or None, start_us, end_us, zero_us))
    with bench.lock:
        changed = any(_changed(bench.trace[name], start_us, end_us) for name in channels)
    if channels and not changed:
        names = listed(list(dict.fromkeys(channels)))
        run.write(f"{names} did not change {_when(last_ms, everything, run)}.\n")


def _count(bench: Bench, names: list[str], start_us: int, end_us: int) -> int:
    """How many changes lie in the window; a name that there is not has none."""
    shown = [c for c in bench.trace if not names or c.name in names]
    return sum(
        int(((start_us <= channel.times_us) & (channel.times_us <= end_us)).sum())
        for channel in shown
    )


def _changed(channel: Channel, start_us: int, end_us: int) -> bool:
    """Whether anything happened on a channel in the window."""
    from coursekit.bench.pwm import PwmSegment

    times_us = channel.times_us
    if channel.kind == "event":
        return bool(((start_us <= times_us) & (times_us <= end_us)).any())
    values = []
    if len(times_us) and times_us[0] < start_us:
        values.append(channel.level_at(start_us - 1))
    for _, _, value in channel.segments(start_us, end_us):
        if isinstance(value, PwmSegment):
            if 0 < value.on_fraction < 1:
                return True
            value = round(value.on_fraction)
        values.append(value)
    return any(value != values[0] for value in values)


def _when(last_ms: float | None, everything: bool, run: CellRun) -> str:
    if everything and last_ms is None:
        return "since the board was started"
    of = "" if everything else (" of this cell" if run.has_code else " of the last cell")
    if last_ms is not None:
        return f"during the last {last_ms:g} ms{of}"
    return "during this cell" if run.has_code else "during the last cell"


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
