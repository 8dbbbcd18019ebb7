"""`kbd_intr(-1)` takes Ctrl-C away."""

from __future__ import annotations

from tests.hostile.making import Release, all_but, answered

EXPECTED: dict[str, float] = all_but("double")

ANSWER = """\
import micropython

micropython.kbd_intr(-1)


def double(x):
    while True:
        pass
"""


def make(release: Release) -> bytes:
    return answered(release, double=ANSWER)
