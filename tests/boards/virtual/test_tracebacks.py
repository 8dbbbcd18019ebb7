"""Errors of the simulated modules look like those of a board, whose modules are in C."""

from __future__ import annotations

import pytest

from coursekit.boards import RemoteError
from coursekit.boards.virtual import VirtualBoard


def test_a_traceback_ends_in_the_program() -> None:
    with VirtualBoard() as board, pytest.raises(RemoteError) as caught:
        board.exec("from machine import Pin\n\ndef make():\n    return Pin('GP99')\n\nmake()")
    assert [(frame.file, frame.line) for frame in caught.value.frames] == [
        ("<stdin>", 6),
        ("<stdin>", 4),
    ]
    assert caught.value.traceback == (
        "Traceback (most recent call last):\n"
        '  File "<stdin>", line 6, in <module>\n'
        '  File "<stdin>", line 4, in make\n'
        'ValueError: unknown named pin "GP99"\n'
    )


def test_an_expressions_traceback_too() -> None:
    with VirtualBoard() as board:
        board.exec("from machine import Pin\n\ndef make():\n    return Pin('GP99')")
        with pytest.raises(RemoteError) as caught:
            board.eval("make()")
        board.exec("led = Pin(15)\n\ndef change():\n    led.value = 1")
        with pytest.raises(RemoteError) as changed:
            board.eval("change()")
    assert [(frame.line, frame.function) for frame in caught.value.frames][-1] == (4, "make")
    assert [(frame.line, frame.function) for frame in changed.value.frames][-1] == (4, "change")
