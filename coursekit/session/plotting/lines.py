"""Finds the numbers in a printed line, in the forms that serial plotters know.

A line is either all numbers, with their names and units, or it is text: half of a sentence is never
taken for a measurement.
"""

from __future__ import annotations

import math
import re

LONGEST = 2000
"""Characters; what is longer is text."""

_NUMBER = r"[-+]?(?:(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?|inf(?:inity)?\b|nan\b)|None\b"
_UNITS = (
    "% %RH RH ° °C C °F F K V mV uV µV kV A mA uA µA W mW kW Wh J Hz kHz MHz s ms us µs ns min h "
    "m cm mm um µm km m/s m/s2 m/s² m/s^2 km/h g mg kg mg/m3 µg/m³ Pa hPa kPa mbar bar N l ml "
    "lux lx ppm ppb deg dps °/s rad rad/s rpm dB dBm dBA B kB MB Ohm ohm Ω kΩ T mT uT µT G"
)
_UNIT = "|".join(sorted(map(re.escape, _UNITS.split()), key=len, reverse=True))
_FIELD = re.compile(
    r"\s*(?:(?P<name>[^\W\d][^:=,;\t\r\n]{0,39}?)\s*[:=]\s*)?"
    rf"(?P<number>{_NUMBER})"
    rf"(?:[ ]?(?:{_UNIT})(?![^\s,;)\]]))?"
    r"(?:\s*[,;]\s*|\s+|$)"
)
_BRACKETS = {"(": ")", "[": "]"}


def numbers(line: str) -> list[tuple[str, float]] | None:
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
        return [("", value if math.isfinite(value) else math.nan)] if "_" not in line else None
    text = line.strip()
    if not text or len(text) > LONGEST:
        return None
    if _BRACKETS.get(text[0]) == text[-1]:
        text = text[1:-1].rstrip(", ")
    found: list[tuple[str, float]] = []
    position = 0
    while position < len(text):
        field = _FIELD.match(text, position)
        if field is None:
            return None
        position = field.end()
        number = math.nan if field["number"] == "None" else float(field["number"])
        found.append((field["name"] or "", number if math.isfinite(number) else math.nan))
    return found or None


class LineReader:
    """Makes lines of text that comes in pieces. The end of a line may be LF, CR LF or CR."""

    def __init__(self) -> None:
        self._rest = ""

    def feed(self, text: str) -> list[str]:
        """The lines that are complete now, without their ends."""
        *lines, self._rest = (self._rest + text).split("\n")
        if len(self._rest) > LONGEST:
            self._rest = self._rest[-1:].rjust(LONGEST + 1, "?")  # text, however it goes on
        return [line.removesuffix("\r") for line in lines]

    def finish(self) -> list[str]:
        """The last line, if it had no end."""
        rest, self._rest = self._rest, ""
        return [rest] if rest else []
