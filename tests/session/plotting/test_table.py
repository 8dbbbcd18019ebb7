"""The CSV file of a plot: a whole table at any time."""

from __future__ import annotations

import csv
import math
from pathlib import Path

from coursekit.session.plotting.samples import MOST_SERIES
from coursekit.session.plotting.table import Table


def read(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def test_a_series_that_comes_later_becomes_a_column(tmp_path: Path) -> None:
    table = Table(tmp_path / "t.csv")
    table.add([("a", 1.0), ("b, c", -0.5)])
    table.add([("a", 2e20)])
    table.add([("d", math.nan), ("a", 1e-9)])
    table.close()
    assert read(tmp_path / "t.csv") == [
        ["a", "b, c", "d"],
        ["1", "-0.5", ""],
        ["2e+20", "", ""],
        ["1e-09", "", ""],
    ]
    assert [path.name for path in tmp_path.iterdir()] == ["t.csv"]


def test_an_old_file_is_replaced(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text("old\n1\n2\n")
    table = Table(tmp_path / "t.csv")
    table.add([("", 3.0)])
    table.close()
    assert read(tmp_path / "t.csv") == [["value"], ["3"]]


def test_there_is_an_end_to_new_columns(tmp_path: Path) -> None:
    table = Table(tmp_path / "t.csv")
    for n in range(3 * MOST_SERIES):
        table.add([(f"s{n}", float(n))])
    table.close()
    rows = read(tmp_path / "t.csv")
    assert len(rows[0]) == MOST_SERIES
    assert len(rows) == 1 + 3 * MOST_SERIES
