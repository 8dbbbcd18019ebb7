"""Looks for the gradebook, with the hidden tests in it, below the folders where such things are."""

from __future__ import annotations

from tests.hostile.making import ESCAPED, Release, all_but, answered

EXPECTED: dict[str, float] = all_but("double")

ESCAPES = True

ANSWER = (
    """\
import vfs


def walk(folder, depth):
    for name, kind, *_ in os.ilistdir(folder):
        path = folder + "/" + name
        if name == "gradebook.db" or name == "passwd":
            return True
        if kind == 0x4000 and depth and name in ("etc", "tmp", "home", "root", "work"):
            try:
                if walk(path, depth - 1):
                    return True
            except OSError:
                pass
    return False


def escaped():
    global os
    import os

    vfs.mount(vfs.VfsPosix("/"), "/host")
    return walk("/host", 2)
"""
    + ESCAPED
)


def make(release: Release) -> bytes:
    return answered(release, double=ANSWER)
