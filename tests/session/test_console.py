"""Whoever prints, shows or asks reaches the console of its own cell."""

from __future__ import annotations

import builtins
import getpass
import sys
import threading
from collections.abc import Callable

import pytest

from coursekit.session.console import Console, at_console, console
from coursekit.session.outputs import Clear, Display, Output
from coursekit.session.run import UsageError
from coursekit.session.showing import clear_output, display, publish_display_data, take_over


class Notes:
    """A console that notes what reaches it."""

    def __init__(self, answer: str | None = None) -> None:
        self.printed: list[tuple[str, str]] = []
        self.shown: list[Output] = []
        self.flushed = 0
        self.asked: list[tuple[str, bool]] = []
        self._answer = answer
        self.console = Console(
            self._write,
            self.shown.append,
            self._flush,
            None if answer is None else self._ask,
        )

    def _write(self, text: str, name: str) -> None:
        if text:
            self.printed.append((name, text))

    def _flush(self) -> None:
        self.flushed += 1

    def _ask(self, prompt: str, password: bool) -> str:
        self.asked.append((prompt, password))
        return self._answer or ""


def in_thread(action: Callable[[], object]) -> threading.Thread:
    thread = threading.Thread(target=action, daemon=True)
    thread.start()
    return thread


def test_printed_text_and_questions() -> None:
    notes = Notes("Ada")
    with at_console(notes.console):
        print("a", end="")
        print("b", end="", file=sys.stderr)
        sys.stdout.flush()
        assert input("Name? ") == "Ada"
        assert getpass.getpass() == "Ada"
    assert notes.printed == [("stdout", "a"), ("stderr", "b")]
    assert notes.asked == [("Name? ", False), ("Password: ", True)]
    assert notes.flushed == 3


def test_all_is_put_back_in_whatever_order_they_end() -> None:
    before = sys.stdout, sys.stderr, builtins.input, getpass.getpass
    first, second = Notes(), Notes()
    begun, first_over = threading.Event(), threading.Event()

    def other() -> None:
        with at_console(second.console):
            begun.set()
            first_over.wait(30)
            print("2", end="")

    with at_console(first.console):
        thread = in_thread(other)
        begun.wait(30)
        print("1", end="")
    first_over.set()
    thread.join(30)
    assert (first.printed, second.printed) == ([("stdout", "1")], [("stdout", "2")])
    assert (sys.stdout, sys.stderr, builtins.input, getpass.getpass) == before
    assert console() is None


def test_a_thread_of_a_cell_prints_in_the_cell() -> None:
    notes = Notes()
    with at_console(notes.console):
        in_thread(lambda: print("x", end="")).join(30)
    assert notes.printed == [("stdout", "x")]


def test_where_nobody_answers() -> None:
    with at_console(Notes().console), pytest.raises(UsageError, match="Nobody can be asked"):
        input("Name? ")


def test_displays_and_their_updates() -> None:
    notes = Notes()
    take_over()
    with at_console(notes.console):
        handle = display({"text/plain": "1"}, raw=True, display_id="d")
        handle.update({"text/plain": "2"}, raw=True)
        publish_display_data({"image/png": b"\x00"}, transient={"display_id": "e"}, update=True)
        clear_output(wait=True)
    assert notes.shown == [
        Display({"text/plain": "1"}, {}, "d"),
        Display({"text/plain": "2"}, {}, "d", update=True),
        Display({"image/png": "AA=="}, {}, "e", update=True),
        Clear(wait=True),
    ]


def test_a_value_that_shows_itself_is_not_shown_twice() -> None:
    class Self:
        def _ipython_display_(self) -> None:
            print("myself", end="")

    notes = Notes()
    with at_console(notes.console):
        display(Self())
    assert (notes.shown, notes.printed) == ([], [("stdout", "myself")])
