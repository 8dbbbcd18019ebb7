"""The built-in `os` below the board's own one can run commands in a shell."""

from __future__ import annotations

from tests.hostile.making import ESCAPED, Release, all_but, answered

EXPECTED: dict[str, float] = all_but("double")

ESCAPES = True

ANSWER = (
    """\
import sys


def escaped():
    for name in ("os", "uos"):
        sys.modules.pop(name, None)
    import uos

    return uos.system("true") == 0
"""
    + ESCAPED
)


def make(release: Release) -> bytes:
    return answered(release, double=ANSWER)
