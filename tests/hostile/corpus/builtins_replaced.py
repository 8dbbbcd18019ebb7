"""Every builtin that a grader might use says what the student wants. The values go to the
computer without them. `blink` is the student's own loss: the board's modules need these builtins
too.
"""

from __future__ import annotations

from tests.hostile.making import Release, answered

EXPECTED: dict[str, float] = {"total": 3}

ANSWER = """\
import builtins


class Anything:
    def __eq__(self, other):
        return True


for name in ("repr", "print", "isinstance", "str", "len", "eval", "exec", "KeyError", "Exception"):
    setattr(builtins, name, lambda *args, **kwargs: "42")


def double(x):
    return Anything()
"""


def make(release: Release) -> bytes:
    return answered(release, double=ANSWER)
