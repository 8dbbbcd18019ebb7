"""From the text of a MicroPython `repr` to the Python value, without running it.

Checks compare on the host what a board returned, so types must survive: an `OrderedDict` stays
one, a `bytearray` is not `bytes`, and what has no counterpart here is refused by name.
"""

from __future__ import annotations

import array
import ast
import collections
import functools
import keyword
from typing import Any

from coursekit.boards.errors import BoardError

_DIGITS = 4000  # Python refuses longer decimal literals
_NAMES: dict[str, float | complex] = {
    "inf": float("inf"),
    "nan": float("nan"),
    "infj": complex(0, float("inf")),
    "nanj": complex(0, float("nan")),
}


class _UnknownError(Exception):
    """Not the repr of a value that is known here."""


_NO_VALUE = (
    _UnknownError,
    SyntaxError,
    ValueError,
    TypeError,
    OverflowError,
    RecursionError,
    MemoryError,
)


def parse_value(text: str) -> object:
    """The value whose MicroPython `repr` is `text`; raises `BoardError` if there is none."""
    digits = text.removeprefix("-")
    if digits.isdecimal() and digits.isascii():
        return _big_int(digits) * (-1 if text[0] == "-" else 1)
    try:
        tree = ast.parse(text, mode="eval")
        return _value(tree.body)
    except _NO_VALUE as why:
        shown = text if len(text) <= 200 else text[:200] + "..."
        raise BoardError(
            f"The board returned {shown}, which has no counterpart on the computer. "
            "Return numbers, strings, bytes, lists, tuples, dicts or sets instead."
        ) from why


def _big_int(digits: str) -> int:
    if len(digits) <= _DIGITS:
        return int(digits)
    half = len(digits) // 2
    scale: int = 10**half
    return _big_int(digits[:-half]) * scale + _big_int(digits[-half:])


def _value(node: ast.expr) -> Any:
    match node:
        case ast.Constant(value=value):
            return value
        case ast.List(elts=items):
            return [_value(item) for item in items]
        case ast.Tuple(elts=items):
            return tuple([_value(item) for item in items])
        case ast.Set(elts=items):
            return {_value(item) for item in items}
        case ast.Dict(keys=keys, values=values) if None not in keys:
            return {_value(k): _value(v) for k, v in zip(keys, values, strict=True) if k}
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            return -_number(operand)
        case ast.UnaryOp(op=ast.UAdd(), operand=operand):
            return _number(operand)
        case ast.BinOp(left=left, op=ast.Add() | ast.Sub() as op, right=right):
            return _complex(left, isinstance(op, ast.Sub), right)
        case ast.Name(id=name) if name in _NAMES:
            return _NAMES[name]
        case ast.Call(func=ast.Name(id=name), args=args, keywords=keywords):
            return _call(name, args, keywords)
    raise _UnknownError


def _number(node: ast.expr) -> Any:
    value = _value(node)
    if type(value) not in (int, float, complex):
        raise _UnknownError
    return value


def _complex(left: ast.expr, minus: bool, right: ast.expr) -> complex:
    real, imaginary = _number(left), _number(right)
    if type(imaginary) is not complex or type(real) is complex:
        raise _UnknownError
    return complex(real, -imaginary.imag if minus else imaginary.imag)


def _call(name: str, args: list[ast.expr], keywords: list[ast.keyword]) -> object:
    if keywords and not args:
        fields = tuple(k.arg or "" for k in keywords)
        return _namedtuple(name, fields)(*[_value(k.value) for k in keywords])
    values = [_value(arg) for arg in args]
    if keywords:
        raise _UnknownError
    match name, values:
        case "set", []:
            return set()
        case "frozenset", [] | [set()]:
            return frozenset(*values)
        case "bytearray", [bytes()]:
            return bytearray(*values)
        case "range", [int(), int()] | [int(), int(), int()]:
            return range(*values)
        case "OrderedDict", [] | [dict()]:
            return collections.OrderedDict(*values)
        case "array", [str() as code] | [str() as code, list()]:
            return array.array(code, *values[1:])
    raise _UnknownError


@functools.lru_cache(maxsize=256)
def _namedtuple(name: str, fields: tuple[str, ...]) -> Any:
    if keyword.iskeyword(name):
        raise _UnknownError
    return collections.namedtuple(name, fields)
