"""False `gc`, `sys`, `micropython`, `math` and `os` in `sys.modules` for whoever imports them
later.
"""

from __future__ import annotations

from tests.hostile.making import Release, all_but, answered

EXPECTED: dict[str, float] = all_but("double")

ANSWER = """\
import sys


class False_:
    def __getattr__(self, name):
        return lambda *args, **kwargs: 0


for name in ("gc", "micropython", "math", "os", "uos", "io", "json"):
    sys.modules[name] = False_()


def double(x):
    return 0
"""


def make(release: Release) -> bytes:
    return answered(release, double=ANSWER)
