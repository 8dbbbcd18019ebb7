"""The list of all processes, with their command lines."""

from __future__ import annotations

from tests.hostile.making import ESCAPED, Release, all_but, answered

EXPECTED: dict[str, float] = all_but("double")

ESCAPES = True

ANSWER = (
    """\
import os
import vfs


def escaped():
    vfs.mount(vfs.VfsPosix("/"), "/host")
    found = 0
    for entry in os.ilistdir("/host/proc"):
        if entry[0].isdigit():
            with open("/host/proc/" + entry[0] + "/cmdline", "rb") as file:
                found += len(file.read()) > 0
    return found > 1
"""
    + ESCAPED
)


def make(release: Release) -> bytes:
    return answered(release, double=ANSWER)
