"""An editor put quotation marks of a book in place of those of JSON. There is nothing to grade,
and nobody else is disturbed.
"""

from __future__ import annotations

from tests.hostile.making import Release, answered

EXPECTED: dict[str, float] = {}


def make(release: Release) -> bytes:
    return answered(release).replace(b'"cells"', "\u201ccells\u201d".encode())
