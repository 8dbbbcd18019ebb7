"""Series of numbers: all of them are counted, and what is kept shows every peak."""

from __future__ import annotations

import math

import numpy as np
import pytest

from coursekit.session.plotting.samples import MOST_DRAWN, MOST_SERIES, Curve, Samples


def only(samples: Samples) -> Curve:
    (curve,) = samples.curves()
    return curve


def test_few_numbers_are_kept_as_they_are() -> None:
    samples = Samples()
    for value in (3.0, math.nan, 5.0):
        samples.add([("", value)])
    curve = only(samples)
    assert curve.name == "value"
    np.testing.assert_array_equal(curve.x, [0, 1, 2])
    np.testing.assert_array_equal(curve.y, [3, math.nan, 5])
    assert (curve.count, curve.low, curve.high, curve.last) == (2, 3, 5, 5)


@pytest.mark.parametrize("count", [2_047, 4_096, 8_191, 8_192, 8_193, 40_000, 65_536, 100_001])
def test_however_many_come_few_are_kept_and_no_peak_is_lost(count: int) -> None:
    samples = Samples()
    peak = count * 2 // 3
    for n in range(count):
        samples.add([("", 1000.0 if n == peak else math.sin(n / 1000))])
    curve = only(samples)
    assert len(curve.x) <= MOST_DRAWN + 8
    assert curve.count == count
    assert np.all(np.diff(curve.x) >= 0)
    assert curve.x[0] <= 1024
    assert curve.x[-1] == count - 1
    assert curve.y.max() == curve.high == 1000.0
    assert curve.x[int(curve.y.argmax())] == peak
    others = curve.y != 1000.0
    np.testing.assert_allclose(curve.y[others], np.sin(curve.x[others] / 1000), atol=1e-12)


def test_points_lie_equally_dense_over_a_long_time() -> None:
    samples = Samples()
    for n in range(60_000):
        samples.add([("", float(n % 7))])
    halves = np.histogram(only(samples).x, 4)[0]
    assert halves.min() > 0.4 * halves.max()


def test_a_window_keeps_the_latest() -> None:
    samples = Samples(window=100)
    for n in range(20_000):
        samples.add([("a", float(n))])
    curve = only(samples)
    np.testing.assert_array_equal(curve.x, np.arange(19_900, 20_000))
    assert (curve.count, curve.low, curve.high) == (20_000, 0, 19_999)


def test_a_long_gap_stays_a_gap() -> None:
    samples = Samples()
    for n in range(100_000):
        samples.add([("", math.nan if 40_000 < n < 60_000 else 1.0)])
    curve = only(samples)
    gap = curve.x[np.isnan(curve.y)]
    assert 38_000 < gap.min() < 42_000
    assert 58_000 < gap.max() < 62_000
    assert curve.count == 100_000 - 19_999


def test_a_series_that_comes_later_begins_later() -> None:
    samples = Samples()
    samples.add([("a", 1.0)])
    samples.add([("a", 1.0), ("b", 2.0)])
    samples.add([("b", 3.0)])
    first, second = samples.curves()
    assert (first.name, list(first.x)) == ("a", [0, 1])
    assert (second.name, list(second.x)) == ("b", [1, 2])


def test_one_series_can_be_the_x_axis_of_the_others() -> None:
    samples = Samples(x_name="t")
    samples.add([("t", 0.5), ("v", 7.0)])
    samples.add([("v", 8.0)])
    curve = only(samples)
    assert curve.name == "v"
    np.testing.assert_array_equal(curve.x, [0.5, math.nan])


def test_names_of_numbers_without_and_with_the_same_name() -> None:
    samples = Samples()
    samples.add([("", 1.0), ("a", 2.0), ("", 3.0), ("a", 4.0)])
    assert samples.names() == ("value 1", "a", "value 2", "a 2")


def test_only_the_series_that_are_wanted() -> None:
    samples = Samples(only=("b",))
    samples.add([("a", 1.0), ("b", 2.0)])
    assert samples.names() == ("b",)


def test_there_is_an_end_to_new_series() -> None:
    samples = Samples()
    for n in range(10_000):
        samples.add([(f"s{n}", 1.0)])
    assert len(samples.names()) == MOST_SERIES
    assert 0 < len(samples.dropped) <= MOST_SERIES


def test_a_series_without_numbers() -> None:
    samples = Samples()
    samples.add([("a", math.nan)])
    curve = only(samples)
    assert curve.count == 0
    assert math.isnan(curve.low)
    assert math.isnan(curve.last)
