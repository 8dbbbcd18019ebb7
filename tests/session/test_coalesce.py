"""Joining printed pieces: nothing lost, order kept, few messages."""

from __future__ import annotations

import threading
from typing import Literal

from hypothesis import given
from hypothesis import strategies as st

from coursekit.session.coalesce import Coalescer
from coursekit.session.outputs import Display, Output, Stream

Name = Literal["stdout", "stderr"]


@given(st.lists(st.tuples(st.sampled_from(["stdout", "stderr"]), st.text())))
def test_nothing_is_lost_and_order_is_kept(pieces: list[tuple[Name, str]]) -> None:
    found: list[Output] = []
    out = Coalescer(found.append)
    for name, text in pieces:
        out.write(text, name)
    out.close()
    sent = [(s.name, c) for s in found if isinstance(s, Stream) for c in s.text]
    assert sent == [(name, c) for name, text in pieces for c in text]


def test_a_burst_is_few_messages() -> None:
    found: list[Output] = []
    out = Coalescer(found.append, interval_s=60)
    for number in range(1000):
        out.write(f"{number}\n")
    assert found == [Stream("stdout", "0\n")]
    out.close()
    assert found[1:] == [Stream("stdout", "".join(f"{n}\n" for n in range(1, 1000)))]


def test_what_is_held_back_goes_out_by_itself() -> None:
    arrived = threading.Event()
    out = Coalescer(lambda output: arrived.set())
    out.write("no line end")
    assert arrived.wait(30)
    out.close()


def test_text_goes_out_before_a_picture() -> None:
    found: list[Output] = []
    out = Coalescer(found.append, interval_s=60)
    out.write("half a line")
    out.emit(Display({}))
    assert found == [Stream("stdout", "half a line"), Display({})]
    out.close()


def test_little_waits_for_a_slow_reader_so_that_the_board_waits_instead() -> None:
    found: list[Output] = []
    out = Coalescer(found.append, interval_s=60)
    out.write("first\n")
    out.write("x" * 30_000)
    assert found == [Stream("stdout", "first\n"), Stream("stdout", "x" * 30_000)]
    out.close()
