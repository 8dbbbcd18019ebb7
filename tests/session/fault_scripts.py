"""Scripts of faults: cells, and what happens to the board and its cable while they run.

A script is made from a seed. `play` runs it against a session and holds it to what is promised: no
cell hangs, none is a success that did not finish, and the next one works or says why not.
"""

from __future__ import annotations

import random
import re
from pathlib import Path
from typing import NamedTuple

from coursekit.session import CellResult, Error, Output, Session, Stream
from tests.boards.faulty import FOR_EVER, LOSSY, Fault, Plug, Where
from tests.boards.skipping import SkippingClock

TOUCHING = LOSSY | {"reset"}
"""Faults that change which bytes arrive."""

_NAMES = frozenset({
    "BoardError", "BoardLost", "BoardReset", "BoardTimeout", "BoardNotFound", "Disturbed",
    "KeyboardInterrupt",
})  # fmt: skip
NEXT_STEP = re.compile(r"\b(again|[Rr]estart|[Rr]un|[Pp]lug|[Cc]onnect|%connect|Stop|next cell)\b")
_GONE = "are gone"
_CELLS = 4


class Cell(NamedTuple):
    """A cell, what it prints, and how it ends: "" for well, else with that exception.

    `endless` ends when it is stopped. The last thing that a cell does which ends well is to set the
    pin of its number.
    """

    kind: str
    code: str
    text: str
    error: str = ""
    endless: bool = False
    needs: bool = False  # a variable of an earlier cell


class Script(NamedTuple):
    """Cells, and the faults in them."""

    seed: int
    cells: list[Cell]
    faults: list[Fault]

    def __str__(self) -> str:
        lines = [f"seed {self.seed}"]
        for number, cell in enumerate(self.cells):
            lines.append(f"{number}: {cell.kind}")
            lines += [f"   {fault}" for fault in self.faults if fault.cell == number]
        return "\n".join(lines)


def make_cell(kind: str, number: int, chance: random.Random) -> Cell:
    """The cell of a kind."""
    done = f"import machine\nmachine.Pin({number}, machine.Pin.OUT).on()"
    n = chance.randint(2, 200)
    match kind:
        case "print":
            return Cell(kind, f"print('cell {number}')\n{done}", f"cell {number}\n")
        case "lines":
            return Cell(kind, f"for i in range({n}): print(i)\n{done}", _lines(n))
        case "sleeps":
            code = f"import time\nfor i in range(4):\n    time.sleep_ms(2)\n    print(i)\n{done}"
            return Cell(kind, code, _lines(4))
        case "floods":
            code = f"for i in range(1000): print('x' * 99)\n{done}"
            return Cell(kind, code, ("x" * 99 + "\n") * 1000)
        case "long":
            code = f"{'# a comment' * 60}\nprint({n})\n{'# ' * 400}\n{done}"
            return Cell(kind, code, f"{n}\n")
        case "unicode":
            return Cell(kind, f"print('grün 😀 ' * {n})\n{done}", "grün 😀 " * n + "\n")
        case "forges":
            ends = "\x04\x04>OK\x04Traceback (most recent call last):\nKeyError: x\n\x04>"
            code = f"import sys\nfor i in range(3): sys.stdout.write({ends!r})\n{done}"
            return Cell(kind, code, ends * 3)
        case "defines":
            return Cell(kind, f"known = {n}\n{done}", "")
        case "uses":
            code = f"print(len(known_list))\n{done}"
            return Cell(kind, code, "3\n", needs=True)
        case "value":
            return Cell(kind, f"{done}\n{n} + 1", "")
        case "raises":
            return Cell(kind, f"print(1)\nraise ValueError({n})", "1\n", "ValueError")
        case "syntax":
            return Cell(kind, f"{'#' * n}\nx = = 1", "", "SyntaxError")
        case "long syntax":
            return Cell(kind, "x = = 1\n" + "# a comment\n" * 60, "", "SyntaxError")
        case "loops":
            return Cell(kind, "print('go')\nwhile True: pass", "", endless=True)
        case "sleeps on":
            code = "import time\nwhile True:\n    print('on')\n    time.sleep_ms(1)"
            return Cell(kind, code, "", endless=True)
        case "tidies up":
            code = "try:\n    while True: pass\nfinally:\n    print('tidy')"
            return Cell(kind, code, "", endless=True)
        case "reads":
            return Cell(kind, "import sys\nwhile True: sys.stdin.read(1)", "", endless=True)
        case "exits":
            return Cell(kind, "print(1)\nraise SystemExit", "1\n", "BoardReset")
        case "resets":
            return Cell(kind, "import machine\nmachine.reset()", "", "BoardReset")
    raise AssertionError(kind)


KINDS = (
    "print", "lines", "sleeps", "floods", "long", "unicode", "forges", "defines", "uses", "value",
    "raises", "syntax", "long syntax", "loops", "sleeps on", "tidies up", "reads", "exits",
    "resets",
)  # fmt: skip


def make_script(seed: int) -> Script:
    """The script of a seed."""
    chance = random.Random(seed)
    first = Cell(
        "first", "known_list = [1, 2, 3]\nimport machine\nmachine.Pin(0, machine.Pin.OUT).on()", ""
    )
    cells = [first]
    cells += [make_cell(chance.choice(KINDS), n, chance) for n in range(1, _CELLS + 1)]
    faults = [
        _make_fault(chance.randint(0, _CELLS), chance) for _ in range(chance.choice((1, 1, 2, 3)))
    ]
    return Script(seed, cells, faults)


def _make_fault(cell: int, chance: random.Random) -> Fault:
    kind = chance.choice(
        ("garbage", "garbage", "flood", "boot log", "swallow", "deaf", "reset", "reset", "unplug",
         "unplug", "stall", "stop")
    )  # fmt: skip
    places: tuple[Where, ...] = ("before", "sent", "got", "got")
    where = chance.choice(places)
    # Most of what there is to meet is at the beginning and within the first kilobyte.
    at = chance.choice((0, chance.randint(0, 12), chance.randint(0, 80), chance.randint(0, 1200)))
    size = {
        "garbage": chance.choice((1, 3, 40, 1000)),
        "flood": 100_000,
        "boot log": chance.randint(0, 1),
        "swallow": chance.choice((1, 2, 3, 10, 200)),
        "unplug": chance.choice((0, 1, 2, FOR_EVER)),
        "stall": chance.choice((100, 1500, 8000, 20_000)),
    }.get(kind, 0)
    return Fault(cell, where, at if where != "before" else 0, kind, size)


class Player:
    """Runs the cells of a script in a session and checks each."""

    def __init__(self, script: Script, clock: SkippingClock, folder: Path) -> None:
        self.script = script
        self.clock = clock
        self.plug = Plug(script.faults, script.seed, clock)
        self.session = Session(self.plug.connect, folder)
        self.plug.stop = self.session.interrupt
        self.said = ""  # since the last cell that ended well
        self.starts = 0  # of the board, when that was
        self.defined = 0  # the same, when the variable was defined that some cells need
        self.calm = 0  # cells in a row in which nothing happened

    def play(self) -> None:
        """Run the script; an AssertionError names it."""
        try:
            for number, cell in enumerate(self.script.cells):
                self.run_cell(number, cell)
            self.recover()
        except AssertionError as error:
            raise AssertionError(f"{error}\n{self.script}\n{self.plug.happened}") from error
        finally:
            self.session.close()
            self.plug.close()

    def run_cell(self, number: int, cell: Cell) -> None:
        plug = self.plug
        happened, opened, starts = len(plug.happened), plug.opened, plug.starts
        plug.begin_cell(number)
        plug.endless = cell.endless
        result, text = self._run(cell.code)
        plug.endless = False
        faults = plug.happened[happened:]
        self.said += text + (result.error.message if result.error else "")
        if result.status == "ok":
            self._check_success(number, cell, text, faults, opened)
            return
        assert result.error is not None
        self._check_error(cell, result.error)
        if not faults and self.calm and starts == self.starts and not plug.away:
            expected = cell.error or ("KeyboardInterrupt" if cell.endless else "")
            if cell.needs and plug.starts != self.defined:
                expected = "NameError"
            assert result.error.name == expected, f"cell {number}: {result.error}"
        restarts = cell.error == "BoardReset"
        disturbed = faults or plug.swallows or plug.away or restarts
        self.calm = 0 if disturbed else self.calm + 1

    def _check_success(
        self, number: int, cell: Cell, text: str, faults: list[Fault], opened: int
    ) -> None:
        plug = self.plug
        assert number in plug.pins_set(), f"cell {number} was a success and did not finish"
        if plug.starts != self.starts and self.starts:
            assert _GONE in self.said, f"cell {number}: nobody said that variables are gone"
            assert not cell.needs
        if number == 0:
            self.defined = plug.starts
        if self.calm and not any(_touches(fault) for fault in faults):
            exact = text.endswith(cell.text) if plug.opened > opened else text == cell.text
            assert exact, f"cell {number} printed {text[:200]!r}"
        self.said, self.starts = "", plug.starts
        self.calm = 0 if faults or plug.swallows else self.calm + 1

    def _check_error(self, cell: Cell, error: Error) -> None:
        name, message = error.name, error.message
        assert "coursekit" not in "".join(error.traceback), error  # not an error of ours
        allowed = _NAMES | {cell.error} | ({"NameError"} if cell.needs else set())
        damaged = any(fault.kind in TOUCHING for fault in self.plug.happened)
        assert name in allowed or damaged, f"{name}: {message}"
        if name.startswith("Board") or name == "Disturbed":
            assert NEXT_STEP.search(message), f"no next step in {name}: {message}"
        if name == "KeyboardInterrupt":
            assert self.plug.stops, "KeyboardInterrupt, but nobody pressed Stop"
        if name == "BoardReset":
            assert _GONE in message

    def recover(self) -> None:
        """On a cable in order again, a cell works, or says what to do and the next works."""
        self.plug.heal()
        for attempt in range(3):
            number = _CELLS + 1 + attempt
            self.plug.begin_cell(number)
            result, text = self._run("print(1 + 1)")
            if result.status == "ok":
                # What the noise left on the cable may come first.
                assert text.endswith("2\n"), text[-200:]
                if attempt or text == "2\n":
                    return
                continue
            assert result.error is not None
            assert NEXT_STEP.search(result.error.message), result.error
        raise AssertionError(f"the board is not back: {result.error}")

    def _run(self, code: str) -> tuple[CellResult, str]:
        outputs: list[Output] = []
        result = self.session.run(code, outputs.append)
        return result, "".join(o.text for o in outputs if isinstance(o, Stream))


def _touches(fault: Fault) -> bool:
    """Whether more or less may be shown than the program printed."""
    # The end of a run that comes in two parts, seconds apart, is taken for something printed.
    return fault.kind in TOUCHING or (fault.kind == "stall" and fault.size > 1500)


def _lines(count: int) -> str:
    return "".join(f"{i}\n" for i in range(count))
