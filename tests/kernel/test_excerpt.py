"""A flood of text is shown in excerpts: bounded, in order, and with a count of what is left out."""

from __future__ import annotations

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from coursekit.kernel.excerpt import BURST_CHARS, CHARS_PER_S, TAIL_CHARS, Excerpt, Excerpts
from coursekit.session import Display, Error, Output, Stream

NOTE = re.compile(r"\.\.\. ([\d,]+) lines are left out here.*? \.\.\.\n")


class Clock:
    """A clock that the test moves."""

    now_s = 0.0

    def __call__(self) -> float:
        return self.now_s


def test_a_usual_cell_is_shown_as_it_is() -> None:
    clock = Clock()
    excerpt = Excerpt(clock)
    for _ in range(1000):
        clock.now_s += 0.01
        assert excerpt.feed("x" * 99 + "\n") == "x" * 99 + "\n"
    assert excerpt.finish() == ""


@settings(deadline=None, max_examples=30)
@given(st.lists(st.tuples(st.integers(1, 30_000), st.floats(0, 5)), max_size=40))
def test_all_lines_are_shown_or_counted(prints: list[tuple[int, float]]) -> None:
    clock = Clock()
    excerpt = Excerpt(clock)
    shown, number = "", 0
    for count, pause_s in prints:
        clock.now_s += pause_s
        shown += excerpt.feed("".join(f"{n}\n" for n in range(number, number + count)))
        number += count
    shown += excerpt.finish()
    expected = 0
    for line in shown.splitlines(keepends=True):
        found = NOTE.fullmatch(line)
        if found:
            expected += int(found[1].replace(",", ""))
        else:
            assert line == f"{expected}\n"
            expected += 1
    assert expected == number
    assert len(shown) <= BURST_CHARS + clock.now_s * CHARS_PER_S + 2 * TAIL_CHARS


def test_a_flood_shows_its_beginning_something_now_and_then_and_its_end() -> None:
    clock = Clock()
    excerpt = Excerpt(clock)
    shown = []
    for n in range(1_000_000):
        clock.now_s += 0.00001
        shown.append(excerpt.feed(f"line {n}\n"))
    shown.append(excerpt.finish())
    text = "".join(shown)
    assert text.startswith("line 0\nline 1\n")
    assert text.endswith("line 999999\n")
    assert 4 <= len(NOTE.findall(text)) <= 7  # ten seconds
    assert text.count("%capture") == 1


def test_one_endless_line_is_bounded_too() -> None:
    excerpt = Excerpt(Clock())
    shown = [excerpt.feed("x" * 100_000) for _ in range(100)]
    shown.append(excerpt.finish())
    assert sum(map(len, shown)) < BURST_CHARS + 2 * TAIL_CHARS


def test_the_last_lines_come_before_the_error() -> None:
    sent: list[Output] = []
    excerpts = Excerpts(sent.append)
    excerpts.emit(Stream("stdout", "x\n" * 200_000))
    excerpts.emit(Stream("stdout", "last\n"))
    excerpts.emit(Stream("stderr", "other\n"))
    excerpts.emit(Display({"text/plain": "picture"}))
    excerpts.emit(Error("ValueError", "no"))
    excerpts.finish()
    kinds = [type(output).__name__ for output in sent]
    assert kinds == ["Stream", "Stream", "Display", "Stream", "Error"]
    tail = sent[3]
    assert isinstance(tail, Stream)
    assert tail.name == "stdout"
    assert tail.text.endswith("last\n")
