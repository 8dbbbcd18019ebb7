"""Slows a program that floods a client which wants all of it: a tool that runs whole notebooks.

A board that prints faster waits, as it does on USB; nothing is lost, and nothing piles up in the
kernel. This is also far below the three megabytes in three seconds from which on Jupyter's server
throws text away. People get excerpts instead (`excerpt.py`).
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator

BURST_BYTES = 300_000
BYTES_PER_S = 100_000.0
PIECE_CHARS = 10_000


class Pacer:
    """Allows `burst_bytes` at once and `bytes_per_s` from then on. For one thread at a time."""

    def __init__(
        self,
        burst_bytes: float = BURST_BYTES,
        bytes_per_s: float = BYTES_PER_S,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._burst_bytes = burst_bytes
        self._bytes_per_s = bytes_per_s
        self._clock = clock
        self._sleep = sleep
        self._left_bytes = burst_bytes
        self._at_s = clock()

    def pieces(self, text: str) -> Iterator[str]:
        """`text` in pieces, each when its time has come."""
        for start in range(0, len(text), PIECE_CHARS):
            piece = text[start : start + PIECE_CHARS]
            self._spend(len(json.dumps(piece, ensure_ascii=False).encode("utf-8", "replace")))
            yield piece

    def _spend(self, count: int) -> None:
        now_s = self._clock()
        earned = (now_s - self._at_s) * self._bytes_per_s
        self._left_bytes = min(self._burst_bytes, self._left_bytes + earned) - count
        self._at_s = now_s
        if self._left_bytes < 0:
            self._sleep(-self._left_bytes / self._bytes_per_s)
