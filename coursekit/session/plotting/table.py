"""Writes the numbers that are drawn into a CSV file, as they come."""

from __future__ import annotations

import csv
import os
from pathlib import Path

from coursekit.session.plotting.lines import Row
from coursekit.session.plotting.samples import MOST_SERIES, by_name


class Table:
    """A CSV file with a column for each series and a row for each line of numbers.

    What has been written so far is a whole table at any time. Raises OSError.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.rows = 0
        self._columns: list[str] = []
        self._file = path.open("w", encoding="utf-8", newline="")

    def add(self, row: Row) -> None:
        """One line more; a series that is new becomes a column."""
        values = by_name(row)
        new = [name for name in values if name not in self._columns]
        if new and len(self._columns) < MOST_SERIES:
            self._columns += new[: MOST_SERIES - len(self._columns)]
            if self.rows:
                self._widen()
            else:
                csv.writer(self._file).writerow(self._columns)
        texts = [_text(values[name]) if name in values else "" for name in self._columns]
        csv.writer(self._file).writerow(texts)
        self.rows += 1

    def close(self) -> None:
        """Write what is left. Idempotent."""
        self._file.close()

    def _widen(self) -> None:
        """Write the table anew, with the columns that there are now."""
        self._file.close()
        beside = self.path.with_name(self.path.name + ".new")
        with (
            self.path.open(encoding="utf-8", newline="") as old,
            beside.open("w", encoding="utf-8", newline="") as new,
        ):
            writer = csv.writer(new)
            writer.writerow(self._columns)
            for number, row in enumerate(csv.reader(old)):
                if number:
                    writer.writerow(row + [""] * (len(self._columns) - len(row)))
        os.replace(beside, self.path)
        self._file = self.path.open("a", encoding="utf-8", newline="")


def _text(value: float) -> str:
    return "" if value != value else repr(value).removesuffix(".0")  # NaN is a gap
