"""docs/parts.md: it names every type of part, every attribute, and what can be set."""

import re
from pathlib import Path

import pytest

from coursekit.bench.parts import PART_TYPES
from coursekit.bench.parts.quantity import Sensing

PAGE = (Path(__file__).parents[3] / "docs" / "parts.md").read_text(encoding="utf-8")
ROWS = [line for line in PAGE.splitlines() if line.startswith("| `")]


def row_of(kind: str) -> str:
    """The table's row of a type."""
    (row,) = (line for line in ROWS if f"`{kind}`" in line.split("|")[1])
    return row


@pytest.mark.parametrize("kind", PART_TYPES)
def test_every_type_has_one_row(kind: str) -> None:
    assert row_of(kind)


def test_no_row_is_of_a_type_that_does_not_exist() -> None:
    assert {kind for row in ROWS for kind in re.findall("`([^`]+)`", row.split("|")[1])} == set(
        PART_TYPES
    )


@pytest.mark.parametrize(
    ("kind", "cls"), [(k, c) for k, c in PART_TYPES.items() if issubclass(c, Sensing)]
)
def test_what_a_sensor_feels_is_named(kind: str, cls: type[Sensing]) -> None:
    row = row_of(kind)
    for name, quantity in cls.quantities.items():
        if "_y" not in name and "_z" not in name:  # the row says x, and dots
            assert f"`{name}`" in row
            assert f"`{quantity.attr}`" in row
