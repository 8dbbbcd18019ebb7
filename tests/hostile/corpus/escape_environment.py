"""The environment of the grader may hold passwords. The board's process has nearly none of it,
and no file that shows it.
"""

from __future__ import annotations

from tests.hostile.making import ESCAPED, Release, all_but, answered

EXPECTED: dict[str, float] = all_but("double")

ESCAPES = True

ANSWER = (
    """\
import vfs


def escaped():
    vfs.mount(vfs.VfsPosix("/"), "/host")
    with open("/host/proc/self/environ", "rb") as file:
        return len(file.read()) > 0
"""
    + ESCAPED
)


def make(release: Release) -> bytes:
    return answered(release, double=ANSWER)
