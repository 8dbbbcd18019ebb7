"""The one table of differences, differences.toml: where two boards may disagree, and why.

The table in docs/virtual-board.md is made from it, so nothing there is claimed that no run has seen
without saying so.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

TABLE = Path(__file__).parent / "differences.toml"

WRONG = {
    "virtual": "the virtual board",
    "emulator": "the emulator",
    "firmware": "this firmware's build or version",
    "either": "nobody",
}
"""Who does not do as a Pico W with MicroPython 1.29 would, and in words."""


class TableError(Exception):
    """A row of differences.toml is not as it must be; the message says which and why."""


@dataclass(frozen=True)
class Seen:
    """One observation that differs, with the exact texts of both boards."""

    program: str
    observation: str
    virtual: str
    emulated: str

    def toml(self) -> str:
        """It as it stands in the list `seen` of a row."""
        fields = ("program", "observation", "virtual", "emulated")
        pairs = (f"{name} = {_quoted(getattr(self, name))}" for name in fields)
        return "{ " + ", ".join(pairs) + " }"


@dataclass(frozen=True)
class Difference:
    """A row: what it is `here`, on the virtual board, what `there`, on a Pico W, and `why`.

    wrong: a key of WRONG. seen: the observations that show it; none if `unseen` says why not.
    """

    here: str
    there: str
    why: str
    wrong: str
    seen: tuple[Seen, ...] = ()
    unseen: str = ""


@dataclass
class Table:
    """All rows, and for each observation of them its row."""

    rows: tuple[Difference, ...] = ()
    _index: dict[tuple[str, str], tuple[Difference, Seen]] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        self._index = {}
        for row in self.rows:
            for seen in row.seen:
                key = (seen.program, seen.observation)
                if key in self._index:
                    raise TableError(f"{seen.program}: `{seen.observation}` is listed twice.")
                self._index[key] = (row, seen)

    def find(self, program: str, observation: str) -> tuple[Difference, Seen] | None:
        """The row that lists this observation, and its texts there."""
        return self._index.get((program, observation))

    def seen(self) -> Iterable[Seen]:
        """All observations that are listed."""
        return (seen for row in self.rows for seen in row.seen)


def load(path: Path = TABLE) -> Table:
    """The table in a file. Raises TableError."""
    return parse(path.read_text(encoding="utf-8"))


def parse(text: str) -> Table:
    """The table in a text. Raises TableError."""
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise TableError(f"differences.toml: {error}") from error
    return Table(tuple(_row(raw) for raw in data.get("difference", ())))


def _row(raw: dict[str, Any]) -> Difference:
    name = f"differences.toml, row {raw.get('here', raw)!r}"
    try:
        row = Difference(**{**raw, "seen": tuple(Seen(**seen) for seen in raw.get("seen", ()))})
    except TypeError as error:
        raise TableError(f"{name}: {error}") from error
    if row.wrong not in WRONG:
        raise TableError(f"{name}: `wrong` is {row.wrong!r}, and not one of {', '.join(WRONG)}.")
    if bool(row.seen) == bool(row.unseen):
        raise TableError(f"{name}: needs either observations in `seen` or a reason in `unseen`.")
    for seen in row.seen:
        if seen.virtual == seen.emulated:
            raise TableError(f"{name}: `{seen.observation}` has two equal texts.")
    return row


def _quoted(text: str) -> str:
    """A basic string of TOML, on one line."""
    short = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"}
    pieces = []
    for character in text:
        if character in short:
            pieces.append(short[character])
        elif character < " " or character == "\x7f":
            pieces.append(f"\\u{ord(character):04X}")
        else:
            pieces.append(character)
    return '"' + "".join(pieces) + '"'
