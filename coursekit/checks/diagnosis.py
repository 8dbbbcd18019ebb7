"""The names of common mistakes: what a wrong time, number or value looks like it comes from.

Each function gives a sentence that begins with a space, or "" when nothing fits. A guess is put
as a question, for it may be wrong.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from coursekit.checks import byte_mistakes
from coursekit.checks.compare import is_number, is_same
from coursekit.checks.words import digits, show, type_name

SECONDS = " Is the delay in seconds? sleep() counts seconds, sleep_ms() milliseconds."
ENDLESS_OR_SECONDS = (
    "Does a loop never end, or is a delay in seconds (sleep) where milliseconds (sleep_ms) were "
    "meant?"
)
MICROSECONDS = " Is the delay in microseconds? sleep_ms() counts milliseconds."
INVERTED = " Is it the wrong way round?"
EACH_INVERTED = " Each item is the wrong way round."
_PRINTED = " It was printed: print() only shows a value, return hands it back."
ACTIVE_LOW = " A button that connects its pin to GND reads 0 while it is pressed."
BOUNCE = " A button bounces: for 5 ms it opens and closes again. Was one press counted twice?"
NEW_OBJECTS = " Does it make a new object in each round of a loop?"
NO_RETURN = " Is there a return?"


def _is_ratio(seen: float, expected: float, ratio: float, within: float = 0.06) -> bool:
    return expected > 0 and abs(seen - ratio * expected) <= within * ratio * expected


def of_time(expected: float, seen: float) -> str:
    """For a length of time that is not the expected one; both in the same unit."""
    if _is_ratio(seen, expected, 1000):
        return SECONDS
    if _is_ratio(seen, expected, 0.001) or _is_ratio(seen, expected, 0.01):
        return MICROSECONDS if _is_ratio(seen, expected, 0.001) else SECONDS
    if _is_ratio(seen, expected, 2):
        return " That is twice as long."
    if _is_ratio(seen, expected, 0.5):
        return " That is half as long."
    return ""


def of_changes(expected: Sequence[float], seen: Sequence[float], within: float) -> str:
    """For the times of changes, in milliseconds, that are not the expected ones."""

    def alone(some: Sequence[float], others: Sequence[float]) -> list[float]:
        return [ms for ms in some if all(abs(ms - other) > within for other in others)]

    missing, extra = alone(expected, seen), alone(seen, expected)
    if len(missing) == 1 and not extra and len(seen) == len(expected) - 1:
        return f" The one at {digits(missing[0])} ms is missing."
    if len(extra) == 1 and not missing and len(seen) == len(expected) + 1:
        return f" The one at {digits(extra[0])} ms is one too many."
    if len(seen) == len(expected) and seen:
        why = of_time(expected[-1], seen[-1])
        return why if why in (SECONDS, MICROSECONDS) else ""
    return ""


def of_rate(expected: float, seen: float) -> str:
    """For a frequency that is not the expected one."""
    if _is_ratio(seen, expected, 1000) or _is_ratio(seen, expected, 0.001):
        return " Is it kilohertz for hertz?"
    if _is_ratio(seen, expected, 2):
        return " That is twice the frequency."
    if _is_ratio(seen, expected, 0.5):
        return " That is half the frequency: a period is on and off together."
    if expected > 0 and seen > 0 and _is_ratio(seen * expected, 1000, 1):
        return " Is that a period in milliseconds? The frequency is 1000 divided by it."
    return ""


def of_count(expected: int, seen: int) -> str:
    """For a number of things that is not the expected one."""
    if seen == expected + 1:
        return " That is one too many: where does the counting begin and end?"
    if seen == expected - 1:
        return " That is one too few: where does the counting begin and end?"
    if expected > 1 and seen == 2 * expected:
        return " That is twice as many."
    if expected > 1 and 2 * seen == expected:
        return " That is half as many."
    return ""


def of_share(expected: float, seen: float, scale: str = "duty_u16() goes from 0 to 65535.") -> str:
    """For a brightness or a duty cycle, 0..1, that is not the expected one."""
    if abs(seen - (1 - expected)) < 0.02 and abs(expected - 0.5) > 0.15:
        return INVERTED
    if expected > 0 and seen < 0.05 * expected and seen > 0:
        return f" Is the scale right? {scale}"
    return ""


def of_value(expected: Any, seen: Any, output: str = "") -> str:
    """For a value that is not the expected one; `output` is what the call printed."""
    if seen is None:
        return _PRINTED if _is_printed(expected, output) else NO_RETURN
    if isinstance(expected, bool) and isinstance(seen, bool):
        return INVERTED
    if type(seen) is not type(expected):
        return _of_types(expected, seen)
    if is_number(expected):
        return _of_numbers(expected, seen)
    if isinstance(expected, list | tuple):
        return _of_items(expected, seen)
    if isinstance(expected, str):
        return _of_texts(expected, seen)
    if isinstance(expected, bytes):
        return byte_mistakes.of_bytes(expected, seen)
    return ""


def _is_printed(expected: object, output: str) -> bool:
    text = expected if isinstance(expected, str) else show(expected)
    return bool(text) and text in output


def _of_types(expected: Any, seen: Any) -> str:
    same = False
    if isinstance(seen, int | float) and isinstance(expected, int | float):
        same = seen == expected
    elif isinstance(seen, str):
        same = seen == show(expected)
    elif isinstance(seen, list | tuple) and isinstance(expected, list | tuple):
        same = is_same(list(seen), list(expected))
    if same:
        return f" The value is right, but its type is {type_name(seen)}, not {type_name(expected)}."
    if isinstance(seen, int | float) and isinstance(expected, int | float):
        return _of_numbers(expected, seen)
    return f" That is of type {type_name(seen)}, not {type_name(expected)}."


def _of_numbers(expected: float, seen: float) -> str:
    if isinstance(expected, int) and isinstance(seen, int) and abs(seen - expected) == 1:
        return of_count(expected, seen)
    if any(isinstance(n, int) and n.bit_length() > 1000 for n in (expected, seen)):
        return ""  # no float is so large
    if expected and seen == -expected:
        return " The sign is the wrong way round."
    why = byte_mistakes.of_number(expected, seen)
    if why:
        return why
    ratio = seen / expected if expected else 0.0
    for factor, words in ((2, "twice"), (0.5, "half")):
        if abs(ratio - factor) < 0.01 * factor:
            return f" That is {words} the expected value."
    for factor in (1000, 0.001):
        if abs(ratio - factor) < 0.01 * factor:
            return " That is off by a factor of 1000: are seconds and milliseconds mixed up?"
    for full in (1, 100, 255, 1023, 4095, 65535):
        if 0 <= expected <= full and expected != full / 2 and abs(seen - (full - expected)) < 1e-9:
            return INVERTED
    return ""


def _of_items(expected: Any, seen: Any) -> str:
    mine, theirs = list(expected), list(seen)
    if len(mine) == len(theirs) and mine:
        why = _of_each(mine, theirs) or byte_mistakes.of_items(mine, theirs)
        if why:
            return why
    if len(mine) == len(theirs) > 1:
        if len(mine) > 2 and is_same(mine[1:], theirs[:-1]):
            return " Everything comes one place early."
        if len(mine) > 2 and is_same(mine[:-1], theirs[1:]):
            return " Everything comes one place late."
        if is_same(mine, theirs[::-1]):
            return " The order is the wrong way round."
        texts = [Counter(map(show, items)) for items in (mine, theirs)]
        return " The items are right, their order is not." if texts[0] == texts[1] else ""
    if len(theirs) == len(mine) - 1 and is_same(mine[:-1], theirs):
        return " The last item is missing."
    if len(theirs) == len(mine) - 1 and is_same(mine[1:], theirs):
        return " The first item is missing."
    if len(theirs) == len(mine) + 1 and is_same(mine, theirs[:-1]):
        return " There is one item too many at the end."
    if len(theirs) == len(mine) + 1 and is_same(mine, theirs[1:]):
        return " There is one item too many at the beginning."
    return ""


def is_uniform(value: Any) -> bool:
    """Whether it is a list or a tuple whose items are all the same."""
    return isinstance(value, list | tuple) and all(is_same(item, value[0]) for item in value)


def _of_each(expected: list[Any], seen: list[Any]) -> str:
    """For a list whose items are all wrong in the same way."""
    if all(type(item) is bool for item in (*expected, *seen)):
        turned = len(expected) > 1 and all(a is not b for a, b in zip(expected, seen, strict=True))
        return EACH_INVERTED if turned else ""
    kinds = [{type(item) for item in items} for items in (expected, seen)]
    if len(kinds[0]) == len(kinds[1]) == 1 and kinds[0] != kinds[1] and seen == expected:
        is_, wanted = type_name(seen[0]), type_name(expected[0])
        return f" The items are right, but their type is {is_}, not {wanted}."
    return ""


def _of_texts(expected: str, seen: str) -> str:
    if seen.strip() == expected.strip():
        return " Only spaces or line ends differ."
    if seen.lower() == expected.lower():
        return " Only capital and small letters differ."
    return ""
