"""Arguments of a call as MicroPython source: only what both sides write in the same way."""

from __future__ import annotations

from math import isfinite, isnan

_PLAIN = (int, bool, str, bytes)


def literal(value: object) -> str:
    """The source text of `value`. Raises TypeError for a value that has no literal."""
    kind = type(value)
    if value is None or kind in _PLAIN:
        return repr(value)
    if isinstance(value, float) and kind is float:
        return _float(value)
    if isinstance(value, list) and kind is list:
        return f"[{', '.join(map(literal, value))}]"
    if isinstance(value, tuple) and kind is tuple:
        return f"({''.join(literal(item) + ', ' for item in value)})"
    if isinstance(value, dict) and kind is dict:
        items = (f"{literal(key)}: {literal(item)}" for key, item in value.items())
        return f"{{{', '.join(items)}}}"
    raise TypeError(
        f"board.call sends literals to the board, and a {kind.__name__} is none. Give it an int, "
        "a float, a str, bytes, a bool, None, or a tuple, list or dict of these."
    )


def _float(value: float) -> str:
    if isfinite(value):
        return repr(value)
    return "float('nan')" if isnan(value) else f"float('{'-' if value < 0 else ''}inf')"


def dotted(name: str) -> str:
    """A function's name, `blink` or `door.is_open`. Raises TypeError for anything else."""
    if isinstance(name, str) and all(part.isidentifier() for part in name.split(".")):
        return name
    raise TypeError(f"board.call needs the name of a function, not {name!r}.")
