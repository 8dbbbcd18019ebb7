"""%plot: numbers of the board as curves."""

from __future__ import annotations

from argparse import Namespace
from typing import TYPE_CHECKING

from coursekit.boards import RemoteError
from coursekit.session.carrying import here, writing
from coursekit.session.magics.arguments import ArgumentParser, parse
from coursekit.session.magics.registry import line_magic
from coursekit.session.plotting.lines import NumberLines, Row
from coursekit.session.plotting.look import Look
from coursekit.session.run import CellRun, UsageError

if TYPE_CHECKING:
    from coursekit.session.plotting.table import Table

_LARGEST_WINDOW = 100_000
_MOST_CHARS = 100
_MOST = 1e300


@line_magic("plot")
def plot(arguments: str, run: CellRun) -> None:
    """Draws the numbers that a program prints, while it runs.

    %plot              above a program: each line of numbers is a sample
    %plot temp hum     only these series
    %plot samples      alone in a cell: a list or an array of the board

    --window 200       only the last 200 samples
    --y-range 0 100    the ends of the y axis, else those of the numbers
    --x t              the series `t` is the x axis, else samples are counted
    --title "Kitchen"  stands above the picture
    --save data.csv    also writes the numbers into a file on the computer
    --quiet            does not print the lines that are drawn

    Lines of numbers are for example `1.5`, `1 2 3`, `1,2,3`, `(1, 2)`, `temp:23.5 hum:40` and
    `u = 3.3 V, i = 12 mA`; True and False are 1 and 0. Other lines are text. `nan` and `None` are
    gaps. Series without a name
    are called value, or value 1, value 2 ...
    """
    wanted = parse(_parser(), arguments)
    if run.has_code:
        _above_program(wanted, run)
    else:
        _values(wanted, run)


def _parser() -> ArgumentParser:
    parser = ArgumentParser("%plot")
    parser.add_argument("names", nargs="*", metavar="NAME")
    parser.add_argument("--window", type=int, metavar="N")
    parser.add_argument("--y-range", type=float, nargs=2, metavar=("LOW", "HIGH"))
    parser.add_argument("--x", metavar="NAME")
    parser.add_argument("--title", default="")
    parser.add_argument("--save", metavar="FILE")
    parser.add_argument("--quiet", action="store_true")
    return parser


def _above_program(wanted: Namespace, run: CellRun) -> None:
    plot = _Plot(wanted, tuple(_series_name(name) for name in wanted.names), run)
    run.before.append(plot.begin)
    run.filters.append(NumberLines(plot.take, wanted.quiet))
    run.afterwards.append(plot.end)


def _values(wanted: Namespace, run: CellRun) -> None:
    """Draw what expressions on the board hold; each element travels as a printed line."""
    names: list[str] = [name.rstrip(",") for name in wanted.names]
    if not names:
        raise UsageError(
            "%plot stands above a program that prints numbers, or names a list or an array of the "
            "board: %plot samples"
        )
    board = run.session.open_board(run)
    if wanted.x is not None and wanted.x.isdecimal():
        number = int(wanted.x)
        wanted.x = names[number - 1] if 1 < len(names) >= number else f"{names[0]} {number}"
    plot = _Plot(wanted, (), run)
    lines = NumberLines(lambda row: plot.take(_renamed(row, names)), quiet=True)
    try:
        board.exec(_print_each(names), lambda text: run.write(lines.feed(text)))
        plot.begin()
    except RemoteError as error:
        if error.name == "KeyboardInterrupt":
            raise
        raise UsageError(
            f"{', '.join(names)} cannot be drawn: %plot takes lists and arrays of the board. "
            f"It says: {error.name}: {error.message}"
        ) from None
    finally:
        run.write(lines.finish())
        plot.end()


def _print_each(expressions: list[str]) -> str:
    """A program that prints one element after the other, and needs no memory for all of them."""
    builtins = "__import__('builtins')"  # the program may have changed what names mean
    values = ",".join(f"(\n{expression}\n)" for expression in expressions)
    if len(expressions) > 1:
        values = f"{builtins}.zip({values})"
    # `any` goes on as long as `print` gives None.
    return f"(lambda b,v:b.any(b.map(b.print,v)))({builtins},{values})"


def _renamed(row: Row, names: list[str]) -> Row:
    """The numbers of one element, by what they were asked for."""
    if len(names) == len(row):
        return [(shown, value) for shown, (_, value) in zip(names, row, strict=True)]
    return [(name or f"{names[0]} {n}", value) for n, (name, value) in enumerate(row, 1)]


class _Plot:
    """What the lines of numbers go to: the picture, and the file if one is wanted."""

    def __init__(self, wanted: Namespace, only: tuple[str, ...], run: CellRun) -> None:
        from coursekit.session.plotting.live_plot import LivePlot
        from coursekit.session.plotting.samples import Samples

        x_name = None if wanted.x is None else _series_name(wanted.x)
        look = Look(wanted.title[:_MOST_CHARS], _y_range(wanted), x_name, _window(wanted))
        self._run = run
        self._live = LivePlot(run, Samples(look.window, x_name, only), look)
        self._begun = False
        self._name: str | None = wanted.save
        self._path = None if wanted.save is None else here(wanted.save, run)
        self._table: Table | None = None

    def begin(self) -> None:
        """The program is about to run, or the first number is there."""
        if self._begun:
            return
        if self._path is not None:
            from coursekit.session.plotting.table import Table

            with writing(self._path):
                self._table = Table(self._path)
        self._begun = True
        self._live.begin()

    def take(self, row: Row) -> None:
        """One line more."""
        self.begin()
        self._live.take(row)
        if self._table is not None:
            with writing(self._table.path):
                self._table.add(row)

    def end(self) -> None:
        """The program has ended, if it has begun."""
        if not self._begun:
            return
        self._live.end()
        if self._table is not None:
            with writing(self._table.path):
                self._table.close()
            self._run.write(f"{self._table.rows:,} rows are in {self._name}.\n")


def _series_name(word: str) -> str:
    """`2` is the second of the numbers that have no name."""
    name = word.rstrip(",")
    return f"value {name}" if name.isdecimal() else name


def _y_range(wanted: Namespace) -> tuple[float, float] | None:
    if wanted.y_range is None:
        return None
    low, high = wanted.y_range
    if not -_MOST < low < high < _MOST:
        raise UsageError("The lower end of the y axis comes first: %plot --y-range 0 100")
    return low, high


def _window(wanted: Namespace) -> int | None:
    window: int | None = wanted.window
    if window is not None and not 2 <= window <= _LARGEST_WINDOW:
        raise UsageError(f"A window has 2 to {_LARGEST_WINDOW:,} samples: %plot --window 200")
    return window
