"""Printed text stays below what a browser can draw and what Jupyter's server passes on."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coursekit.kernel.pacing import Pacer

WINDOW_S, LIMIT_BYTES = 3.0, 3_000_000


class Clock:
    """A clock that only sleeping moves."""

    now_s = 0.0

    def __call__(self) -> float:
        return self.now_s

    def sleep(self, seconds: float) -> None:
        self.now_s += seconds


@given(
    st.lists(st.tuples(st.integers(0, 400_000), st.floats(0, 4)), max_size=40),
    st.sampled_from(["x", "ü", "\n", "\x00"]),
)
def test_no_window_holds_more_than_the_server_allows(
    prints: list[tuple[int, float]], letter: str
) -> None:
    clock = Clock()
    pacer = Pacer(clock=clock, sleep=clock.sleep)
    sent: list[tuple[float, int]] = []
    for length, pause_s in prints:
        clock.now_s += pause_s
        pieces = []
        for piece in pacer.pieces(letter * length):
            pieces.append(piece)
            sent.append((clock.now_s, len(json.dumps(piece, ensure_ascii=False).encode())))
        assert "".join(pieces) == letter * length
    for end_s, _ in sent:
        held = sum(size for at_s, size in sent if end_s - WINDOW_S < at_s <= end_s)
        assert held < LIMIT_BYTES - 100_000


def test_a_little_text_never_waits() -> None:
    def no_sleep(seconds: float) -> None:
        raise AssertionError(seconds)

    pacer = Pacer(sleep=no_sleep)
    assert list(pacer.pieces("x" * 15_000)) == ["x" * 10_000, "x" * 5_000]
    assert "".join(pacer.pieces("hello\n" * 20_000)) == "hello\n" * 20_000
    assert list(pacer.pieces("")) == []


def test_a_flood_comes_as_fast_as_from_a_board_on_usb() -> None:
    clock = Clock()
    pacer = Pacer(clock=clock, sleep=clock.sleep)
    text = "hello\n" * 595_000
    assert "".join(pacer.pieces(text)) == text
    size = len(json.dumps(text))
    assert clock.now_s == pytest.approx((size - 300_000) / 100_000, rel=0.01)


def test_each_wait_is_short_so_that_an_interrupt_shows_soon() -> None:
    clock = Clock()
    waits: list[float] = []

    def sleep(seconds: float) -> None:
        waits.append(seconds)
        clock.sleep(seconds)

    pacer = Pacer(clock=clock, sleep=sleep)
    list(pacer.pieces("hello\n" * 100_000))
    assert 0 < max(waits) < 0.2
