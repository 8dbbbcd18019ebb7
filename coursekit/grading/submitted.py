"""Reads what a student handed in, whatever it is: the text of each cell and the name it goes by.

Nothing here is believed: a file can be anything, so all that is used of it are checked strings.
"""

from __future__ import annotations

import json
import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from coursekit.grading.record import printable

MOST_FILE_BYTES = 5_000_000
MOST_CELL_CHARS = 100_000


@dataclass(frozen=True)
class SubmittedCell:
    """A cell: its grade_id if it has one, its text; `text` is None when it cannot be used.

    trouble: why not, or what had to be changed in it.
    """

    grade_id: str | None
    text: str | None
    code: bool = True
    trouble: str = ""


@dataclass(frozen=True)
class Submitted:
    """The cells of a submitted notebook in their order; `trouble` when it cannot be read."""

    cells: tuple[SubmittedCell, ...] = ()
    trouble: str = ""


def read_file(path: Path) -> bytes | None:
    """The bytes of a submitted notebook; None when that is no ordinary file.

    Reads at most one byte more than `MOST_FILE_BYTES`. Follows no link, also not of the folder: it
    could lead to somebody else's answers. Raises OSError when the machine cannot read it now.
    """
    try:
        if path.parent.is_symlink() or not stat.S_ISREG(path.lstat().st_mode):
            return None
    except (FileNotFoundError, NotADirectoryError):
        return None
    names = ("O_NOFOLLOW", "O_NONBLOCK", "O_BINARY")  # not every platform has them
    flags = os.O_RDONLY | sum(getattr(os, name, 0) for name in names)
    with open(os.open(path, flags), "rb") as stream:
        if not stat.S_ISREG(os.fstat(stream.fileno()).st_mode):
            return None
        return stream.read(MOST_FILE_BYTES + 1)


def parse(data: bytes | None) -> Submitted:
    """The cells in `data`. Never raises."""
    if data is None:
        return Submitted(trouble="No notebook of this name was handed in.")
    if len(data) > MOST_FILE_BYTES:
        return Submitted(
            trouble=f"The notebook is larger than {MOST_FILE_BYTES // 1_000_000} MB and was not "
            "read. Clear its outputs (Kernel, Restart Kernel and Clear Outputs) and save it."
        )
    try:
        return Submitted(tuple(_cells(json.loads(data))))
    except (ValueError, RecursionError, MemoryError):
        return Submitted(trouble="The file is not a notebook: its JSON cannot be read.")


def _cells(notebook: object) -> Iterator[SubmittedCell]:
    if not isinstance(notebook, dict):
        raise ValueError("no notebook")
    lists: list[Any] = [notebook.get("cells")]
    sheets = notebook.get("worksheets")  # of nbformat 3 and older
    lists += [sheet.get("cells") for sheet in _list(sheets) if isinstance(sheet, dict)]
    if not any(isinstance(cells, list) for cells in lists):
        raise ValueError("no notebook")
    for cells in lists:
        for cell in _list(cells):
            if isinstance(cell, dict):
                yield _cell(cell)


def _cell(cell: dict[str, Any]) -> SubmittedCell:
    metadata = cell.get("metadata")
    details = metadata.get("nbgrader") if isinstance(metadata, dict) else None
    grade_id = details.get("grade_id") if isinstance(details, dict) else None
    if not isinstance(grade_id, str):
        grade_id = None
    code = cell.get("cell_type") == "code"
    source = cell.get("source", cell.get("input"))
    if isinstance(source, list) and all(isinstance(line, str) for line in source):
        source = "".join(source)
    if not isinstance(source, str):
        return SubmittedCell(grade_id, None, code, "has no text")
    if len(source) > MOST_CELL_CHARS:
        return SubmittedCell(grade_id, None, code, f"is longer than {MOST_CELL_CHARS:,} characters")
    text = source.replace("\r\n", "\n")
    clean = printable(text)
    trouble = "held characters that no file can hold" if clean != text else ""
    return SubmittedCell(grade_id, clean, code, trouble)


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []
