"""Channels as data: edges, pulses, windows, and PWM that becomes edges only when asked."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from coursekit.bench import BenchError, Pulse, Trace
from coursekit.bench.pwm import PwmSegment


def digital(*records: tuple[int, int | PwmSegment], now_us: int | None = None) -> Trace:
    trace = Trace(now_us=None if now_us is None else lambda: now_us)
    channel = trace.channel("x", "digital")
    for t_us, value in records:
        channel.record(t_us, value)
    return trace


def test_times_and_values_are_arrays() -> None:
    channel = digital((0, 0), (10, 1), (15, 0))["x"]
    assert channel.kind == "digital"
    assert channel.times_us.dtype == np.int64
    assert channel.times_us.tolist() == [0, 10, 15]
    assert channel.values.tolist() == [0, 1, 0]
    assert len(channel) == 3


def test_arrays_are_copies_and_recording_goes_on() -> None:
    trace = digital((0, 0))
    times = trace["x"].times_us
    trace["x"].record(5, 1)
    assert times.tolist() == [0]


def test_level_at_takes_the_last_record_of_a_microsecond() -> None:
    channel = digital((5, 0), (10, 1), (10, 0), (10, 1))["x"]
    assert [channel.level_at(t) for t in (0, 5, 9, 10, 11)] == [0, 0, 0, 1, 1]


def test_edges_know_the_level_before_the_window() -> None:
    channel = digital((0, 0), (10, 1), (20, 0), (30, 1), now_us=40)["x"]
    assert channel.edges() == [(10, 1), (20, 0), (30, 1)]
    assert channel.edges(10, 20) == [(10, 1), (20, 0)]
    assert channel.edges(11, 29) == [(20, 0)]
    assert channel.edges(31, 40) == []
    assert channel.edge_count(10, 20) == 2


def test_pulses_are_whole_ones() -> None:
    channel = digital((0, 1), (10, 0), (20, 1), (35, 0), (50, 1), now_us=60)["x"]
    assert channel.pulses() == [Pulse(20, 35)]
    assert channel.pulses()[0].width_us == 15
    assert channel.pulses(level=0) == [Pulse(10, 20), Pulse(35, 50)]


def test_pwm_is_written_out_inside_the_window_only() -> None:
    pwm = PwmSegment(anchor_us=100, freq_hz=1000, duty_u16=16384)
    channel = digital((0, 0), (100, pwm), (10_100, 0), now_us=60_000_000)["x"]
    assert channel.kind == "pwm"
    assert channel.pulses(0, 2200) == [Pulse(100, 350), Pulse(1100, 1350)]
    assert len(channel.pulses()) == 10
    assert channel.level_at(349) == 1
    assert channel.level_at(350) == 0
    assert channel.level_at(10_200) == 0
    assert channel.values.tolist() == pytest.approx([0, 0.25, 0], abs=1e-4)
    assert channel.edge_count(100, 10_100) == pytest.approx(20, abs=3)


@given(
    st.lists(st.tuples(st.integers(0, 12), st.sampled_from((0, 1, 1000, 2000))), max_size=12),
    st.integers(0, 12),
    st.integers(0, 12),
)
def test_last_pwm_is_the_last_of_the_segments(
    records: list[tuple[int, int]], start_us: int, length_us: int
) -> None:
    made = [
        (t_us, value if value < 2 else PwmSegment(t_us, value, 16384))
        for t_us, value in sorted(records, key=lambda record: record[0])
    ]
    end_us = start_us + length_us
    channel = digital(*made, now_us=100)["x"]
    found = [v for _, _, v in channel.segments(start_us, end_us) if isinstance(v, PwmSegment)]
    assert channel.last_pwm(start_us, end_us) == (found[-1] if found else None)


def test_pwm_on_an_inverted_channel() -> None:
    pwm = PwmSegment(0, 1000, 16384, high=0, low=1)
    assert pwm.on_fraction == pytest.approx(0.75, abs=1e-4)
    assert list(pwm.edges(0, 1000)) == [(0, 0), (250, 1)]


@pytest.mark.parametrize("duty", [0, 65535])
def test_pwm_that_is_always_one_level_has_no_edges(duty: int) -> None:
    pwm = PwmSegment(0, 1000, duty)
    assert list(pwm.edges(0, 10_000)) == [(0, duty // 65535)]
    assert pwm.next_edge(0) is None


@pytest.mark.parametrize("freq_hz", [3.7, 50, 1234.5, 20_000, 333_333])
def test_level_and_edges_of_pwm_agree(freq_hz: float) -> None:
    pwm = PwmSegment(17, freq_hz, 20_000)
    level, edges = None, dict(pwm.edges(40, 3000))
    for t_us in range(40, 3000):
        level = edges.get(t_us, level)
        assert pwm.level_at(t_us) == level


def test_too_many_pwm_edges_are_refused_in_words() -> None:
    channel = digital((0, PwmSegment(0, 1e6, 32768)), now_us=60_000_000)["x"]
    with pytest.raises(BenchError, match="shorter window"):
        channel.edges()
    assert channel.edge_count() == 120_000_001


def test_a_window_is_a_trace_that_begins_with_the_level_there() -> None:
    pwm = PwmSegment(200, 1000, 32768)
    trace = digital((0, 0), (10, 1), (100, 0), (200, pwm), now_us=5000)
    cut = trace.window(50, 150)
    assert cut["x"].times_us.tolist() == [50, 100]
    assert cut["x"].values.tolist() == [1, 0]
    assert cut.now_us() == 150
    later = trace.window(700, 1300)
    assert later["x"].edges() == [(1200, 1)]
    assert later["x"].level_at(700) == trace["x"].level_at(700)


def test_segments_name_pwm_and_levels() -> None:
    pwm = PwmSegment(100, 50, 3000)
    trace = digital((0, 1), (100, pwm), now_us=400)
    assert trace["x"].segments() == [(0, 100, 1), (100, 400, pwm)]
    assert trace["x"].segments(50, 120) == [(50, 100, 1), (100, 120, pwm)]


def test_other_kinds() -> None:
    trace = Trace()
    trace.record("note", 3, "hello")
    trace.channel("v", "analog").record(1, 0.5)
    trace.channel("p", "pixels").record(1, ((1, 2, 3),))
    assert trace["note"].kind == "event"
    assert trace["note"].values.tolist() == ["hello"]
    assert trace["v"].values.dtype == np.float64
    assert trace["p"].values[0] == ((1, 2, 3),)
    assert trace["p"].level_at(0) is None
    assert trace["v"].level_at(0) == 0
    with pytest.raises(BenchError, match=r"no edges: use \.times_us"):
        trace["v"].edges()


def test_an_unknown_channel_is_answered_with_those_there_are() -> None:
    with pytest.raises(KeyError, match=r"no channel 'led1'.*It has: x"):
        digital((0, 0))["led1"]


def test_forgetting_keeps_the_newest_and_counts_the_rest() -> None:
    pwm = PwmSegment(30, 1000, 32768)
    trace = digital((0, 0), (10, 1), (20, 0), (30, pwm), now_us=2000)
    add_t, _ = trace["x"].appenders()
    trace.forget(keep=2)
    assert trace["x"].times_us.tolist() == [20, 30]
    assert trace["x"].dropped == 2
    assert trace["x"].pulses(0, 2000) == [Pulse(30, 530), Pulse(1030, 1530)]
    assert add_t == trace["x"].appenders()[0]
    trace.clear()
    assert len(trace["x"]) == 1
