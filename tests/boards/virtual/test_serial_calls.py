"""What the host makes of calls of SPI and UART that no overlay sends: an error, and no harm."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coursekit.bench import Bench
from coursekit.boards.virtual.exchanges import SPI, UART, exchange
from coursekit.boards.virtual.wires import WireError

WORDS = st.integers(-(1 << 63), (1 << 63) - 1) | st.integers(0, 1 << 12)


@given(
    calls=st.lists(
        st.tuples(
            st.sampled_from([SPI, UART]),
            st.lists(WORDS, min_size=4, max_size=4),
            st.binary(max_size=40),
        ),
        max_size=20,
    )
)
def test_any_words_are_carried_out_or_refused(
    calls: list[tuple[int, list[int], bytes]],
) -> None:
    bench = Bench()
    for t_us, (device, words, data) in enumerate(calls):
        with suppress(WireError):
            status, got, end_us = exchange(bench, device, t_us, words, data)
            assert status >= 0
            assert len(got) <= 1 << 18
            assert end_us >= t_us
    bench.advance(1_000_000)


@pytest.mark.parametrize(
    ("device", "words"),
    [
        (SPI, [31, 48_000_000 | 48 << 32, 0, 0]),  # GPIO 31
        (SPI, [18 | 19 << 6 | 16 << 12 | 8 << 20, 48_000_000, 0, 0]),  # divided by 0
        (SPI, [18 | 19 << 6 | 16 << 12 | 8 << 20, 48_000_000 | 48 << 32, 1, 1 << 40 | 1 << 19]),
        (UART, [0, 0, 7, 0]),  # no such operation
        (UART, [0, 0, 1, 1 << 20]),  # a read of a megabyte
        (UART, [0, 0, 0, 0]),  # no baud rate
        (UART, [0, 0, 4, 1 << 40]),  # a break of days
    ],
)
def test_nonsense_is_refused(device: int, words: list[int]) -> None:
    with pytest.raises(WireError):
        exchange(Bench(), device, 0, words, b"")
