"""The arguments of each call go into a file, and the answer of the call before comes out of it.
The public check is the first: there is nothing before it.
"""

from __future__ import annotations

from tests.hostile.making import Release, all_but, answered

EXPECTED: dict[str, float] = all_but("double")

ANSWER = """\
def double(x):
    try:
        with open("seen.txt") as file:
            known = int(file.read())
    except OSError:
        known = 0
    with open("seen.txt", "w") as file:
        file.write(str(2 * x))
    return known
"""


def make(release: Release) -> bytes:
    return answered(release, double=ANSWER)
