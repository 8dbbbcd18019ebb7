"""The names of mistakes that are made between bytes and numbers: sign, byte order, BCD.

As in diagnosis.py, each function gives a sentence that begins with a space, or "".
"""

from __future__ import annotations

from collections.abc import Sequence
from math import isfinite

from coursekit.checks.compare import is_number

SWAPPED = " The two bytes are swapped: which one comes first?"
REVERSED = " The bytes are the wrong way round."
_STEPS = 256
"""What a word is divided by where its upper byte holds the whole degrees."""


def of_number(expected: float, seen: float) -> str:
    """For a number that was put together from bytes."""
    more = seen - expected
    if expected < 0 <= seen and more in (256, 1 << 16, 1 << 24, 1 << 32):
        return f" That is {more:g} more: is the sign missing?"
    return SWAPPED if _is_swapped(expected, seen) else ""


def _is_swapped(expected: float, seen: float) -> bool:
    if isinstance(expected, int) and isinstance(seen, int):
        return seen in _turned(expected)
    word = expected * _STEPS
    if not isfinite(word) or word != int(word):
        return False
    found = seen * _STEPS
    for turned in _turned(int(word)):
        # What a chip does not use of a word may have been cut off.
        lost = _STEPS / 2 if abs(turned) >= 16 * _STEPS else 0.5
        if 0 <= turned - found < lost:
            return True
    return False


def _turned(word: int) -> tuple[int, ...]:
    """A word with its bytes swapped, without and with a sign; nothing where that is the same."""
    if not -0x8000 <= word <= 0xFFFF:
        return ()
    high, low = divmod(word & 0xFFFF, 256)
    turned = low << 8 | high
    return () if high == low else (turned, turned - 0x10000 if turned & 0x8000 else turned)


def of_items(expected: Sequence[object], seen: Sequence[object]) -> str:
    """For items that are numbers in BCD, as those of a clock, read as if they were not."""
    pairs = [(a, b) for a, b in zip(expected, seen, strict=False) if a != b]
    if len(expected) != len(seen) or not pairs:
        return ""
    if not all(_is_bcd(a, b) for a, b in pairs):
        return ""
    number, byte = pairs[0]
    assert isinstance(number, int)
    assert isinstance(byte, int)
    digits = number % 100
    value = byte - number + digits
    return (
        f" In BCD {digits} is the byte 0x{digits:02d}, and that is {value}: digit by digit, please."
    )


def _is_bcd(expected: object, seen: object) -> bool:
    if not (isinstance(expected, int) and isinstance(seen, int)) or expected < 10:
        return False
    if not (is_number(expected) and is_number(seen)):
        return False
    digits = expected % 100
    return seen - (expected - digits) == int(str(digits), 16)


def of_bytes(expected: bytes, seen: bytes) -> str:
    """For bytes that are not the expected ones."""
    if len(expected) != len(seen):
        return f" That is {len(seen)} bytes long, not {len(expected)}."
    if len(expected) > 1 and seen == expected[::-1]:
        return REVERSED
    first = next((n for n, (a, b) in enumerate(zip(expected, seen, strict=True)) if a != b), 0)
    return f" The first that differs is [{first}]." if len(expected) > 1 else ""
