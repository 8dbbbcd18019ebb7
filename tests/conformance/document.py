"""The tables of docs/virtual-board.md that tell of differences, made from differences.toml."""

from __future__ import annotations

from pathlib import Path

from tests.conformance.differences import Difference, Table

DOCUMENT = Path(__file__).parents[2] / "docs" / "virtual-board.md"

BEGIN = "<!-- From tests/conformance/differences.toml: python -m tests.conformance --table -->"
END = "<!-- End of what is from differences.toml -->"


class MarkersMissing(Exception):
    """The page has lost one of the two lines between which the tables stand."""


def write(table: Table, path: Path = DOCUMENT) -> bool:
    """Bring the page up to date; whether anything changed."""
    before = path.read_text(encoding="utf-8")
    after = updated(before, table)
    if after != before:
        path.write_text(after, encoding="utf-8")
    return after != before


def updated(page: str, table: Table) -> str:
    """The page with its tables made anew. Raises MarkersMissing."""
    head, begin, rest = page.partition(f"{BEGIN}\n")
    _, end, tail = rest.partition(f"{END}\n")
    if not begin or not end:
        raise MarkersMissing(f"Put the tables between these two lines:\n{BEGIN}\n{END}")
    return f"{head}{begin}\n{tables(table)}\n{end}{tail}"


def tables(table: Table) -> str:
    """What differs from a Pico W; then what the comparison sees and a Pico W would not."""
    real = [row for row in table.rows if row.wrong in ("virtual", "either")]
    parts = [_table(("Here", "On a Pico W", "Why"), real)]
    for wrong in ("emulator", "firmware"):
        rows = [row for row in table.rows if row.wrong == wrong]
        if rows:
            parts.append(_INTRODUCTIONS[wrong])
            parts.append(_table(("Here", "There", "Why"), rows))
    return "\n".join(parts)


_INTRODUCTIONS = {
    "emulator": (
        "Programs in `tests/conformance/` run on this board and on real firmware in an emulator. "
        "Where the emulator is not as the chip, this board is:\n"
    ),
    "firmware": (
        "Programs in `tests/conformance/` run on this board and on real firmware in an emulator. "
        "Where that firmware, 1.26.1 for a plain Pico, is not as 1.29 for a Pico W, this board "
        "is:\n"
    ),
}


def _table(head: tuple[str, str, str], rows: list[Difference]) -> str:
    lines = [_line(head), "|---|---|---|"]
    lines += [_line((row.here, row.there, row.why)) for row in rows]
    return "".join(f"{line}\n" for line in lines)


def _line(cells: tuple[str, str, str]) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"
