"""%timeit: how long code takes on the board."""

from __future__ import annotations

import re
from dataclasses import dataclass

from coursekit.session.cells import has_code
from coursekit.session.keyboard import asks
from coursekit.session.magics.registry import cell_magic, line_magic
from coursekit.session.run import CellRun, UsageError

_OPTION = re.compile(r"\s*-([a-zA-Z]+)\s*(\S*)\s*")
_USAGE = "Write it like this: %timeit -n 1000 -r 5 sorted(values)"
_MOST_LOOPS, _MOST_REPEATS = 100_000_000, 100


@dataclass(frozen=True)
class _Wanted:
    loops: int
    repeats: int
    name: str
    code: str


@line_magic("timeit", in_answers=True)
def timeit(arguments: str, run: CellRun) -> None:
    """Measures how long code takes on the board, by the board's own clock.

    %timeit sorted(values)       above a program: measured when the program has ended
    %timeit                      above a program: measures that program itself
    %timeit -n 1000 -r 5 f(2)    1000 loops in each of 5 repeats, else it finds them itself
    %timeit -o slow f(2)         %%host cells have the seconds per loop as `slow`

    The code runs many times in a function of its own: names that it assigns are its own, too. The
    time of the empty loop is taken off. What counts is the best repeat: anything else that the
    board had to do only makes it slower. The heap is collected before each repeat; what it costs
    to collect it meanwhile belongs to the code. Three short repeats more find how much heap a loop
    takes. `%%timeit SETUP` at the top of a cell runs SETUP
    before each repeat, and does not count it.
    """
    wanted = _parse(arguments, run)
    if has_code(wanted.code):
        run.afterwards.append(lambda: None if run.program_failed else _measure(wanted, "", run))
        return
    if not run.has_code:
        raise UsageError(f"There is nothing to measure. {_USAGE}")
    program, run.code = run.code, ""
    run.afterwards.append(lambda: _measure(wanted, "", run, program))


@cell_magic("timeit")
def timeit_cell(arguments: str, code: str, run: CellRun) -> None:
    """Measures how long the cell's program takes on the board.

    %%timeit                the whole cell
    %%timeit x = [3, 1]     does this before each repeat, and does not count it
    """
    wanted = _parse(arguments, run)
    if not has_code(code):
        raise UsageError("There is nothing to measure: the program stands below %%timeit.")
    _measure(wanted, wanted.code, run, code)


def _parse(arguments: str, run: CellRun) -> _Wanted:
    numbers = {"n": 0, "r": 0}
    most = {"n": _MOST_LOOPS, "r": _MOST_REPEATS}
    name = ""
    while found := _OPTION.match(arguments):
        option, value = found.groups()
        if option in numbers:
            if not value.isdecimal() or not 0 < int(value) <= most[option]:
                raise UsageError(f"After -{option} comes 1 to {most[option]:,}. {_USAGE}")
            numbers[option] = int(value)
        elif option == "o" and value.isidentifier():
            name = value
        else:
            break
        arguments = arguments[found.end() :]
    if name and not run.trusted:
        raise UsageError("-o is not carried out in an answer that is graded. Take it out.")
    return _Wanted(numbers["n"], numbers["r"], name, arguments)


def _measure(wanted: _Wanted, setup: str, run: CellRun, program: str = "") -> None:
    if any(asks(code, run.session.sources) for code in (program, setup, wanted.code)):
        raise UsageError("Nobody is asked while time is measured: give a value instead of input().")
    # Here, not above: it loads the bench, and most commands do without.
    from coursekit.session.measuring.loops import measure
    from coursekit.session.measuring.words import timing_words

    code = program or wanted.code
    session = run.session
    board = session.open_board(run)
    session.sources.add(code)
    stop = session.stop_if_interrupted
    stop()
    timing = measure(board, code, setup, wanted.loops, wanted.repeats, stop)
    run.write(timing_words(timing) + "\n")
    if wanted.name:
        session.host.names[wanted.name] = timing.best_us / 1e6
