"""Which printed lines are numbers, and that lines are found however the text comes."""

from __future__ import annotations

import math

import pytest

from coursekit.session.plotting.lines import LONGEST, NumberLines, Row, numbers


@pytest.mark.parametrize(
    ("line", "row"),
    [
        ("1.5", [("", 1.5)]),
        (" -3 \r", [("", -3.0)]),
        ("1e3", [("", 1000.0)]),
        ("1 2 3", [("", 1.0), ("", 2.0), ("", 3.0)]),
        ("1,2,3", [("", 1.0), ("", 2.0), ("", 3.0)]),
        ("1, .5; -3.", [("", 1.0), ("", 0.5), ("", -3.0)]),
        ("1\t2\t3", [("", 1.0), ("", 2.0), ("", 3.0)]),
        ("(1, 2)", [("", 1.0), ("", 2.0)]),
        ("(7,)", [("", 7.0)]),
        ("[1, 2]", [("", 1.0), ("", 2.0)]),
        ("temp:23.5 hum:40", [("temp", 23.5), ("hum", 40.0)]),
        ("temp: 23.5, hum: 40", [("temp", 23.5), ("hum", 40.0)]),
        ("name=1 name2=-2", [("name", 1.0), ("name2", -2.0)]),
        ("t = 3 u = 4", [("t", 3.0), ("u", 4.0)]),
        ("Light level: 300", [("Light level", 300.0)]),
        ("\u6e29\u5ea6:23.5", [("\u6e29\u5ea6", 23.5)]),
        ("23.5C", [("", 23.5)]),
        ("temp: 23.5 \u00b0C, hum: 40 %", [("temp", 23.5), ("hum", 40.0)]),
        ("u=3.3V i=12mA", [("u", 3.3), ("i", 12.0)]),
        ("a=1 m=2 s =3", [("a", 1.0), ("m", 2.0), ("s", 3.0)]),
        ("True False", [("", 1.0), ("", 0.0)]),
        ("12 a:3", [("", 12.0), ("a", 3.0)]),
    ],
)
def test_lines_of_numbers(line: str, row: Row) -> None:
    assert numbers(line) == row


@pytest.mark.parametrize("line", ["nan", "None", "inf", "-inf", "1e999", "1e301"])
def test_what_no_axis_can_show_is_a_gap(line: str) -> None:
    for shown in (line, f"x:{line}", f"{line},1"):
        row = numbers(shown)
        assert row is not None
        assert math.isnan(row[0][1])


@pytest.mark.parametrize(
    "line",
    [
        "",
        " ",
        "()",
        "Sensor 3 ready",
        "Count 5",
        "12:30:45",
        "3 apples",
        "5 Cats",
        "10 ms late",
        "192.168.4.1",
        "IP: 192.168.4.1",
        "1_000",
        "0x1F",
        "1,,2",
        "temp=",
        "name=value",
        '  File "<stdin>", line 3, in f',
        "1 " * LONGEST,
    ],
)
def test_text_is_not_taken_for_numbers(line: str) -> None:
    assert numbers(line) is None


TEXT = "start\r\n1 2\nt:3\u00b0C\r\nnot 4 you\n5"


@pytest.mark.parametrize("size", [1, 2, 3, 7, 100])
def test_lines_are_found_wherever_the_text_is_split(size: int) -> None:
    rows: list[Row] = []
    lines = NumberLines(rows.append)
    pieces = [TEXT[n : n + size] for n in range(0, len(TEXT), size)]
    assert [lines.feed(piece) for piece in pieces] == pieces
    assert lines.finish() == ""
    assert rows == [[("", 1.0), ("", 2.0)], [("t", 3.0)], [("", 5.0)]]


@pytest.mark.parametrize("size", [1, 2, 3, 7, 100])
def test_quiet_leaves_the_text_between_the_numbers(size: int) -> None:
    lines = NumberLines(lambda row: None, quiet=True)
    pieces = [TEXT[n : n + size] for n in range(0, len(TEXT), size)]
    assert "".join(map(lines.feed, pieces)) + lines.finish() == "start\r\nnot 4 you\n"


def test_quiet_shows_the_last_line_of_text_without_an_end() -> None:
    lines = NumberLines(lambda row: None, quiet=True)
    assert lines.feed("1\ndone") == ""
    assert lines.finish() == "done"


def test_a_line_without_end_is_text_and_is_not_kept() -> None:
    rows: list[Row] = []
    lines = NumberLines(rows.append, quiet=True)
    shown = [lines.feed("1 " * LONGEST) for _ in range(10)]
    shown.append(lines.feed("2\n3\n"))
    assert "".join(shown) == "1 " * LONGEST * 10 + "2\n"
    assert rows == [[("", 3.0)]]


def test_a_line_is_taken_once_even_if_that_fails() -> None:
    def fail(row: Row) -> None:
        raise ConnectionError

    lines = NumberLines(fail)
    lines.feed("1")
    with pytest.raises(ConnectionError):
        lines.feed("2\n3")
    assert lines.finish() == ""
