"""Whether two values are the same, types included; decided on the host, item by item.

Floats may differ in the seventh digit: a Pico computes with 32 bits, the virtual board with 64.
"""

from __future__ import annotations

from math import isclose, isfinite, isnan
from typing import Any

FLOAT_PRECISION = 1e-6


def is_number(value: object) -> bool:
    """Whether it is an int or a float, and no bool."""
    return type(value) in (int, float)


def is_same(a: Any, b: Any) -> bool:
    """Whether two values are equal and of the same types throughout."""
    if type(a) is not type(b):
        return _is_record(a) and _is_record(b) and a._fields == b._fields and _items_same(a, b)
    if isinstance(a, float):
        both_nan = isnan(a) and isnan(b)
        return both_nan or a == b or isclose(a, b, rel_tol=FLOAT_PRECISION)
    if isinstance(a, list | tuple):
        return _items_same(a, b)
    if isinstance(a, dict):
        # Keys that are equal need not be the same: 1 and True.
        pairs = {_key(key): value for key, value in a.items()}
        others = {_key(key): value for key, value in b.items()}
        return pairs.keys() == others.keys() and all(
            is_same(v, others[k]) for k, v in pairs.items()
        )
    if isinstance(a, set | frozenset):
        return {_key(item) for item in a} == {_key(item) for item in b}
    return bool(a == b)


def is_close(value: object, expected: float, within: float) -> bool:
    """Whether a value is a number not further than `within` from `expected`."""
    return (
        isinstance(value, int | float)
        and not isinstance(value, bool)
        and _finite(value)
        and abs(value - expected) <= within
    )


def _finite(value: float) -> bool:
    return (isinstance(value, int) and value.bit_length() < 1000) or (
        isinstance(value, float) and isfinite(value)
    )


def _items_same(a: Any, b: Any) -> bool:
    return len(a) == len(b) and all(is_same(x, y) for x, y in zip(a, b, strict=True))


def _is_record(value: object) -> bool:
    return isinstance(value, tuple) and hasattr(value, "_fields")


def _key(value: Any) -> Any:
    if isinstance(value, tuple | frozenset):
        return type(value), type(value)(_key(item) for item in value)
    return type(value), value
