"""%trace: the timing diagram of what the board did, or a file of it for a logic analyser."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from coursekit.session.carrying import here, writing
from coursekit.session.connection import bench_of
from coursekit.session.magics.arguments import words
from coursekit.session.magics.registry import line_magic
from coursekit.session.outputs import Display
from coursekit.session.pictures import figure_bundle
from coursekit.session.run import CellRun, UsageError
from coursekit.session.words import counted, listed

if TYPE_CHECKING:
    from coursekit.bench import Bench
    from coursekit.bench.trace import Channel

_MOST_CHANGES = 200_000
"""More are not drawn: it would take minutes, and nobody could tell one from another."""
_USAGE = "Write it like this: %trace led1 GP15 --last 100"
_TIMES = ("--last", "--from", "--to")


@line_magic("trace", in_answers=True)
def trace(arguments: str, run: CellRun) -> None:
    """Shows what the pins, parts and buses did over time, as a timing diagram.

    %trace                        all that changed during the last cell that ran on the board
    %trace led1 GP15              these channels, in this order
    %trace i2c                    all I2C buses, decoded; spi and uart likewise
    %trace bmp1                   the bus of this chip
    %trace "I2C GP4/GP5"          one bus; a name with spaces needs its quotation marks
    %trace --last 100             the last 100 milliseconds of that cell
    %trace --from 4.8 --to 5.3    from 4.8 to 5.3 milliseconds of it: so close, bits can be seen
    %trace --all                  all since the board was started
    %trace --vcd log.vcd          into a file, which PulseView and GTKWave open; no picture

    Times count from the start of that cell; with --all from the start of the board.
    Above a program it shows what that program does, when it has ended. A trace needs the virtual
    board.
    """
    asked = _parse(arguments)
    if asked.vcd and not run.trusted:
        raise UsageError("%trace --vcd writes a file, which an answer that is graded may not do.")
    if run.has_code:
        run.afterwards.append(lambda: _show(asked, run))
    else:
        run.session.open_board(run)
        _show(asked, run)


@dataclass
class _Asked:
    """What the command was given; times in milliseconds."""

    names: list[str] = field(default_factory=list)
    times: dict[str, float] = field(default_factory=dict)
    everything: bool = False
    vcd: str = ""


def _parse(arguments: str) -> _Asked:
    asked = _Asked()
    rest = iter(words(arguments.replace(",", " "), "%trace"))
    for word in rest:
        if word == "--all":
            asked.everything = True
        elif word in _TIMES:
            asked.times[word] = _time(word, next(rest, ""))
        elif word == "--vcd":
            asked.vcd = next(rest, "")
            if not asked.vcd or asked.vcd.startswith("-"):
                raise UsageError("After --vcd comes the name of a file: %trace --vcd log.vcd")
        elif word.startswith("-"):
            raise UsageError(
                f"%trace knows --last, --from, --to, --all and --vcd, not {word}. {_USAGE}"
            )
        else:
            asked.names.append(word)
    if "--last" in asked.times and len(asked.times) > 1:
        raise UsageError(f"--last goes without --from and --to. {_USAGE}")
    if asked.times.get("--to", 1e9) <= asked.times.get("--from", 0.0):
        raise UsageError("--to comes after --from: %trace --from 4.8 --to 5.3")
    return asked


def _time(option: str, text: str) -> float:
    try:
        time_ms = float(text)
    except ValueError:
        time_ms = -1.0
    if not (0 if option == "--from" else 1e-9) <= time_ms < 1e9:
        raise UsageError(f"After {option} comes a number of milliseconds. {_USAGE}")
    return time_ms


def _show(asked: _Asked, run: CellRun) -> None:
    board = run.session.board
    if board is None:
        return  # it was lost meanwhile, which is what the cell will say
    bench = bench_of(board)
    if bench is None:
        run.write("A trace needs the virtual board: %connect virtual changes to it.\n")
        return
    whole = (0, run.session.board_time_us() or 0) if asked.everything else run.session.window_us
    if whole is None:
        run.write("No program has run on this board yet, so there is no trace.\n")
        return
    zero_us = whole[0]
    start_us, end_us = _window(asked, *whole)
    with bench.lock:
        channels = _channels(bench, asked.names)
        if channels and not asked.times:
            start_us, end_us = _around_buses(bench, channels, start_us, end_us)
    if asked.vcd:
        _write(bench, asked.vcd, channels or None, start_us, end_us, run)
        return
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
        shown = [bench.trace[name] for name in channels]
        changed = any(_changed(channel, start_us, end_us) for channel in shown)
    if shown and not changed:
        run.write(f"{_unchanged(shown)} {_when(asked, run)}.\n")


def _window(asked: _Asked, start_us: int, end_us: int) -> tuple[int, int]:
    """The time that was asked for, in whole microseconds of board time."""
    zero_us = start_us
    if "--last" in asked.times:
        start_us = max(start_us, end_us - round(1000 * asked.times["--last"]))
    if "--to" in asked.times:
        end_us = min(end_us, zero_us + round(1000 * asked.times["--to"]))
    if "--from" in asked.times:
        start_us = zero_us + round(1000 * asked.times["--from"])
        if start_us >= end_us:
            raise UsageError(f"It was over by {(end_us - zero_us) / 1000:g} ms. Begin earlier.")
    return start_us, max(end_us, start_us + 1)


def _channels(bench: Bench, names: list[str]) -> list[str]:
    """The channels that were named, a bus by its kind or its chip; unknown ones as they are."""
    from coursekit.bench.buses.names import KINDS, channels_meant

    found: list[str] = []
    for name in names:
        channels = channels_meant(bench, name)
        if not channels and name.lower() in KINDS:
            raise UsageError(f"Nothing has used {name.upper()} on this board yet.")
        if not channels and name in bench.parts:
            raise UsageError(f"Nothing has gone to {name} yet.")
        found += channels or [name]
    return list(dict.fromkeys(found))


def _around_buses(bench: Bench, channels: list[str], start_us: int, end_us: int) -> tuple[int, int]:
    """Where buses alone are to be seen: the time in which something went over them."""
    from coursekit.bench.buses.channel import BusChannel

    buses = [bench.trace[name] for name in channels if name in bench.trace]
    records = []
    for bus in buses:
        if not isinstance(bus, BusChannel):
            return start_us, end_us
        within = bus.within(start_us, end_us)
        records += within[:1] + within[-1:]
    if not records:
        return start_us, end_us
    first = min(record.start_us for record in records)
    last = max(record.end_us for record in records)
    margin = 0.03 * (last - first)
    return max(start_us, int(first - margin)), min(end_us, int(last + margin) + 1)


def _write(
    bench: Bench, name: str, channels: list[str] | None, start_us: int, end_us: int, run: CellRun
) -> None:
    from coursekit.bench.errors import BenchError

    path = here(name, run)
    try:
        with writing(path):
            count = bench.trace.to_vcd(path, start_us, end_us, channels)
    except KeyError as error:
        raise UsageError(str(error.args[0])) from None
    except BenchError as error:
        raise UsageError(f"{error} For example: %trace --vcd {name} --last 10") from None
    run.write(f"Written to {path}: {counted(count, 'change')}. PulseView and GTKWave open it.\n")


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
    if channel.kind == "bus":
        return bool(channel.segments(start_us, end_us))
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


def _unchanged(shown: list[Channel]) -> str:
    names = listed([channel.name for channel in shown])
    if all(channel.kind == "bus" for channel in shown):
        return f"Nothing went over {names}"
    return f"{names} did not change"


def _when(asked: _Asked, run: CellRun) -> str:
    if asked.everything and not asked.times:
        return "since the board was started"
    of = "" if asked.everything else (" of this cell" if run.has_code else " of the last cell")
    if "--last" in asked.times:
        return f"during the last {asked.times['--last']:g} ms{of}"
    if asked.times:
        return f"in that part{of}"
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
