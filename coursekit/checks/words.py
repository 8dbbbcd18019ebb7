"""Values, errors and times as a student reads them: short, safe to show, the same every time.

All that comes from a board was written by the program under test, so nothing of it is trusted.
"""

from __future__ import annotations

import re
from collections import OrderedDict
from collections.abc import Callable
from typing import Any

from coursekit.bench.drawing import units
from coursekit.boards import RemoteError

__all__ = [
    "call_text",
    "clean",
    "count",
    "digits",
    "duration",
    "raised",
    "sentence",
    "show",
    "type_name",
]

MAX_SHOWN = 160
"""Characters of a value or a message that are shown."""

_ADDRESS = re.compile(r"\b0x[0-9a-fA-F]{5,}\b|\b[0-9a-f]{9,16}(?=>)|(?<=<bound_method )[0-9a-f]+")
_DEPTH = 8


def duration(us: float) -> str:
    """Microseconds as a length of time in three digits: `350 \u00b5s`, `200 ms`, `2.5 s`."""
    return units.duration(float(f"{us:.3g}"))


def digits(value: float) -> str:
    """A number in three digits, without zeros at its end."""
    return units.three_digits(float(f"{value:.3g}"))


def show(value: object, *, hexadecimal: bool = False) -> str:
    """A value as its literal reads; cut when long. hexadecimal: whole numbers as 0x48."""
    text = _literal(value, _DEPTH, hex if hexadecimal else str)
    return _cut(text)


def clean(text: str, longest: int = MAX_SHOWN) -> str:
    """Text of a program, fit to stand in a sentence: one line, no control characters."""
    text = " ".join(_ADDRESS.sub("0x...", text[: 4 * longest]).split())
    return _cut("".join(c if c.isprintable() else ascii(c)[1:-1] for c in text), longest)


def raised(error: RemoteError) -> str:
    """An exception as it follows on a call: `raised ValueError: too big (line 3, in blink)`."""
    said = f"raised {clean(error.name)}"
    if error.message:
        said += f": {clean(error.message)}"
    inner = [frame for frame in error.frames if frame.function not in ("", "<module>")]
    if inner:
        said += f" (line {inner[-1].line}, in {clean(inner[-1].function)})"
    return said


def sentence(text: str) -> str:
    """The text with a full stop, unless it ends in one or in a question mark."""
    return text if text.endswith((".", "?", "!")) else f"{text}."


def type_name(value: object) -> str:
    """The name of a value's type, as in Python."""
    return "None" if value is None else clean(type(value).__name__)


def count(number: int, noun: str) -> str:
    """`1 pulse`, `3 pulses`, `no pulses`."""
    if number == 1:
        return f"1 {noun}"
    return f"{number or 'no'} {noun}es" if noun.endswith("s") else f"{number or 'no'} {noun}s"


def call_text(name: str, args: tuple[object, ...], kwargs: dict[str, object]) -> str:
    """A call as it reads: `blink(3, ms=200)`."""
    given = [show(arg) for arg in args] + [f"{key}={show(arg)}" for key, arg in kwargs.items()]
    return f"{name}({', '.join(given)})"


def _cut(text: str, longest: int = MAX_SHOWN) -> str:
    return text if len(text) <= longest else text[: longest - 3] + "..."


def _literal(value: Any, depth: int, whole: Callable[[int], str] = str) -> str:
    kind = type(value)
    if kind in (str, bytes, bytearray):
        return clean(repr(value[: 4 * MAX_SHOWN]))
    if kind is int:
        return _number(value, whole)
    if depth == 0:
        return "..."
    if kind in (dict, OrderedDict):
        some = list(value.items())[:MAX_SHOWN]
        items = [
            f"{_literal(k, depth - 1, whole)}: {_literal(v, depth - 1, whole)}" for k, v in some
        ]
        inside = f"{{{', '.join(items)}}}"
        return inside if kind is dict else f"OrderedDict({inside})"
    if isinstance(value, list | tuple | set | frozenset):
        some_items = list(value)[: 4 * MAX_SHOWN]
        parts = [_literal(item, depth - 1, whole) for item in some_items]
        return _sequence(value, parts)
    try:
        return clean(repr(value))
    except ValueError:  # of a number too long to write out
        return f"a {kind.__name__}"


def _sequence(value: Any, parts: list[str]) -> str:
    if isinstance(value, set | frozenset):  # their order changes from run to run
        parts = sorted(parts)
        inside = f"{{{', '.join(parts)}}}" if parts else "set()"
        return inside if isinstance(value, set) else f"frozenset({inside if parts else ''})"
    if isinstance(value, tuple):
        return f"({parts[0]},)" if len(parts) == 1 else f"({', '.join(parts)})"
    return f"[{', '.join(parts)}]"


def _number(value: int, whole: Callable[[int], str]) -> str:
    # Python refuses to write out very long numbers.
    if value.bit_length() > 1000:
        return f"a whole number of {value.bit_length()} bits"
    return whole(value)
