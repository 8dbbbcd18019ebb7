"""A sensor's FIFO: a buffer of so many bytes that lets go of the oldest when it runs over.

Apart from the sensor so that any number of samples can be added in one step, however long ago
somebody last looked.
"""

from __future__ import annotations

from collections import deque


class SampleBuffer:
    """Bytes in the order in which they came, at most `size`."""

    def __init__(self, size: int) -> None:
        self.size = size
        self.last = 0
        """The byte that was read last; an empty buffer gives it again."""
        self._bytes: deque[int] = deque(maxlen=size)

    def __len__(self) -> int:
        return len(self._bytes)

    def clear(self) -> None:
        """Let go of everything."""
        self._bytes.clear()
        self.last = 0

    def add(self, record: bytes, times: int = 1) -> bool:
        """Add a record, `times` times; returns whether older bytes had to go."""
        overflows = len(self._bytes) + len(record) * times > self.size
        for _ in range(min(times, self.size // len(record) + 2)):
            self._bytes.extend(record)
        return overflows

    def take(self) -> int:
        """The oldest byte, 0..255."""
        if self._bytes:
            self.last = self._bytes.popleft()
        return self.last
