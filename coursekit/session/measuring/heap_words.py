"""What is to be said of a heap."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from coursekit.bench.drawing.units import percent
from coursekit.session.measuring.heap import KINDS, Heap, Map
from coursekit.session.measuring.looks import Look


def heap_words(look: Look) -> str:
    """How full it is, what was garbage, how much is in one piece: a line for each."""
    heap = look.heap
    lines = [
        f"Heap: {look.used_bytes:,} of {look.total_bytes:,} bytes are in use "
        f"({percent(look.used_bytes / max(1, look.total_bytes))}), {look.free_bytes:,} are free."
    ]
    if look.garbage_bytes:
        lines.append(f"{look.garbage_bytes:,} bytes of garbage were collected just now.")
    if heap is not None and heap.longest_free_bytes is not None:
        lines.append(
            f"The longest free piece has {heap.longest_free_bytes:,} bytes; "
            f"{percent(heap.fragmentation or 0.0)} of what is free lies in shorter ones."
        )
    if heap is not None and len(heap.blocks):
        lines.append(f"There are {len(heap.blocks):,} blocks of {heap.block_bytes} bytes.")
    return "\n".join(lines) + "\n"


def kept_words(before: Look, after: Look) -> str:
    """What a program did to the heap: allocated, left as garbage, kept."""
    kept = after.used_bytes - before.used_bytes
    allocated = max(0, kept, after.found_bytes - before.found_bytes)
    lines = [
        f"Heap in use: {before.used_bytes:,} bytes before the program, "
        f"{after.used_bytes:,} after it, {after.free_bytes:,} free.",
        f"The program {_kept(kept, after)} and left {_garbage(allocated - max(0, kept))}.",
    ]
    heap = after.heap
    if heap is not None and heap.longest_free_bytes is not None:
        lines.append(f"The longest free piece has {heap.longest_free_bytes:,} bytes.")
    return "\n".join(lines) + "\n"


def map_words(maps: Sequence[tuple[str, Map]], heap: Heap) -> str:
    """The alternative text of the picture: how many blocks of each kind."""
    words = [*KINDS, "in use before"]
    parts = []
    for title, blocks in maps:
        counts = np.bincount(blocks, minlength=len(words))
        told = [f"{count:,} {word}" for count, word in zip(counts, words, strict=True) if count]
        parts.append(f"{title[:1].upper() + title[1:] or 'Blocks'}: {'; '.join(told)}.")
    size = f"{len(maps[-1][1]):,} blocks of {heap.block_bytes} bytes"
    return "\n".join([f"Map of the heap, {size}.", *parts])


def _kept(kept: int, after: Look) -> str:
    if kept < 0:
        return f"gave back {-kept:,} bytes"
    if not kept:
        return "kept nothing"
    if after.heap is None:
        return f"kept {kept:,} bytes"
    count = kept // after.heap.block_bytes
    return f"kept {kept:,} bytes ({count:,} {'block' if count == 1 else 'blocks'})"


def _garbage(size: int) -> str:
    return f"{size:,} bytes of garbage" if size else "no garbage"
