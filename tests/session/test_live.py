"""Displays that change: what is sent of many states, and what a bar says."""

from __future__ import annotations

import re

import pytest

from coursekit.session.live import LiveDisplay, Progress
from coursekit.session.outputs import Display, Output


class Screen:
    """Keeps what is shown, with a clock that is moved by hand."""

    def __init__(self) -> None:
        self.displays: list[Display] = []
        self.now_s = 100.0

    def emit(self, output: Output) -> None:
        """Keep it."""
        assert isinstance(output, Display)
        self.displays.append(output)

    def clock(self) -> float:
        """The time set by the test."""
        return self.now_s

    @property
    def last(self) -> str:
        """The last display as text."""
        return str(self.displays[-1].data["text/plain"])


@pytest.fixture
def screen() -> Screen:
    """A screen at 100 s."""
    return Screen()


def test_the_first_state_is_a_display_and_later_ones_replace_it(screen: Screen) -> None:
    live = LiveDisplay(screen, clock=screen.clock)
    live.show({"text/plain": "1"})
    screen.now_s += 0.2
    live.show({"text/plain": "2"}, {"image/png": {"alt": "two"}})
    first, second = screen.displays
    assert (first.update, second.update) == (False, True)
    assert first.display_id == second.display_id
    assert second.metadata == {"image/png": {"alt": "two"}}


def test_two_displays_do_not_replace_each_other(screen: Screen) -> None:
    for _ in range(2):
        LiveDisplay(screen, clock=screen.clock).show({"text/plain": "same"})
    assert len({display.display_id for display in screen.displays}) == 2


def test_at_most_ten_states_a_second_are_sent_and_the_last_always(screen: Screen) -> None:
    live = LiveDisplay(screen, clock=screen.clock)
    for number in range(1000):
        live.show({"text/plain": str(number)})
        screen.now_s += 0.001
    assert 9 <= len(screen.displays) <= 11
    live.close()
    assert screen.last == "999"


def test_close_sends_nothing_twice_and_nothing_of_nothing(screen: Screen) -> None:
    live = LiveDisplay(screen, clock=screen.clock)
    live.close()
    assert screen.displays == []
    live.show({"text/plain": "only"})
    live.close()
    live.close()
    assert len(screen.displays) == 1


def test_due_tells_whether_a_state_would_be_sent(screen: Screen) -> None:
    live = LiveDisplay(screen, clock=screen.clock)
    assert live.due()
    live.show({"text/plain": "1"})
    assert not live.due()
    screen.now_s += 0.1
    assert live.due()


def test_a_bar_says_how_much_how_fast_and_how_long_yet(screen: Screen) -> None:
    bar = Progress(screen, "data.csv", 100_000, clock=screen.clock)
    assert screen.last == "data.csv [........................] 0 % 0 B of 100.0 kB"
    screen.now_s += 2
    bar.advance(25_000)
    assert screen.last.endswith(
        "[######..................] 25 % 25.0 kB of 100.0 kB, 12.5 kB/s, 6 s left"
    )
    screen.now_s += 6
    bar.advance(75_000)
    bar.close("verified")
    assert screen.last == (
        "data.csv [########################] 100 % 100.0 kB, 12.5 kB/s, 8.0 s, verified"
    )


def test_a_bar_shows_its_end_even_right_after_its_beginning(screen: Screen) -> None:
    with Progress(screen, "x", 10, clock=screen.clock) as bar:
        bar.advance(10)
    assert "100 %" in screen.last
    assert [display.update for display in screen.displays] == [False, True]


def test_a_bar_whose_task_failed_stays_where_it_was(screen: Screen) -> None:
    def task() -> None:
        with Progress(screen, "x", 10, clock=screen.clock) as bar:
            bar.advance(5)
            raise ConnectionError

    with pytest.raises(ConnectionError):
        task()
    assert "50 %" in screen.last
    assert screen.last.endswith("not finished")


def test_a_bar_of_unknown_length_has_no_percentage_before_its_end(screen: Screen) -> None:
    bar = Progress(screen, "x", 0, "files", clock=screen.clock)
    screen.now_s += 1
    bar.advance(3)
    assert "%" not in screen.last
    assert "aria-valuenow" not in screen.displays[-1].data["text/html"]
    bar.close()
    assert "100 % 3 files" in screen.last


def test_an_empty_file_is_complete(screen: Screen) -> None:
    with Progress(screen, "empty", 0, clock=screen.clock):
        pass
    assert "100 % 0 B" in screen.last


def test_a_bar_can_be_read_by_a_screen_reader(screen: Screen) -> None:
    bar = Progress(screen, 'a<b"', 8, clock=screen.clock)
    screen.now_s += 1
    bar.advance(4)
    shown = screen.displays[-1].data["text/html"]
    found = re.search(r'role="progressbar" aria-label="([^"]*)"', shown)
    assert found is not None
    assert found[1] == "a&lt;b&quot;"
    assert 'aria-valuenow="50"' in shown
    assert 'aria-valuetext="50 %, 4 B of 8 B, ' in shown
    assert "<b" not in shown
