"""Every builtin that a grader might use says what the student wants."""

from __future__ import annotations

from tests.hostile.making import Release, all_but, answered

EXPECTED: dict[str, float] = all_but("double")

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
