"""What this computer can enforce of the walls around a submission that is graded."""

from __future__ import annotations

from collections.abc import Iterator

from coursekit.doctor.finding import LACKING, OK, Finding

_WHERE = (
    "grade on a Linux with Landlock and seccomp (kernel 5.13 or newer; a container must allow both)"
)


def examine() -> Iterator[Finding]:
    """A line for each wall, then whether grading is safe."""
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
            "MicroPython cannot switch off. So the grader refuses unless you insist",
            _WHERE,
        )
