"""A `boot.py` that never ends, then a reset: the board never comes back. That is the
submission's fault, not the machine's. The answers below it are checked on boards that did not
come back either, or came back empty.
"""

from __future__ import annotations

from tests.hostile.making import Release, all_but, answered

EXPECTED: dict[str, float] = all_but("double")

ANSWER = """\
with open("boot.py", "w") as file:
    file.write("while True:\\n    pass\\n")
import machine

machine.reset()


def double(x):
    return 2 * x
"""


def make(release: Release) -> bytes:
    return answered(release, double=ANSWER)
