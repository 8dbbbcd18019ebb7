"""The timing diagram: that what is drawn is what the trace holds, and that the words say it."""

from typing import Any

import numpy as np
import pytest
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from coursekit.bench import Bench, Diagram
from coursekit.bench.drawing.levels import MAX_EXACT_EDGES, levels
from coursekit.bench.errors import BenchError
from coursekit.bench.pwm import PwmSegment
from coursekit.bench.timing import alt_text, timing_figure
from coursekit.bench.trace import Channel, Trace

FLOATING = 2


def new_trace(end_us: int) -> Trace:
    return Trace(now_us=lambda: end_us)


def digital(trace: Trace, name: str, *records: tuple[int, int]) -> Channel:
    channel = trace.channel(name, "digital")
    for t_us, level in records:
        channel.record(t_us, level)
    return channel


def blink() -> Trace:
    trace = new_trace(1_300_000)
    rises = [(400 + 400_000 * i, 1) for i in range(3)]
    falls = [(200_400 + 400_000 * i, 0) for i in range(3)]
    digital(trace, "led1", (0, 0), *sorted(rises + falls))
    return trace


def pwm(trace: Trace, name: str, *settings: tuple[int, float, float]) -> Channel:
    channel = digital(trace, name, (0, 0))
    for t_us, freq_hz, duty in settings:
        channel.record(t_us, PwmSegment(t_us, freq_hz, round(65535 * duty)))
    return channel


def row(figure: Figure, name: str) -> Axes:
    (found,) = [ax for ax in figure.axes if ax.get_label() == name]
    return found


def texts(ax: Axes, gid: str) -> list[str]:
    return [text.get_text() for text in ax.texts if text.get_gid() == gid]


def line(ax: Axes, gid: str) -> Any:
    (found,) = [line for line in ax.lines if line.get_gid() == gid]
    return found


def patches(ax: Axes, gid: str) -> list[tuple[float, float]]:
    return [(p.get_x(), p.get_x() + p.get_width())  # type: ignore[attr-defined]
            for p in ax.patches if p.get_gid() == gid]  # fmt: skip


def test_the_step_line_has_the_edges_of_the_trace() -> None:
    trace = blink()
    drawn = line(row(timing_figure(trace), "led1"), "levels")
    x, y = np.asarray(drawn.get_xdata()) * 1000, np.asarray(drawn.get_ydata())
    steps = [(round(x[i]), int(y[i + 1])) for i in range(len(x) - 1) if y[i] != y[i + 1]]
    assert steps == [tuple(edge) for edge in trace["led1"].edges()]
    assert all(x[i] == x[i + 1] for i in range(len(x) - 1) if y[i] != y[i + 1])


def test_pulses_and_gaps_say_how_long_they_are() -> None:
    assert texts(row(timing_figure(blink()), "led1"), "duration") == ["200 ms"] * 5


def test_a_narrow_pulse_that_stands_alone_is_labelled_above() -> None:
    trace = new_trace(100_000)
    pwm(trace, "GP17", (10_000, 50, 0.075))
    labels = texts(row(timing_figure(trace, start_us=0, end_us=100_000), "GP17"), "duration")
    assert "1.5 ms" in labels
    assert "18.5 ms" in labels


def test_bouncing_edges_are_not_labelled_on_top_of_each_other() -> None:
    trace = new_trace(300_000)
    bounce = [(100_000 + 300 * i, (i + 1) % 2) for i in range(7)]
    digital(trace, "btn1", (0, 0), *bounce, (250_000, 0))
    assert texts(row(timing_figure(trace), "btn1"), "duration") == ["148 ms"]


@pytest.mark.parametrize(
    ("end_us", "label"), [(1_000, "time (\u00b5s)"), (90_000, "time (ms)"), (9_000_000, "time (s)")]
)
def test_the_time_axis_names_its_unit(end_us: int, label: str) -> None:
    trace = new_trace(end_us)
    digital(trace, "led1", (0, 0), (end_us // 2, 1))
    figure = timing_figure(trace, start_us=0, end_us=end_us)
    assert figure.axes[-1].get_xlabel() == label


def test_times_count_from_zero_where_one_is_given() -> None:
    trace = new_trace(100_010_000)
    zero_us = 100_000_000
    digital(trace, "led1", (0, 0), (zero_us + 2_000, 1), (zero_us + 5_000, 0))
    digital(trace, "GP2", (zero_us + 4_000, 1))
    trace.record("wifi", zero_us + 6_000, "connect")
    window = (zero_us, zero_us + 10_000)
    marks = [(zero_us + 3_000.0, "handler")]
    names = ["led1", "GP2", "wifi"]
    figure = timing_figure(trace, names, *window, marks, zero_us=zero_us)
    assert figure.axes[-1].get_xlim() == (0, 10)
    assert 2 in line(row(figure, "led1"), "levels").get_xdata()
    assert patches(row(figure, "GP2"), "unknown") == [(0, 4)]
    assert line(row(figure, "wifi"), "events").get_xdata().tolist() == [6]
    assert line(row(figure, "handler"), "events").get_xdata().tolist() == [3]
    assert alt_text(trace, names, *window, marks, zero_us).splitlines() == [
        "led1: 1 pulse, high 3 ms, from 2 ms.",
        "GP2: high throughout.",
        "wifi: once at 6 ms (connect).",
        "handler: once at 3 ms.",
    ]


def test_words_for_pwm_count_from_zero() -> None:
    trace = new_trace(4_000_000)
    pwm(trace, "led1", (1_000_000, 1000, 0.25))
    pwm(trace, "led2", *((100_000 * i, 5000, i / 20) for i in range(5, 20)))
    few, many = alt_text(trace, start_us=500_000, zero_us=500_000).splitlines()
    assert few.endswith("; PWM of 1 kHz, on 25 %, from 500 ms.")
    assert many.endswith("from 0 ms, the last from 1.4 s.")


@pytest.mark.parametrize(
    ("part", "unit", "words"),
    [
        ("buzzer", "Hz", "0 to 440 Hz, at the end 440 Hz"),
        ("servo", "°", "0 to 90°, at the end 90°"),
    ],
)
def test_numbers_carry_the_unit_of_their_part(part: str, unit: str, words: str) -> None:
    parts = [{"id": "pico", "type": "board-pi-pico-w"}, {"id": "x", "type": f"wokwi-{part}"}]
    bench = Bench(Diagram.from_dict({"version": 1, "parts": parts, "connections": []}))
    channel = bench.trace["x"]
    channel.record(500, 440 if part == "buzzer" else 90)
    bench.advance(1000)
    ax = row(timing_figure(bench.trace.window(0, 1000), ["x"]), "x")
    assert texts(ax, "unit") == [unit]
    assert alt_text(bench.trace, ["x"]) == f"x: {words}."


def test_what_is_not_known_is_hatched() -> None:
    trace = new_trace(1000)
    digital(trace, "GP2", (200, 1), (500, FLOATING), (700, 0))
    ax = row(timing_figure(trace, start_us=0, end_us=1000), "GP2")
    assert patches(ax, "unknown") == [(0, 200), (500, 700)]
    assert all(p.get_hatch() for p in ax.patches)


def test_slow_pwm_is_drawn_as_the_wave_it_is() -> None:
    trace = new_trace(10_000)
    channel = pwm(trace, "led1", (0, 1000, 0.25))
    ax = row(timing_figure(trace, start_us=0, end_us=10_000), "led1")
    x, y = (np.asarray(data) for data in line(ax, "levels").get_data())
    rises = [round(x[i] * 1000) for i in range(len(x) - 1) if y[i] < y[i + 1]]
    assert rises == [e.t_us for e in channel.edges(0, 10_000) if e.level]
    assert not texts(ax, "pwm")


def test_fast_pwm_is_a_band_that_names_frequency_and_duty() -> None:
    trace = new_trace(4_000_000)
    pwm(trace, "led1", (1_000_000, 1000, 0.25), (3_000_000, 1000, 0.5))
    ax = row(timing_figure(trace, start_us=0, end_us=4_000_000), "led1")
    assert texts(ax, "pwm") == ["1 kHz, 25 %", "1 kHz, 50 %"]
    (filled,) = [c for c in ax.collections if c.get_gid() == "pwm"]
    tops = [path.get_extents().y1 for path in filled.get_paths()]
    assert tops == pytest.approx([0.25, 0.5], abs=1e-4)


def test_a_fade_has_one_label_for_all() -> None:
    trace = new_trace(4_000_000)
    pwm(trace, "led1", *((40_000 * i, 5000, i / 100) for i in range(1, 100)))
    labels = texts(row(timing_figure(trace), "led1"), "pwm")
    assert labels == ["5 kHz, 1 to 99 %"]


def test_a_long_fade_is_drawn_with_about_one_box_a_pixel() -> None:
    trace = new_trace(21_000_000)
    pwm(trace, "led1", *((1000 * i, 5000, i / 20_000) for i in range(1, 20_000)))
    (filled,) = [c for c in row(timing_figure(trace), "led1").collections if c.get_gid() == "pwm"]
    assert 300 < len(filled.get_paths()) < 900


def test_too_many_edges_become_bands_and_lose_none_of_the_extent() -> None:
    trace = new_trace(3_000_000)
    fast = [(1_000_000 + 10 * i, (i + 1) % 2) for i in range(100_000)]
    channel = digital(trace, "GP15", (0, 0), *fast, (2_500_000, 1))
    found = levels(channel, 0, 3_000_000, 700)
    us_per_px = 3_000_000 / 700
    assert len(found.t_us) < 200
    assert found.dense[0].start_us == pytest.approx(1_000_000, abs=us_per_px)
    assert found.dense[-1].end_us == pytest.approx(2_000_000, abs=us_per_px)
    sparse = found.t_us[found.t_us > found.dense[-1].end_us]
    assert 2_500_000 in sparse
    assert found.level[-1] == 1


def test_up_to_the_limit_every_edge_is_drawn() -> None:
    trace = new_trace(100_000)
    records = [(10 * i, i % 2) for i in range(MAX_EXACT_EDGES + 1)]
    found = levels(digital(trace, "GP15", *records), 0, 100_000, 700)
    assert not found.dense
    assert len(found.t_us) == 2 * len(records)


def test_repeated_levels_are_no_edges() -> None:
    trace = new_trace(1000)
    found = levels(digital(trace, "x", (0, 0), (100, 1), (200, 1), (300, 0)), 0, 1000, 700)
    assert found.steady == [(100.0, 300.0, 1)]


def test_analog_values_hold_until_the_next() -> None:
    trace = new_trace(1000)
    channel = trace.channel("pot1", "analog")
    for t_us, value in ((0, 0.5), (400, 2.5)):
        channel.record(t_us, value)
    ax = row(timing_figure(trace, start_us=0, end_us=1000), "pot1")
    drawn = line(ax, "analog")
    assert drawn.get_drawstyle() == "steps-post"
    assert np.asarray(drawn.get_data()).T.tolist() == [[0, 0.5], [400, 2.5], [1000, 2.5]]


def test_pixels_are_swatches_over_time() -> None:
    trace = new_trace(1000)
    channel = trace.channel("strip1", "pixels")
    channel.record(0, ((0, 0, 0), (0, 0, 0)))
    channel.record(500, ((255, 0, 0), (0, 0, 255)))
    ax = row(timing_figure(trace, start_us=0, end_us=1000), "strip1")
    (mesh,) = [c for c in ax.collections if c.get_gid() == "pixels"]
    image = np.asarray(mesh.get_array())
    assert image[0, 1].tolist() == [1.0, 0.0, 0.0]
    assert image[1, 1].tolist() == [0.0, 0.0, 1.0]
    assert image[:, 0].max() < 0.2


def test_events_are_ticks_with_text_where_there_is_room() -> None:
    trace = new_trace(1000)
    for t_us, text in ((100, "connect"), (101, "hidden"), (800, "got IP")):
        trace.record("wifi", t_us, text)
    ax = row(timing_figure(trace, start_us=0, end_us=1000), "wifi")
    assert np.asarray(line(ax, "events").get_xdata()).tolist() == [100, 101, 800]
    assert [text.strip() for text in texts(ax, "event")] == ["connect", "got IP"]


def test_marks_are_a_row_and_lines_through_all_others() -> None:
    trace = blink()
    figure = timing_figure(trace, marks=[(200_000.0, "handler"), (600_000.0, "handler")])
    assert [ax.get_label() for ax in figure.axes] == ["led1", "handler"]
    lines = [line.get_xdata()[0] for line in row(figure, "led1").lines if line.get_gid() is None]  # type: ignore[index]
    assert lines == [200, 600]


def test_only_channels_that_changed_are_drawn_unless_named() -> None:
    trace = blink()
    digital(trace, "sw1", (0, 1))
    assert [ax.get_label() for ax in timing_figure(trace).axes] == ["led1"]
    named = timing_figure(trace, channels=["sw1", "led1"])
    assert [ax.get_label() for ax in named.axes] == ["sw1", "led1"]


def test_an_empty_trace_and_a_quiet_one_can_be_drawn() -> None:
    assert timing_figure(new_trace(0)).axes == []
    trace = new_trace(0)
    digital(trace, "led1", (0, 0))
    assert [ax.get_label() for ax in timing_figure(trace).axes] == ["led1"]


def test_a_window_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(BenchError, match="Choose an end after the beginning"):
        timing_figure(blink(), start_us=500, end_us=400)


def test_an_unknown_channel_is_refused_with_the_known_ones() -> None:
    with pytest.raises(KeyError, match="led1"):
        timing_figure(blink(), channels=["led2"])


def test_the_trace_draws_itself() -> None:
    assert [ax.get_label() for ax in blink().figure().axes] == ["led1"]


def test_pyplot_is_not_touched() -> None:
    from matplotlib import _pylab_helpers

    timing_figure(blink())
    assert not _pylab_helpers.Gcf.figs


def test_words_for_pulses() -> None:
    assert alt_text(blink()) == "led1: 3 pulses, high 200 ms, low 200 ms, from 400 \u00b5s."


def test_words_for_uneven_pulses() -> None:
    trace = new_trace(1_000_000)
    digital(trace, "led1", (0, 0), (1000, 1), (3000, 0), (9000, 1), (13_000, 0), (20_000, 1))
    assert alt_text(trace) == (
        "led1: 2 pulses, high 2 to 4 ms, low 6 to 7 ms, from 1 ms, high again from 20 ms."
    )


def test_words_for_levels_that_stay() -> None:
    trace = new_trace(10_000)
    digital(trace, "a", (0, 0))
    digital(trace, "b", (0, 1))
    digital(trace, "c", (0, 0), (5000, 1))
    assert alt_text(trace, channels=["a", "b", "c"], start_us=0, end_us=10_000).splitlines() == [
        "a: low throughout.",
        "b: high throughout.",
        "c: goes high at 5 ms.",
    ]


def test_words_for_pwm_few_and_many() -> None:
    trace = new_trace(4_000_000)
    pwm(trace, "led1", (1_000_000, 1000, 0.25), (2_000_000, 1000, 0.5))
    pwm(trace, "led2", *((100_000 * i, 5000, i / 20) for i in range(1, 20)))
    first, second = alt_text(trace).splitlines()
    assert first.endswith("PWM of 1 kHz, on 25 %, from 1 s; PWM of 1 kHz, on 50 %, from 2 s.")
    assert second == (
        "led2: PWM of 5 kHz, 19 settings, on 5 to 95 %, from 100 ms, the last from 1.9 s."
    )


def test_words_for_the_other_kinds() -> None:
    trace = new_trace(10_000)
    pot, strip = trace.channel("pot1", "analog"), trace.channel("strip1", "pixels")
    pot.record(0, 0.25)
    pot.record(500, 0.75)
    strip.record(0, ((0, 0, 0), (0, 0, 0)))
    strip.record(700, ((9, 0, 0), (0, 0, 0)))
    trace.record("wifi", 1000, "connect")
    assert alt_text(trace, start_us=0, end_us=2000, marks=[(300, "handler")]).splitlines() == [
        "pot1: 0.25 to 0.75, at the end 0.75.",
        "strip1: 2 pictures, at the end 1 of 2 pixels lit.",
        "wifi: once at 1 ms (connect).",
        "handler: once at 300 \u00b5s.",
    ]
