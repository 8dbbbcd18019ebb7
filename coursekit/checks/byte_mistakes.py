"""The names of mistakes that are made between bytes and numbers: sign, byte order, BCD.

As in diagnosis.py, each function gives a sentence that begins with a space, or "".
"""

from __future__ import annotations

from collections.abc import Sequence
from math import isfinite

from coursekit.checks.compare import is_number
from coursekit.checks.words import MAX_SHOWN

SWAPPED = " The two bytes are swapped: which one comes first?"
REVERSED = " The bytes are the wrong way round."
_MOST_SHIFTED = 24
_MOST_BYTES = 16
_STEPS = 256
"""What a word is divided by where its upper byte holds the whole degrees."""


def of_number(expected: float, seen: float) -> str:
    """For a number that was put together from bytes."""
    more = seen - expected
    if expected < 0 <= seen and more in (256, 1 << 16, 1 << 24, 1 << 32):
        return f" That is {more:g} more: is the sign missing?"
    return SWAPPED if _is_swapped(expected, seen) else _of_shift(expected, seen)


def _of_shift(expected: float, seen: float) -> str:
    """For a whole number whose bits stand too far to one side."""
    if not (isinstance(expected, int) and isinstance(seen, int)):
        return ""
    small, large = sorted((expected, seen))
    bits = large.bit_length() - small.bit_length()
    if small < _STEPS or not 2 <= bits <= _MOST_SHIFTED or large >> bits != small:
        return ""
    side = "right" if seen < expected else "left"
    return f" It is shifted {bits} bits too far to the {side}."


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
    """For items that are put together from bytes, as those of a clock, in the same wrong way."""
    pairs = [(a, b) for a, b in zip(expected, seen, strict=False) if a != b]
    if len(expected) != len(seen) or not pairs:
        return ""
    return _of_bcd(pairs) or _of_first(pairs)


def _of_first(pairs: Sequence[tuple[object, object]]) -> str:
    """For the first of the numbers that are wrong, where its mistake has a name."""
    for number, found in pairs:
        if is_number(number) and is_number(found):
            assert isinstance(number, int | float)
            assert isinstance(found, int | float)
            why = of_number(number, found)
            if why:
                return f" {found} should be {number}." + why
    return ""


def _of_bcd(pairs: Sequence[tuple[object, object]]) -> str:
    """For numbers that were read as if they were not in BCD, or written so; all, or most of them.

    Not all need to be: an hour has other bits, and a clock that was set wrong goes on counting.
    """
    whole = [(a, b) for a, b in pairs if type(a) is int and type(b) is int]
    read = [(a % 100, b - a + a % 100) for a, b in whole if _is_bcd(a, b)]
    if read and 2 * len(read) > len(pairs):
        digits, value = read[0]
        name = f"{digits} is the byte 0x{digits:02d}, and that is {value}"
        return f" In BCD {name}: digit by digit, please."
    written = [(a % 100, b % 100) for a, b in whole if _is_plain(a, b)]
    if len(written) > 1 and 2 * len(written) > len(pairs):
        digits, value = written[0]
        name = f"the byte {digits} is 0x{digits:02x}, and in BCD that is {value}"
        return f" Was it written in BCD? {name[0].upper()}{name[1:]}."
    return ""


def _is_bcd(expected: int, seen: int) -> bool:
    if expected < 10:
        return False
    digits = expected % 100
    return seen - (expected - digits) == int(str(digits), 16)


def _is_plain(expected: int, seen: int) -> bool:
    """Whether a number was written as it is, and read as if it had been in BCD."""
    digits = expected % 100
    return expected >= 10 and seen - (expected - digits) == digits // 16 * 10 + digits % 16


def of_bytes(expected: bytes, seen: bytes) -> str:
    """For bytes that are not the expected ones."""
    if len(expected) != len(seen):
        return f" That is {len(seen)} bytes long, not {len(expected)}."
    if len(expected) > 1 and seen == expected[::-1]:
        return REVERSED
    if len(expected) < 2:
        return ""
    wrong = [n for n, (a, b) in enumerate(zip(expected, seen, strict=True)) if a != b]
    first = wrong[0] if wrong else 0
    where = f" The first that differs is [{first}]"
    if len(repr(expected)) <= MAX_SHOWN:
        return f"{where}."
    part = slice(first, first + _MOST_BYTES)
    what = f"{seen[part]!r}, expected {expected[part]!r}"
    return f"{where}, {len(wrong)} of {len(expected)} differ. From [{first}] on: {what}."
