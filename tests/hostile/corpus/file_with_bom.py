"""Windows' Notepad put a byte order mark before the notebook. All answers can be read, so they
count.
"""

from __future__ import annotations

from tests.hostile.making import ALL, Release, answered

EXPECTED: dict[str, float] = ALL


def make(release: Release) -> bytes:
    return b"\xef\xbb\xbf" + answered(release)
