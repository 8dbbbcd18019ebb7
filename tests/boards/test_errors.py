"""What MicroPython prints for an exception, taken apart."""

from __future__ import annotations

import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coursekit.boards import RemoteError
from coursekit.boards.errors import Frame

HEADER = "Traceback (most recent call last):\n"
LINE = '  File "<stdin>", line 3, in f\n'


def test_frames_and_message() -> None:
    error = RemoteError.from_traceback(
        HEADER.replace("\n", "\r\n") + '  File "a.py", line 1\r\n' + LINE + "ValueError: a: b\r\n"
    )
    assert (error.name, error.message) == ("ValueError", "a: b")
    assert error.frames == [Frame("a.py", 1, ""), Frame("<stdin>", 3, "f")]
    assert str(error) == "ValueError: a: b"


@pytest.mark.parametrize(
    ("text", "name", "message"),
    [
        ("MemoryError: memory allocation failed\n", "MemoryError", "memory allocation failed"),
        (HEADER + LINE + "KeyboardInterrupt: \n", "KeyboardInterrupt", ""),
        (HEADER + LINE + "MyError: two\nlines\n", "MyError", "two\nlines"),
        (HEADER + LINE + "?\n", "Exception", "?"),
        ("", "Exception", ""),
        (HEADER + LINE + "A: 1\n\nDuring it:\n" + HEADER + LINE + "B: 2\n", "B", "2"),
    ],
)
def test_odd_texts(text: str, name: str, message: str) -> None:
    error = RemoteError.from_traceback(text)
    assert (error.name, error.message, error.traceback) == (name, message, text)


@pytest.mark.parametrize(
    ("line", "number"),
    [
        ("OSError: [Errno 2] ENOENT", 2),
        ("OSError: 19", 19),
        ("OSError: -2", -2),
        ("OSError: (110, 'x')", 110),
        ("OSError: no number", None),
        ("OSError: ", None),
        ("ValueError: 5", None),
    ],
)
def test_errno(line: str, number: int | None) -> None:
    assert RemoteError.from_traceback(line + "\n").errno == number


def test_survives_pickling() -> None:
    error = pickle.loads(pickle.dumps(RemoteError.from_traceback(HEADER + LINE + "A: 1\n")))
    assert (error.name, error.frames) == ("A", [Frame("<stdin>", 3, "f")])


@given(st.lists(st.sampled_from([HEADER, LINE, "A: b\n", "x", "\n", ":", "\r\n"])).map("".join))
def test_anything_is_some_error(text: str) -> None:
    error = RemoteError.from_traceback(text)
    assert error.name
    assert error.traceback == text.replace("\r\n", "\n")
