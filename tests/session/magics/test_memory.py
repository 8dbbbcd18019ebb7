"""%memory: the heap of a board, and what a program does to it."""

from __future__ import annotations

import re

import pytest

from coursekit.session import Display, Stream
from tests.session.conftest import Cells


def numbers(text: str, pattern: str) -> list[int]:
    """The numbers in the groups of `pattern`, which is in `text`."""
    found = re.search(pattern, text)
    assert found is not None, text
    return [int(group.replace(",", "")) for group in found.groups()]


def kept(cells: Cells) -> int:
    """What the last program kept in bytes."""
    if "kept nothing" in cells.text:
        return 0
    sign, pattern = (1, r"kept ([\d,]+) bytes") if "kept" in cells.text else (
        -1, r"gave back ([\d,]+) bytes")  # fmt: skip
    return sign * numbers(cells.text, pattern)[0]


def garbage(cells: Cells) -> int:
    """What the last program left as garbage in bytes."""
    return 0 if "no garbage" in cells.text else numbers(cells.text, r"left ([\d,]+) bytes of")[0]


def picture(cells: Cells) -> Display:
    (display,) = [output for output in cells.outputs if isinstance(output, Display)]
    return display


def test_the_heap_now(common: Cells) -> None:
    assert common.run("%memory").status == "ok"
    used, total, free = numbers(
        common.text, r"Heap: ([\d,]+) of ([\d,]+) bytes are in use \(\d+.*%\), ([\d,]+) are free"
    )
    assert used + free == total > 100_000
    (longest,) = numbers(common.text, r"longest free piece has ([\d,]+) bytes")
    assert 0 < longest <= free
    (blocks,) = numbers(common.text, r"There are ([\d,]+) blocks of 32 bytes")
    assert blocks * 32 == total


def test_its_map_is_a_picture_with_an_alternative_text(common: Cells) -> None:
    common.run("%memory")
    display = picture(common)
    words = display.data["text/plain"]
    assert words.startswith("Map of the heap, ")
    assert display.metadata["image/png"]["alt"] == words
    counts = re.findall(r"([\d,]+) (?:free|lists|text|arrays|floats|functions|other)", words)
    (blocks,) = numbers(common.text, r"There are ([\d,]+) blocks")
    assert sum(int(count.replace(",", "")) for count in counts) == blocks


def test_garbage_is_collected_and_told(common: Cells) -> None:
    common.run("for _ in range(10): bytearray(2000)")
    common.run("%memory")
    (collected,) = numbers(common.text, r"([\d,]+) bytes of garbage were collected")
    assert 20_000 <= collected < 25_000
    common.run("%memory")
    assert "garbage" not in common.text


def test_looking_twice_finds_the_same(common: Cells) -> None:
    seen = []
    for _ in range(3):
        common.run("%memory")
        seen += numbers(common.text, r"Heap: ([\d,]+) of")
    assert max(seen) - min(seen) <= 16 * 32


def test_what_a_program_keeps_and_leaves(common: Cells) -> None:
    assert common.run("%memory\nbig = bytearray(20_000)").status == "ok"
    assert abs(kept(common) - 20_000) < 600
    assert garbage(common) < 1000
    common.run("%memory\nfor _ in range(10): bytearray(2000)")
    assert abs(kept(common)) < 600
    assert abs(garbage(common) - 20_000) < 1500
    common.run("%memory\ndel big")
    assert abs(kept(common) + 20_000) < 600


def test_an_empty_program_takes_next_to_nothing(common: Cells) -> None:
    common.run("%memory\npass")
    assert abs(kept(common)) <= 16 * 32
    assert garbage(common) <= 32 * 32
    common.run("%memory\nNone")
    assert abs(kept(common)) <= 16 * 32
    assert garbage(common) <= 32 * 32


def test_two_maps_show_what_is_new(common: Cells) -> None:
    common.run("%memory\nbytearray_of_mine = bytearray(3200)")
    words = picture(common).data["text/plain"].split("\n")
    assert words[1].startswith("Before the program: ")
    assert words[2].startswith("After it: ")
    (new,) = numbers(words[2], r"([\d,]+) other: contents")
    assert 100 <= new < 120


def test_after_a_program_that_fails(common: Cells) -> None:
    error = common.error("%memory\nkept = bytearray(5000)\n1 / 0")
    assert error.name == "ZeroDivisionError"
    assert abs(kept(common) - 5000) < 600


def test_it_leaves_no_names(common: Cells) -> None:
    common.run("names = dir()")
    common.run("%memory")
    common.run("%memory\npass")
    assert common.value("set(dir()) - set(names)") == "{'names'}"


def test_a_last_value_is_shown_as_ever(common: Cells) -> None:
    common.run("40 + 1")
    result = common.run("%memory\n_ + 1")
    assert result.result is not None
    assert result.result.data["text/plain"] == "42"


def test_a_board_that_draws_no_map(cells: Cells) -> None:
    cells.run("import sys\nclass none: pass\nsys.modules['micropython'] = none")
    assert cells.run("%memory").status == "ok"
    assert "are in use" in cells.text
    assert cells.text.endswith("This board does not draw a map of its heap.\n")
    assert cells.run("%memory\nx = bytearray(1000)").status == "ok"
    assert 900 < kept(cells) < 1500


def test_a_board_that_tells_nothing(cells: Cells) -> None:
    cells.run("import sys\nclass none: pass\nsys.modules['gc'] = none")
    error = cells.error("%memory")
    assert "does not tell how full its heap is" in error.message
    assert "AttributeError" in error.message


def test_a_board_without_a_bench(benchless: Cells) -> None:
    assert benchless.run("%memory").status == "ok"
    assert "blocks of 32 bytes" in benchless.text


def test_arguments_are_refused(common: Cells) -> None:
    assert "%memory takes nothing after it" in common.error("%memory all").message


@pytest.mark.parametrize("cell", ["%memory", "%memory\npass"])
def test_in_answers_it_is_carried_out(common: Cells, cell: str) -> None:
    said: list[str] = []
    result = common.session.run(
        cell, lambda o: said.append(o.text if isinstance(o, Stream) else ""), trusted=False
    )
    assert result.status == "ok"
    assert "longest free piece" in "".join(said)
