"""What a board answered to one statement, as text that can be compared."""

from __future__ import annotations

import re
from dataclasses import dataclass

NO_ANSWER = "no answer"
"""The board did not end the statement in time."""
RESTARTED = "the board restarted"
LOST = "the board is gone"

_ADDRESSES = (
    re.compile(r"(?<= at )0x[0-9a-f]+"),
    re.compile(r"(?<= )(?:0x)?[0-9a-f]{7,16}(?=>)"),
    re.compile(r"(?<=<bound_method )[0-9a-f]{6,}"),
)


@dataclass(frozen=True)
class Observation:
    """key: of the statement. text: what it printed, its value and its exception; "" for nothing."""

    key: str
    text: str


def normalised(text: str) -> str:
    """Without addresses in memory, which two boards cannot share.

    This is the only thing that is made equal; all else is an observation.
    """
    for address in _ADDRESSES:
        text = address.sub("0x...", text)
    return text
