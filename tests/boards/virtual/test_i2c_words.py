"""What the host makes of I2C calls that no overlay sends: an error, or a result of some sense."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coursekit.bench.buses.i2c.calls import OutOfTimeError
from coursekit.boards.virtual.exchanges import I2C, exchange
from coursekit.boards.virtual.wires import WireError
from tests.bench.buses.chip import SOFT, desk, known_chip, set_up

ANY = st.integers(-(1 << 63), (1 << 63) - 1)
PORTS = ANY | st.builds(
    lambda sda, scl, delay_us, freq_hz: sda | scl << 5 | delay_us << 10 | freq_hz << 30,
    st.sampled_from([4, 5, 8]),
    st.sampled_from([4, 5, 9]),
    st.integers(0, 1 << 20),
    st.integers(1, 1 << 33),
)
OPERATIONS = ANY | st.builds(
    lambda operation, flags, address, size: operation | flags << 8 | address << 16 | size << 24,
    st.integers(0, 8),
    st.integers(0, 3),
    st.sampled_from([0x50, 0, 0x7F]),
    st.integers(-64, 64),
)
AMOUNTS = ANY | st.integers(0, 300)


@pytest.fixture(autouse=True, scope="module")
def chip_type() -> Iterator[None]:
    with known_chip():
        yield


@given(
    calls=st.lists(
        st.tuples(st.tuples(PORTS, ANY, OPERATIONS, AMOUNTS), st.binary(max_size=20)), max_size=5
    )
)
@settings(max_examples=60, deadline=None)
def test_any_words_are_carried_out_or_refused(
    calls: list[tuple[tuple[int, int, int, int], bytes]],
) -> None:
    bench = set_up(desk(), SOFT)
    for words, data in calls:
        t_us = bench.now_us
        bench.i2c.until_us = t_us + 60_000_000
        with suppress(WireError, OutOfTimeError):
            status, got, end_us = exchange(bench, I2C, t_us, words, data)
            assert -200 < status <= max(len(data) + 4, 1 << 18)
            assert len(got) <= 1 << 18
            assert end_us >= t_us
        assert bench.now_us <= t_us + 60_000_000
        assert not any(bench.pin(gpio).group.quiet for gpio in range(30))
