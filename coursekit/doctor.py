"""`coursekit doctor`: whether what the course needs is there, and what is enforced here."""

from __future__ import annotations

import platform
import time
from collections.abc import Iterator
from dataclasses import dataclass

from coursekit.boards.errors import BoardError

OK, LACKING, BROKEN = "ok", "--", "!!"


@dataclass(frozen=True)
class Finding:
    """One thing looked at: `OK`, `LACKING` (the course works without it) or `BROKEN`."""

    state: str
    what: str
    detail: str


def examine() -> Iterator[Finding]:
    """Look at everything in turn."""
    yield Finding(OK, "Python", f"{platform.python_version()} on {platform.platform()}")
    yield _virtual_board()
    yield from _sandbox()


def doctor() -> int:
    """Print what there is; the exit status: 1 when something is broken, else 0."""
    worst = 0
    for found in examine():
        print(f"{found.state}  {found.what}: {found.detail}", flush=True)
        worst = max(worst, int(found.state == BROKEN))
    return worst


def _virtual_board() -> Finding:
    from coursekit.boards.virtual import VirtualBoard

    begin = time.monotonic()
    try:
        with VirtualBoard() as board:
            took_ms = (time.monotonic() - begin) * 1000
            return Finding(OK, "virtual board", f"{board.info.firmware}, up in {took_ms:.0f} ms")
    except BoardError as error:
        return Finding(BROKEN, "virtual board", str(error))


def _sandbox() -> Iterator[Finding]:
    from coursekit.boards.virtual import sandbox

    found = sandbox.support()
    for fence in found.fences:
        what = f"sandbox, {fence.what}"
        if fence.enforced:
            yield Finding(OK, what, f"cut off or limited by {fence.by}")
        else:
            yield Finding(LACKING, what, f"NOT enforced: {fence.by}")
    if found.complete:
        yield Finding(OK, "grading", "submissions, native code included, cannot leave their board")
    else:
        yield Finding(
            LACKING,
            "grading",
            "submissions can get at what is not enforced here, by native code above all, which "
            "MicroPython cannot switch off. So the grader refuses unless you insist: grade on a "
            "Linux with Landlock and seccomp (kernel 5.13 or newer; a container must allow both)",
        )
