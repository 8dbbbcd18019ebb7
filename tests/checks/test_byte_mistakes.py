"""Mistakes between bytes and numbers, as a message calls them."""

from __future__ import annotations

from math import inf, nan

import pytest

from coursekit.checks import diagnosis
from coursekit.checks.byte_mistakes import REVERSED, SWAPPED
from tests.checks.conftest import told


@pytest.mark.parametrize(
    ("expected", "seen", "why"),
    [
        (-7.5, 248.5, " That is 256 more: is the sign missing?"),
        (-2, 65534, " That is 65536 more: is the sign missing?"),
        (0x6CFA, 0xFA6C, SWAPPED),
        (0x6CFA, 0xFA6C - 0x10000, SWAPPED),
        (21.5, -128.0, SWAPPED),
        (21.5, -32747 / 256, SWAPPED),
        (2.0, 0.0, ""),
        (1.0, 1 / 256, SWAPPED),
        (257, 300, ""),
        (21.4, 3.0, ""),
        (21.5, nan, ""),
        (21.5, inf, ""),
        (inf, 21.5, ""),
        (-(10**200), 5, ""),
        (268250, 33531, " It is shifted 3 bits too far to the right."),
        (23843, 6103808, " It is shifted 8 bits too far to the left."),
        (268250, 33532, ""),
        (1000, 3, ""),
    ],
)
def test_a_number_from_bytes(expected: float, seen: float, why: str) -> None:
    assert diagnosis.of_value(expected, seen) == why


@pytest.mark.parametrize(
    ("expected", "seen", "why"),
    [
        (
            (2025, 10, 19, 7, 21, 45, 30),
            (2037, 16, 25, 7, 33, 69, 48),
            " In BCD 25 is the byte 0x25, and that is 37: digit by digit, please.",
        ),
        ([7, 45], [7, 69], " In BCD 45 is the byte 0x45, and that is 69: digit by digit, please."),
        ((7, 45), (7, 70), ""),
        ((45, 45), (69, 70), ""),
        (
            (45, None),
            (69, None),
            " In BCD 45 is the byte 0x45, and that is 69: digit by digit, please.",
        ),
        ((45, 2), (69, None), ""),
        (
            (2025, 10, 19, 7, 21, 45, 30),
            (2037, 16, 25, 7, 6, 69, 48),
            " In BCD 25 is the byte 0x25, and that is 37: digit by digit, please.",
        ),
        (
            (2038, 12, 31, 5, 13, 51, 40),
            (2026, 12, 25, 5, 13, 33, 34),
            " Was it written in BCD? The byte 38 is 0x26, and in BCD that is 26.",
        ),
        ((24, 2), (18, 2), ""),
    ],
)
def test_a_clock_read_without_bcd(expected: object, seen: object, why: str) -> None:
    assert diagnosis.of_value(expected, seen) == why


@pytest.mark.parametrize(
    ("expected", "seen", "why"),
    [
        (
            (None, -16.0),
            (None, 240.0),
            " 240.0 should be -16.0. That is 256 more: is the sign missing?",
        ),
        ((27898, 7), (0xFA6C, 7), f" 64108 should be 27898.{SWAPPED}"),
        ((1, 2), (1, 5), ""),
    ],
)
def test_one_number_of_several(expected: object, seen: object, why: str) -> None:
    assert diagnosis.of_value(expected, seen) == why


def test_long_bytes_are_shown_where_they_differ() -> None:
    why = diagnosis.of_value(bytes(90), bytes(80) + b"wrong" + bytes(5))
    zeros = bytes(10)
    assert why == (
        " The first that differs is [80], 5 of 90 differ. "
        f"From [80] on: {b'wrong' + bytes(5)!r}, expected {zeros!r}."
    )


@pytest.mark.parametrize(
    ("expected", "seen", "why"),
    [
        (b"abc", b"cba", REVERSED),
        (b"abc", b"abd", " The first that differs is [2]."),
        (b"abc", b"ab", " That is 2 bytes long, not 3."),
        (b"a", b"b", ""),
    ],
)
def test_bytes(expected: bytes, seen: bytes, why: str) -> None:
    assert diagnosis.of_value(expected, seen) == why


def test_a_check_says_so() -> None:
    said = told("def f(): return 248.5", "expect(board.call('f')).equals(-7.5)")
    assert said == "f() gave 248.5, expected -7.5. That is 256 more: is the sign missing?"
