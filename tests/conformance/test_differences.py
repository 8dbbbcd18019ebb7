"""The table of differences as a file: what is refused, what comes back, what the page shows."""

from __future__ import annotations

import pytest

from tests.conformance.differences import Difference, Seen, Table, TableError, parse
from tests.conformance.document import BEGIN, END, MarkersMissing, tables, updated

ROW = """
[[difference]]
here = "a"
there = "b"
why = "c"
wrong = "virtual"
"""
ODD = 'quotes " and \\ and\nlines\twith \x00 \x7f and é'


def test_a_proposed_line_reads_back_as_it_was() -> None:
    seen = Seen("pin", ODD, ODD + "1", "")
    table = parse(f"{ROW}seen = [\n    {seen.toml()},\n]\n")
    assert list(table.seen()) == [seen]
    assert table.find("pin", ODD) == (table.rows[0], seen)


@pytest.mark.parametrize(
    ("text", "part"),
    [
        (ROW, "either observations in `seen` or a reason"),
        (ROW.replace('"virtual"', '"me"') + 'unseen = "u"', "not one of"),
        (ROW + 'unseen = "u"\nwhose = "?"', "whose"),
        ("[[difference]]\nhere", "differences.toml"),
        (ROW + f"seen = [{Seen('p', 'o', 'x', 'x').toml()}]", "two equal texts"),
        (
            ROW + f"seen = [{Seen('p', 'o', 'x', 'y').toml()}, {Seen('p', 'o', 'x', 'z').toml()}]",
            "listed twice",
        ),
    ],
)
def test_a_wrong_table_is_refused_in_words(text: str, part: str) -> None:
    with pytest.raises(TableError, match=part):
        parse(text)


def row(here: str, wrong: str) -> Difference:
    return Difference(here, "there", "why", wrong, unseen="u")


def test_the_page_gets_a_table_for_the_virtual_board_and_one_for_each_other_culprit() -> None:
    text = tables(Table((row("1 | 2", "virtual"), row("3", "emulator"), row("4", "firmware"))))
    head, emulator, firmware = text.split("Where ")
    assert "| 1 \\| 2 | there | why |" in head
    assert "| 3 | there | why |" in emulator
    assert "| 4 | there | why |" in firmware


def test_only_what_stands_between_the_markers_changes() -> None:
    page = f"before\n{BEGIN}\nold\n{END}\nafter\n"
    text = updated(page, Table((row("1", "virtual"),)))
    assert text.startswith(f"before\n{BEGIN}\n")
    assert text.endswith(f"{END}\nafter\n")
    assert "old" not in text
    assert updated(text, Table((row("1", "virtual"),))) == text


def test_a_page_without_markers_is_refused() -> None:
    with pytest.raises(MarkersMissing, match="between these two lines"):
        updated("nothing", Table())
