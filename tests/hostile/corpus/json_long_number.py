"""A number of five thousand digits, which Python refuses to read, in the metadata."""

from __future__ import annotations

from tests.hostile.making import Release, answered

EXPECTED: dict[str, float] = {}


def make(release: Release) -> bytes:
    long = b'"long": ' + b"7" * 5000 + b", "
    return answered(release).replace(b'"metadata": {', long + b'"metadata": {', 1)
