"""Mounts the computer's file system where the flash is, and reads a file of it."""

from __future__ import annotations

from tests.hostile.making import ESCAPED, Release, all_but, answered

EXPECTED: dict[str, float] = all_but("double")

ESCAPES = True

ANSWER = (
    """\
import vfs


def escaped():
    vfs.mount(vfs.VfsPosix("/"), "/host")
    with open("/host/etc/passwd") as file:
        return "root" in file.read()
"""
    + ESCAPED
)


def make(release: Release) -> bytes:
    return answered(release, double=ANSWER)
