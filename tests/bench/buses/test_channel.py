"""A bus's channel: records that last, are found while they do, and count for all their bytes."""

from __future__ import annotations

import pytest

from coursekit.bench import BenchError, Trace, bounds
from coursekit.bench.buses.transaction import Transaction

BUS = "I2C GP4/GP5"


def transaction(start_us: float, end_us: float, data: bytes = b"\xf4") -> Transaction:
    return Transaction(start_us, end_us, 0x77, False, True, data, len(data))


def trace_of(*spans: tuple[float, float], now_us: int = 1000) -> Trace:
    trace = Trace(now_us=lambda: now_us)
    channel = trace.channel(BUS, "bus")
    for start_us, end_us in spans:
        channel.record(int(start_us), transaction(start_us, end_us))
    return trace


def test_values_are_the_transactions_and_times_their_starts() -> None:
    channel = trace_of((10.5, 30.5), (40, 60))[BUS]
    assert channel.kind == "bus"
    assert channel.times_us.tolist() == [10, 40]
    assert channel.values.tolist() == [transaction(10.5, 30.5), transaction(40, 60)]


def test_a_bus_is_idle_between_two_transactions() -> None:
    channel = trace_of((10.5, 30.5), (40, 60))[BUS]
    assert channel.level_at(9) is None
    assert channel.level_at(20) == transaction(10.5, 30.5)
    assert channel.level_at(35) is None
    assert channel.level_at(60) == transaction(40, 60)
    assert channel.level_at(61) is None


def test_segments_are_as_long_as_the_transactions() -> None:
    channel = trace_of((10.5, 30.5), (40, 60))[BUS]
    assert [(a, b) for a, b, _ in channel.segments()] == [(10, 31), (40, 60)]
    assert [(a, b) for a, b, _ in channel.segments(20, 50)] == [(20, 31), (40, 50)]
    assert channel.segments(31, 39) == []
    assert channel.edge_count(20, 50) == 2


def test_a_window_holds_what_it_cuts_through_and_no_more() -> None:
    trace = trace_of((10, 30), (40, 60), (70, 90))
    cut = trace.window(50, 65)
    assert cut[BUS].values.tolist() == [transaction(40, 60)]
    assert cut[BUS].times_us.tolist() == [40]
    assert len(trace.window(31, 39)[BUS]) == 0


def test_a_trace_without_a_clock_ends_with_its_last_transaction() -> None:
    trace = Trace()
    trace.channel("other", "digital").record(5, 1)
    trace.channel(BUS, "bus").record(10, transaction(10, 30.5))
    assert trace.now_us() == 31


def test_a_bus_has_no_edges_and_says_so() -> None:
    with pytest.raises(BenchError, match=r"no edges: use \.times_us"):
        trace_of((10, 30))[BUS].edges()


def test_every_byte_of_a_transaction_counts() -> None:
    small, large = (Trace().channel(BUS, "bus") for _ in range(2))
    small.record(1, transaction(1, 2))
    large.record(1, transaction(1, 2, bytes(100_000)))
    assert large.memory_bytes - small.memory_bytes == 99_999


def test_long_transfers_are_cut_to_the_newest(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bounds, "CHANNEL_BYTES", 300_000)
    monkeypatch.setattr(bounds, "LOOK_BYTES", 3_000)
    channel = Trace(now_us=lambda: 5000).channel(BUS, "bus")
    for t_us in range(0, 5000, 10):
        channel.record(t_us, transaction(t_us, t_us + 9, bytes(4096)))
        assert channel.memory_bytes < 310_000
    assert 10 < len(channel) < 75
    assert len(channel) + channel.dropped == 500
    assert channel.level_at(4995) == transaction(4990, 4999, bytes(4096))
