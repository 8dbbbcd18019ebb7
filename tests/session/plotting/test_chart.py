"""The picture of curves: what is seen of them, drawn again and again."""

from __future__ import annotations

import math

import numpy as np
import pytest

from coursekit.session.plotting.chart import Chart
from coursekit.session.plotting.look import Look
from coursekit.session.plotting.samples import Curve, Samples


def samples(*columns: list[float], window: int | None = None) -> Samples:
    """Series a, b ... with these numbers."""
    found = Samples(window)
    for row in zip(*columns, strict=True):
        found.add(list(zip("abcdefghijklmnopqrstuvwx", row, strict=False)))
    return found


def drawn(look: Look, curves: list[Curve]) -> Chart:
    chart = Chart(look)
    assert chart.png(curves).startswith(b"\x89PNG")
    return chart


def test_the_axes_hold_all_numbers() -> None:
    (axes,) = drawn(Look(), samples([5.0, 7.0, math.nan], [-1.0, 2.0, 3.0]).curves()).figure.axes
    assert axes.get_xlim() == (0, 2)
    low, high = axes.get_ylim()
    assert -2 < low < -1
    assert 7 < high < 8
    assert axes.get_xlabel() == "sample"


def test_the_window_goes_with_the_numbers() -> None:
    look = Look(window=10)
    chart = Chart(look)
    for end in (5, 500):
        chart.png(samples([float(n) for n in range(end)], window=10).curves())
    (axes,) = chart.figure.axes
    assert axes.get_xlim() == (490, 499)
    assert 489 < axes.get_ylim()[0] < 490


def test_a_fixed_range_and_a_named_axis() -> None:
    look = Look(title="Both", y_range=(-1.0, 1.0), x_name="t_ms")
    (axes,) = drawn(look, samples([0.1, 5.0]).curves()).figure.axes
    assert axes.get_ylim() == (-1, 1)
    assert axes.get_xlabel() == "t_ms"


@pytest.mark.parametrize(
    "column", [[3.0], [0.0, 0.0], [math.nan], [1e299, -1e299], [1e-300, 2e-300], []]
)
def test_whatever_numbers_there_are_they_can_be_drawn(column: list[float]) -> None:
    (axes,) = drawn(Look(), samples(column).curves()).figure.axes
    low, high = axes.get_ylim()
    assert low < high
    assert np.isfinite(high - low)


def test_series_may_come_later_and_have_a_legend() -> None:
    chart = Chart(Look())
    chart.png(samples([1.0, 2.0]).curves())
    chart.png(samples([1.0, 2.0], [3.0, 4.0]).curves())
    (axes,) = chart.figure.axes
    legend = axes.get_legend()
    assert legend is not None
    assert [text.get_text() for text in legend.get_texts()] == ["a", "b"]
    first, second = axes.get_lines()
    np.testing.assert_array_equal(second.get_ydata(), [3, 4])
    assert first.get_color() != second.get_color()


def test_a_long_legend_is_cut_and_lines_differ() -> None:
    chart = drawn(Look(), samples(*([float(n)] * 2 for n in range(24))).curves())
    (axes,) = chart.figure.axes
    legend = axes.get_legend()
    assert legend is not None
    assert legend.get_texts()[-1].get_text() == "and 13 more"
    looks = {(line.get_color(), line.get_linestyle()) for line in axes.get_lines()}
    assert len(looks) == 24


def test_a_single_series_without_a_name_needs_no_legend() -> None:
    one = Samples()
    one.add([("", 1.0)])
    (axes,) = drawn(Look(), one.curves()).figure.axes
    assert axes.get_legend() is None
