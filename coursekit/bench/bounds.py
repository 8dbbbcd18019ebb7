"""How much memory a trace may take, and what it lets go of when that is used up.

A program that does nothing but write pins, or that forges messages of one and the same
microsecond, would otherwise fill the memory of the computer that grades it.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from coursekit.bench.trace import Channel

CHANNEL_BYTES = 36_000_000
"""What one channel may take: 4,000,000 levels, 200,000 numbers, or 116,000 settings of PWM."""
TRACE_BYTES = 72_000_000
"""What all channels of a trace may take together."""
LOOK_BYTES = 1_000_000
"""So much more, and it is time to look."""

# An analog channel is read as a list of spans, and what those take is what counts there.
RECORD_BYTES = {"digital": 9, "analog": 180, "pixels": 16, "event": 16, "bus": 16}
PWM_BYTES = 300
"""A PwmSegment, its numbers, and its place in a dictionary."""
_COLOR_BYTES = 64  # a tuple of red, green and blue


def size_of(value: object) -> int:
    """About how many bytes an object of a channel takes.

    It is a text, one color for each pixel, or what went over a bus with its bytes.
    """
    own = sys.getsizeof(value)
    if isinstance(value, tuple):
        return own + _COLOR_BYTES * len(value)
    names: Iterable[str] = getattr(value, "__slots__", getattr(value, "__dict__", ()))
    inside = (getattr(value, name) for name in names)
    return own + sum(sys.getsizeof(one) for one in inside if not isinstance(one, int))


def keep(channels: Iterable[Channel]) -> None:
    """Let go of the older half of a channel that has become too large.

    Of channels that are too large only together it is the largest, again and again. Each keeps
    its last record.
    """
    everyone = tuple(channels)
    for channel in everyone:
        while channel.memory_bytes > CHANNEL_BYTES and len(channel) > 1:
            channel.forget(keep=len(channel) // 2)
    while sum(channel.memory_bytes for channel in everyone) > TRACE_BYTES:
        largest = max(everyone, key=lambda channel: channel.memory_bytes)
        if len(largest) <= 1:
            return
        largest.forget(keep=len(largest) // 2)
