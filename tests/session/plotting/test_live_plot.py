"""A plot that follows its numbers: drawn beside the program, complete at the end."""

from __future__ import annotations

import threading

import pytest

from coursekit.session.outputs import Display, Output
from coursekit.session.plotting import live_plot
from coursekit.session.plotting.live_plot import EMPTY, WAITING, LivePlot
from coursekit.session.plotting.look import Look
from coursekit.session.plotting.samples import Samples


class Screen:
    """Keeps what is shown, and lets a test wait for it."""

    def __init__(self) -> None:
        self.displays: list[Display] = []
        self._more = threading.Condition()

    def emit(self, output: Output) -> None:
        """Keep it."""
        assert isinstance(output, Display)
        with self._more:
            self.displays.append(output)
            self._more.notify_all()

    @property
    def last(self) -> str:
        """The last display as text."""
        return str(self.displays[-1].data["text/plain"])

    def wait_for(self, text: str) -> None:
        """Return when a display says so."""
        with self._more:
            assert self._more.wait_for(lambda: text in self.last, 60), self.last


@pytest.fixture
def screen() -> Screen:
    """An empty screen."""
    return Screen()


def test_numbers_are_drawn_while_more_may_come(screen: Screen) -> None:
    plot = LivePlot(screen, Samples(), Look())
    plot.begin()
    assert screen.last == WAITING
    plot.take([("a", 1.0)])
    screen.wait_for("a: one number, 1.")
    assert set(screen.displays[-1].data) == {"text/html", "text/plain"}
    plot.take([("a", 2.0)])
    screen.wait_for("a: 2 numbers from 1 to 2")
    plot.end()
    assert "image/png" in screen.displays[-1].data
    assert len({display.display_id for display in screen.displays}) == 1


def test_what_came_last_is_always_drawn(screen: Screen) -> None:
    plot = LivePlot(screen, Samples(), Look())
    plot.begin()
    for n in range(5000):
        plot.take([("a", float(n))])
    plot.end()
    plot.end()
    assert screen.last.endswith("a: 5,000 numbers from 0 to 4999, the last 4999.")
    assert sum("image/png" in display.data for display in screen.displays) == 1


def test_nothing_to_draw(screen: Screen) -> None:
    plot = LivePlot(screen, Samples(), Look())
    plot.begin()
    plot.end()
    assert screen.last == EMPTY


def test_a_picture_that_cannot_be_drawn_is_an_error_at_the_end(
    screen: Screen, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*args: object) -> str:
        raise RuntimeError("no picture")

    monkeypatch.setattr(live_plot, "summary", fail)
    plot = LivePlot(screen, Samples(), Look())
    plot.begin()
    for _ in range(3):
        plot.take([("a", 1.0)])
    with pytest.raises(RuntimeError, match="no picture"):
        plot.end()
