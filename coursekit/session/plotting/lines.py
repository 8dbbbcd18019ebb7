"""Finds the numbers in a printed line, in the forms that serial plotters know.

A line is either all numbers, with their names and units, or it is text: half of a sentence is never
taken for a measurement.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from typing import TypeAlias

Row: TypeAlias = list[tuple[str, float]]
"""A line of numbers: (name, number) pairs."""

LONGEST = 2000
"""Characters; what is longer is text."""

_MOST = 1e300  # beyond, an axis would have no finite length
_NUMBER = (
    r"[-+]?(?:(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?|inf(?:inity)?\b|nan\b)|None\b|True\b|False\b"
)
_UNITS = (
    "% %RH RH ° °C C °F F K V mV uV µV kV A mA uA µA W mW kW Wh J Hz kHz MHz s ms us µs ns min h "
    "m cm mm um µm km m/s m/s2 m/s² m/s^2 km/h g mg kg mg/m3 µg/m³ Pa hPa kPa mbar bar N l ml "
    "lux lx ppm ppb deg dps °/s rad rad/s rpm dB dBm dBA B kB MB Ohm ohm Ω kΩ T mT uT µT G"
)
_UNIT = "|".join(sorted(map(re.escape, _UNITS.split()), key=len, reverse=True))
_FIELD = re.compile(
    r"\s*(?:(?P<name>[^\W\d][^:=,;\t\r\n]{0,39}?)\s*[:=]\s*)?"
    rf"(?P<number>{_NUMBER})"
    rf"(?:[ ]?(?:{_UNIT})(?=[\s,;]|$)(?!\s*[:=]))?"
    r"(?:\s*[,;]\s*|\s+|$)"
)
_WORDS = {"None": "nan", "True": "1", "False": "0"}
_BRACKETS = {"(": ")", "[": "]"}


def numbers(line: str) -> Row | None:
    """The (name, number) pairs of a line, in their order; None for a line that is text.

    A number without a name has the name "". `None`, and what is not finite, is NaN. These are
    lines of numbers: `1.5`, `1 2 3`, `1,2,3`, `(1, 2)`, `temp:23.5 hum:40`, `t = 3 ms; v = 2.5 V`.
    """
    try:
        value = float(line)  # the most frequent kind of line, three times as fast
    except ValueError:
        pass
    else:
        # Python reads digits with underscores as a number, which no program means.
        return [("", value if -_MOST < value < _MOST else math.nan)] if "_" not in line else None
    text = line.strip()
    if not text or len(text) > LONGEST:
        return None
    if _BRACKETS.get(text[0]) == text[-1]:
        text = text[1:-1].rstrip(", ")
    found: Row = []
    position = 0
    while position < len(text):
        field = _FIELD.match(text, position)
        if field is None:
            return None
        position = field.end()
        number = float(_WORDS.get(field["number"], field["number"]))
        found.append((field["name"] or "", number if -_MOST < number < _MOST else math.nan))
    return found or None


class NumberLines:
    """An output filter that hands each line of numbers to `take`.

    quiet: such lines are not shown then. Text that may still become one is held back until its
    line ends, at most `LONGEST` characters of it.
    """

    def __init__(self, take: Callable[[Row], None], quiet: bool = False) -> None:
        self._take = take
        self._quiet = quiet
        self._rest = ""
        self._is_text = False  # what the line that is being printed began with

    def feed(self, text: str) -> str:
        """Take a piece of what was printed; returns what is to be shown of it."""
        *lines, rest = (self._rest + text).split("\n")
        self._rest = ""  # also when `take` raises
        shown = [line + "\n" for line in lines if not self._taken(line)]
        if len(rest) > LONGEST or (rest and self._is_text):
            shown.append(rest)
            self._is_text, rest = True, ""
        self._rest = rest
        return "".join(shown) if self._quiet else text

    def finish(self) -> str:
        """Take the last line, if it had no end."""
        rest, self._rest = self._rest, ""
        taken = bool(rest) and self._taken(rest)
        return rest if self._quiet and not taken else ""

    def _taken(self, line: str) -> bool:
        row = None if self._is_text else numbers(line)
        self._is_text = False
        if row is None:
            return False
        self._take(row)
        return True
