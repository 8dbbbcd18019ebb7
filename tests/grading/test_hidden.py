"""Hidden tests: out of the source, out of every text, without harming messages and pictures."""

from __future__ import annotations

import html
from typing import Any

import pytest
from nbformat import NotebookNode, from_dict
from nbformat.v4 import new_code_cell

from coursekit.grading.hidden import REPLACEMENT, split_hidden, strip_hidden

SECRET = 'expect(board.call("f", 41 < 42)).equals(43)'
SOURCE = f"%%check f\n### BEGIN HIDDEN TESTS\n{SECRET}\nx=1\n### END HIDDEN TESTS\nexpect(1)"


def cell(output: dict[str, Any]) -> NotebookNode:
    """The check, with an output."""
    outputs = [from_dict(output)]  # type: ignore[no-untyped-call]
    made: NotebookNode = new_code_cell(SOURCE, outputs=outputs)  # type: ignore[no-untyped-call]
    return made


def test_region_is_replaced_by_one_line() -> None:
    shown, hidden = split_hidden(SOURCE)
    assert shown == f"%%check f\n{REPLACEMENT}\nexpect(1)"
    assert hidden == [SECRET, "x=1"]


def test_region_without_end_hides_the_rest() -> None:
    assert split_hidden("a\n  ### BEGIN HIDDEN TESTS\nb\nc")[0] == f"a\n  {REPLACEMENT}"


@pytest.mark.parametrize(
    "text",
    [
        SECRET,
        f"   3 {SECRET}  # here",
        f"<pre>{html.escape(SECRET)}</pre>",
        html.escape(SECRET, quote=False),
        SECRET.replace("board", "\x1b[31mboard\x1b[0m"),
    ],
)
def test_no_output_shows_a_hidden_line(text: str) -> None:
    outputs: list[dict[str, Any]] = [
        {"output_type": "stream", "name": "stderr", "text": text},
        {"output_type": "error", "ename": "E", "evalue": text, "traceback": ["a", text]},
        {"output_type": "display_data", "data": {"text/html": text}, "metadata": {}},
    ]
    for output in outputs:
        stripped = cell(output)
        strip_hidden(stripped)
        assert "equals(43" not in str(stripped.outputs)


def test_messages_and_pictures_stay() -> None:
    data = {"text/plain": "f(True) gave 42, expected 43.", "image/png": "iVBOR"}
    stripped = cell({"output_type": "display_data", "data": data, "metadata": {}})
    strip_hidden(stripped)
    assert stripped.outputs[0].data == data
