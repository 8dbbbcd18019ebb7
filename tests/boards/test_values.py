"""Values keep their types on the way from the board."""

from __future__ import annotations

import array
import collections
import math
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from coursekit.boards import Board, BoardError
from coursekit.boards.values import parse_value
from tests.boards.streams import PipeStream

ATOMS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.integers(-(10**60), 10**60),
    st.floats(allow_nan=False, allow_infinity=False, width=32),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=20),
    st.binary(max_size=20),
)
KEYS = st.one_of(st.integers(), st.text("abc\n'\"\\", max_size=5), st.binary(max_size=5))
VALUES = st.recursive(
    ATOMS,
    lambda inner: st.one_of(
        st.lists(inner, max_size=4),
        st.lists(inner, max_size=4).map(tuple),
        st.dictionaries(KEYS, inner, max_size=4),
        st.sets(KEYS, max_size=4),
    ),
    max_leaves=12,
)


def same(a: Any, b: Any) -> bool:
    """Equal, and of equal types all the way down."""
    if type(a) is not type(b):
        return False
    if isinstance(a, dict):
        return a.keys() == b.keys() and all(same(a[k], b[k]) for k in a)
    if isinstance(a, (list, tuple)):
        return len(a) == len(b) and all(map(same, a, b))
    if isinstance(a, float):
        return math.isclose(a, b, rel_tol=1e-15) or a == b
    return bool(a == b)


@pytest.fixture(scope="module")
def real_board(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Board]:
    folder: Path = tmp_path_factory.mktemp("board")
    with Board(PipeStream(folder)) as board:
        yield board


@given(VALUES)
@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_round_trip_through_a_real_vm(real_board: Board, value: object) -> None:
    assert same(real_board.eval(repr(value)), value)


@given(VALUES)
def test_round_trip_of_the_text(value: object) -> None:
    assert same(parse_value(repr(value)), value)


def test_types_from_libraries(real_board: Board) -> None:
    real_board.exec(
        "from collections import OrderedDict, namedtuple\n"
        "import array\n"
        "P = namedtuple('P', ('x', 'y'))\n"
    )
    ordered = real_board.eval("OrderedDict([('b', 1), ('a', [P(1, 2)])])")
    assert isinstance(ordered, collections.OrderedDict)
    assert list(ordered) == ["b", "a"]
    point: Any = ordered["a"][0]
    assert issubclass(type(point), tuple)
    assert (type(point).__name__, point.x, point.y) == ("P", 1, 2)
    assert real_board.eval("array.array('h', [1, -2])") == array.array("h", [1, -2])
    assert real_board.eval("array.array('d')") == array.array("d")


def test_long_numbers(real_board: Board) -> None:
    assert real_board.eval("-(1 << 20000)", timeout_s=60) == -(1 << 20000)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("frozenset()", frozenset()),
        ("frozenset({1, 2})", frozenset({1, 2})),
        ("range(1, 9, 2)", range(1, 9, 2)),
        ("(1+2j)", 1 + 2j),
        ("(-1-2j)", -1 - 2j),
        ("-inf", -math.inf),
        ("bytearray(b'')", bytearray()),
        ("OrderedDict({})", collections.OrderedDict()),
        ("{**{}}", None),
    ],
)
def test_texts(text: str, value: object) -> None:
    if value is None:
        with pytest.raises(BoardError):
            parse_value(text)
    else:
        assert same(parse_value(text), value)


@pytest.mark.parametrize(
    "text",
    ["<Thing object at 7f>", "Pin(GPIO15, mode=OUT)", "print(1)", "x", "[" * 2000, "1 +", "",
     "range('a')", "open('f')", "array('q!', [1])", "1 + 2", "class(x=1)", "{[]: 1}", "..., x",
     "array('b', [999])", f"({'1' * 400} + 1j)", f"array('d', [1{'0' * 400}])"],
)  # fmt: skip
def test_what_has_no_counterpart_is_named(text: str) -> None:
    with pytest.raises(BoardError, match="no counterpart"):
        parse_value(text)
