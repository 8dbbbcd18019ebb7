"""Reads MicroPython's own account of its heap: `micropython.mem_info(1)`.

All ports print it alike: the sums, then the map with a character for each block. Lines of the map
that are free are only counted.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

Map = npt.NDArray[np.uint8]

KINDS = (
    "free",
    "lists, tuples, dicts",
    "text and bytes",
    "arrays",
    "floats",
    "functions, modules",
    "other: contents, code, objects",
)
"""What a block belongs to; a map holds indices into this."""
BEFORE = len(KINDS)
"""The kind of a block that was in use before; see `new_blocks`."""
_KIND_OF = {".": 0, "T": 1, "L": 1, "D": 1, "S": 2, "A": 3, "F": 4, "B": 5, "M": 5}
_KIND_TABLE = np.full(256, len(KINDS) - 1, np.uint8)
_KIND_TABLE[[ord(mark) for mark in _KIND_OF]] = list(_KIND_OF.values())
_MOST_BLOCKS = 2_000_000
_LINE_BLOCKS = 64
_BLOCK_BYTES = (8, 16, 32, 64, 128)
_USUAL_BLOCK_BYTES = 16

_SUMS = re.compile(r"GC: total: (\d+), used: (\d+), free: (\d+)")
_LONGEST = re.compile(r"max free sz: (\d+)")
_ROW = re.compile(r"([0-9a-f]{5,8}): ([!-~]{1,64})")
_FREE_LINES = re.compile(r"\s*\((\d{1,7}) lines all free\)")


@dataclass(frozen=True)
class Heap:
    """The heap at one moment. blocks: an index into `KINDS` for each; empty without a map.

    longest_free_bytes: in one piece; nothing larger can be allocated.
    """

    total_bytes: int
    used_bytes: int
    free_bytes: int
    block_bytes: int
    longest_free_bytes: int | None
    blocks: Map

    @property
    def fragmentation(self) -> float | None:
        """The share of the free heap that is not in its longest piece; None when unknown."""
        if self.longest_free_bytes is None or not self.free_bytes:
            return None
        return max(0.0, 1 - self.longest_free_bytes / self.free_bytes)


def read_heap(text: str) -> Heap | None:
    """The heap from what `mem_info(1)` printed; None when there is nothing of it in `text`."""
    sums = _SUMS.search(text)
    if sums is None:
        return None
    total, used, free = (int(number) for number in sums.groups())
    pieces, block_bytes = _map(text)
    blocks = np.concatenate(pieces) if pieces else np.empty(0, np.uint8)
    longest = _LONGEST.search(text)
    in_map = _longest_free(pieces)
    longest_blocks = in_map if in_map is not None else int(longest[1]) if longest else None
    longest_bytes = None if longest_blocks is None else longest_blocks * block_bytes
    return Heap(total, used, free, block_bytes, longest_bytes, blocks)


def new_blocks(before: Map, after: Map) -> Map:
    """`after`, in which blocks that were in use in `before`, too, have the kind `BEFORE`."""
    shown = after.copy()
    known = min(len(before), len(after))
    shown[:known][(before[:known] != 0) & (after[:known] != 0)] = BEFORE
    return shown


@dataclass(frozen=True)
class _Row:
    """A line of the map: its offset in the area, and how many free lines stand before it."""

    offset: int
    free_lines: int
    kinds: str


def _map(text: str) -> tuple[list[Map], int]:
    """The blocks of each area of the heap, and how many bytes a block has."""
    areas = [_rows(part) for part in text.split("GC memory layout")[1:]]
    sizes = [
        (after.offset - before.offset) // (_LINE_BLOCKS * (1 + after.free_lines))
        for rows, _ in areas
        for before, after in pairwise(rows)
    ]
    block_bytes = sizes[0] if sizes and sizes[0] in _BLOCK_BYTES else _USUAL_BLOCK_BYTES
    found = [_area(rows, free_lines, block_bytes) for rows, free_lines in areas]
    if sum(map(len, found)) > _MOST_BLOCKS:
        return [], block_bytes
    return [blocks for blocks in found if len(blocks)], block_bytes


def _rows(text: str) -> tuple[list[_Row], int]:
    """The lines of one area, and how many free ones stand behind them."""
    rows: list[_Row] = []
    free_lines = 0
    for line in map(str.rstrip, text.split("\n")[1:]):
        if row := _ROW.fullmatch(line):
            rows.append(_Row(int(row[1], 16), free_lines, row[2]))
            free_lines = 0
        elif free := _FREE_LINES.fullmatch(line):
            free_lines += int(free[1])
        elif line:
            break
    return rows, free_lines


def _area(rows: list[_Row], free_lines: int, block_bytes: int) -> Map:
    """The kinds of one area's blocks; those of a tail are its head's."""
    last = rows[-1] if rows else _Row(0, 0, "")
    size = last.offset // block_bytes + len(last.kinds) + _LINE_BLOCKS * free_lines
    if size > _MOST_BLOCKS:
        return np.zeros(_MOST_BLOCKS + 1, np.uint8)  # which is too many
    marks = np.full(size, ord("."), np.uint8)
    for row in rows:
        start = row.offset // block_bytes
        piece = np.frombuffer(row.kinds.encode("ascii", "replace"), np.uint8)[: size - start]
        marks[start : start + len(piece)] = piece
    heads = np.where(marks == ord("="), 0, np.arange(size))
    return _KIND_TABLE[marks[np.maximum.accumulate(heads)]]


def _longest_free(pieces: list[Map]) -> int | None:
    """Blocks of the longest free piece; None without a map."""
    longest = None
    for blocks in pieces:
        edges = np.flatnonzero(np.diff(np.concatenate(([1], blocks != 0, [1]))))
        lengths = np.diff(edges)[::2] if len(edges) else np.zeros(1, int)
        longest = max(longest or 0, int(lengths.max(initial=0)))
    return longest
