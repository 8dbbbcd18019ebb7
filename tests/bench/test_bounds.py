"""A trace stays small whatever a program does, and keeps the newest of what it was shown."""

from __future__ import annotations

import tracemalloc
from collections.abc import Callable

import pytest

from coursekit.bench import Bench, BenchError, Diagram, Mode, Pull, Trace, bounds
from coursekit.bench.buses.transaction import Transaction
from coursekit.bench.pwm import PwmSegment
from coursekit.bench.trace import Storage


def setting(t_us: int, duty_u16: int = 20_000) -> PwmSegment:
    return PwmSegment(t_us, float(1000 + t_us), duty_u16)


def picture(number: int, pixels: int = 8) -> tuple[tuple[int, int, int], ...]:
    return tuple((number & 255, i & 255, 1) for i in range(pixels))


def transfer(number: int) -> Transaction:
    data = number.to_bytes(3, "big") * 3
    return Transaction(number + 0.1, number + 0.9, 0x77, False, True, data, 9, bit_us=number / 3)


def total_bytes(trace: Trace) -> int:
    return sum(channel.memory_bytes for channel in trace)


def test_pwm_replaces_pwm_of_the_same_microsecond() -> None:
    trace = Trace(now_us=lambda: 9000)
    channel = trace.channel("x", "digital")
    channel.record(0, 0)
    for duty_u16 in range(1000):
        channel.record(5000, setting(5000, duty_u16))
    assert channel.times_us.tolist() == [0, 5000]
    assert channel.segments(5000, 9000) == [(5000, 9000, setting(5000, 999))]
    channel.record(5001, setting(5001))
    assert channel.segments(5000, 9000)[-1] == (5001, 9000, setting(5001))
    assert len(channel) == 3


def test_pwm_replaces_no_level() -> None:
    trace = Trace(now_us=lambda: 9000)
    channel = trace.channel("x", "digital")
    for value in (0, setting(5, 65535), 0, setting(5, 65535)):
        channel.record(5, value)
    assert channel.values.tolist() == [0, 1, 0, 1]


def test_pixels_replace_those_of_the_same_microsecond() -> None:
    channel = Trace().channel("strip", "pixels")
    for number in range(1000):
        channel.record(7, picture(number))
    assert len(channel) == 1
    assert channel.level_at(7) == picture(999)
    once = Trace().channel("strip", "pixels")
    once.record(7, picture(999))
    assert channel.memory_bytes == once.memory_bytes


def test_edges_and_events_of_one_microsecond_are_all_kept() -> None:
    trace = Trace(now_us=lambda: 9)
    for number in range(10):
        trace.channel("x", "digital").record(5, number & 1)
        trace.record("note", 5, str(number))
    assert trace["x"].edge_count() == 10
    assert trace["note"].values.tolist() == [*"0123456789"]


def test_much_pwm_is_cut_to_its_newest(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bounds, "CHANNEL_BYTES", 60_000)
    monkeypatch.setattr(bounds, "LOOK_BYTES", 3_000)
    trace = Trace(now_us=lambda: 6000)
    channel = trace.channel("x", "digital")
    for t_us in range(5000):
        channel.record(t_us, setting(t_us))
        assert channel.memory_bytes <= 63_000
    assert 0 < len(channel) < 210
    assert len(channel) + channel.dropped == 5000
    assert channel.segments(4999, 6000) == [(4999, 6000, setting(4999))]


def test_channels_that_are_too_large_together_lose_of_the_largest(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(bounds, "TRACE_BYTES", 100_000)
    monkeypatch.setattr(bounds, "LOOK_BYTES", 2_000)
    trace = Trace(now_us=lambda: 6000)
    trace.channel("quiet", "digital").record(0, 1)
    for t_us in range(1000):
        trace.channel("pwm", "digital").record(t_us, setting(t_us))
        trace.channel("angle", "analog").record(t_us, float(t_us))
        trace.channel("strip", "pixels").record(t_us, picture(t_us))
        trace.record("note", t_us, f"{t_us}" * 20)
        assert total_bytes(trace) < 104_000
    assert trace["quiet"].dropped == 0
    for name in ("pwm", "angle", "strip", "note"):
        channel = trace[name]
        assert len(channel) > 10
        assert len(channel) + channel.dropped == 1000
        assert channel.times_us[-1] == 999


@pytest.mark.parametrize("pixels", [1, 8, 1000])
def test_what_is_let_go_of_no_longer_counts(pixels: int) -> None:
    whole, part = (Trace().channel("strip", "pixels") for _ in range(2))
    for t_us in range(100):
        whole.record(t_us, picture(t_us, pixels))
        if t_us >= 70:
            part.record(t_us, picture(t_us, pixels))
    whole.forget(keep=30)
    assert whole.memory_bytes == part.memory_bytes


VALUES: dict[str, tuple[Storage, Callable[[int], object]]] = {
    "levels": ("digital", lambda n: n & 1),
    "pwm": ("digital", lambda n: PwmSegment(n, n * 1.5, n & 65535, 0, 1, n * 0.5)),
    "angles": ("analog", lambda n: n * 0.5),
    "pixels": ("pixels", picture),
    "notes": ("event", lambda n: f"note {n}"),
    "bus": ("bus", transfer),
}


@pytest.mark.parametrize("kind", VALUES)
def test_no_record_takes_much_more_than_it_counts_for(kind: str) -> None:
    storage, value = VALUES[kind]
    channel = Trace().channel("x", storage)
    tracemalloc.start()
    try:
        for t_us in range(1_000_000, 1_020_000):
            channel.record(t_us, value(t_us))
        snapshot = tracemalloc.take_snapshot()
    finally:
        tracemalloc.stop()
    ours = snapshot.filter_traces([tracemalloc.Filter(True, "*/bench/*")])  # other threads go on
    taken = sum(trace.size for trace in ours.traces)
    assert 0 < taken < 1.2 * channel.memory_bytes


def test_no_time_need_pass_for_a_trace_to_be_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bounds, "CHANNEL_BYTES", 30_000)
    monkeypatch.setattr(bounds, "LOOK_BYTES", 3_000)
    desk = Bench(Diagram.empty())
    desk.configure(15, 10, Mode.OUT, Pull.NONE)
    for number in range(1000):
        desk.pwm(15, 20, 1000, 20_000)
        desk.write(15, 20, number & 1)
        desk.pwm_stop(15, 20)
    channel = desk.trace["GP15"]
    assert channel.memory_bytes <= 33_000
    assert len(channel) + channel.dropped > 1900


def test_pwm_of_many_settings_is_not_written_out_edge_by_edge() -> None:
    trace = Trace(now_us=lambda: 10_000_000)
    channel = trace.channel("x", "digital")
    for t_us in range(0, 10_000_000, 500_000):
        channel.record(t_us, PwmSegment(t_us, 1e6, 32768))
    with pytest.raises(BenchError, match="shorter window"):
        channel.edges()
    assert channel.edge_count() > 19_000_000
