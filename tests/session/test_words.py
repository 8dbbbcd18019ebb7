"""How many, how much and which, in words."""

from __future__ import annotations

import pytest

from coursekit.session.words import amount, counted, listed


@pytest.mark.parametrize(
    ("count", "unit", "text"),
    [
        (0, "B", "0 B"),
        (999, "B", "999 B"),
        (999.99, "B", "1.0 kB"),
        (1536, "B", "1.5 kB"),
        (2_000_000, "B", "2.0 MB"),
        (1, "files", "1 file"),
        (2.5, "files", "2.5 files"),
        (12.5, "files", "12 files"),
    ],
)
def test_amounts_are_short(count: float, unit: str, text: str) -> None:
    assert amount(count, unit) == text


def test_one_is_not_several() -> None:
    assert [counted(n, "file") for n in (0, 1, 2)] == ["0 files", "1 file", "2 files"]


def test_the_last_comes_after_and() -> None:
    assert [listed(["a", "b", "c"][:n]) for n in (1, 2, 3)] == ["a", "a and b", "a, b and c"]
