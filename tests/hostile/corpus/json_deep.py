"""A hundred thousand brackets in the metadata are more than a JSON reader's stack takes: the
file cannot be read.
"""

from __future__ import annotations

from tests.hostile.making import Release, answered

EXPECTED: dict[str, float] = {}


def make(release: Release) -> bytes:
    deep = b'"deep": ' + b"[" * 100_000 + b"]" * 100_000 + b", "
    return answered(release).replace(b'"metadata": {', deep + b'"metadata": {', 1)
