"""Whether and how a virtual board can be cut off from the computer that it runs on.

What this machine enforces is found by really trying it in a process of its own, never by version
numbers: a container may forbid what its kernel could do.
"""

from __future__ import annotations

import subprocess
import sys
from dataclasses import dataclass
from enum import Enum
from functools import cache
from pathlib import Path

from coursekit.boards.errors import BoardError

_CONFINE = Path(__file__).parent / "confine.py"
_PATIENCE_S = 30.0

LIMITS, RIGHTS, LANDLOCK, THREADS, SECCOMP = (
    "resource limits",
    "dropping of rights",
    "Landlock",
    "thread limit",
    "seccomp",
)
"""The parts of the confinement, as confine.py names them."""

_FENCES = {
    "files of this computer": (SECCOMP, LANDLOCK),
    "network": (SECCOMP, LANDLOCK),
    "other processes": (SECCOMP, LANDLOCK),
    "rights of its user": (RIGHTS, SECCOMP),
    "memory, processor time, file sizes": (LIMITS,),
    "number of threads": (THREADS,),
}


class Sandbox(Enum):
    """How a virtual board is cut off from this computer.

    OFF: not at all. TRY: by whatever there is. REQUIRE: wholly, or the board does not start.
    """

    OFF = "off"
    TRY = "try"
    REQUIRE = "require"


@dataclass(frozen=True)
class Fence:
    """One thing that programs are kept from: by which means, or what is missing for it."""

    what: str
    enforced: bool
    by: str


@dataclass(frozen=True)
class SandboxSupport:
    """What this machine can enforce.

    Native code can do whatever the operating system lets it, so nothing but a complete sandbox
    makes it harmless.
    """

    fences: tuple[Fence, ...]

    @property
    def complete(self) -> bool:
        """Whether `Sandbox.REQUIRE` can be had."""
        return all(fence.enforced for fence in self.fences)

    @property
    def missing(self) -> str:
        """What keeps it from being complete, in words; empty when nothing does."""
        return "; ".join(f"{f.what}: {f.by}" for f in self.fences if not f.enforced)


@cache
def support() -> SandboxSupport:
    """What this machine enforces, tried out once. Takes about 30 ms the first time."""
    troubles = _try_out()
    fences = []
    for what, parts in _FENCES.items():
        lacking = [f"no {part} ({troubles[part]})" for part in parts if troubles[part]]
        fences.append(Fence(what, not lacking, ", ".join(lacking or parts)))
    return SandboxSupport(tuple(fences))


def demand(kind: str) -> None:
    """Raise BoardError unless a MicroPython of this kind (`Runtime.kind`) can be sandboxed."""
    if kind != "module":
        raise BoardError(
            "Only the MicroPython that comes with the course can be sandboxed. Unset "
            "COURSEKIT_MICROPYTHON, or do without the sandbox."
        )
    found = support()
    if not found.complete:
        raise BoardError(
            f"This computer cannot keep a program inside its board ({found.missing}). "
            "Use a Linux with Landlock and seccomp (kernel 5.13 or newer, and a container that "
            "allows them), or do without the sandbox; `coursekit doctor` shows what there is."
        )


def _try_out() -> dict[str, str]:
    """For each part what is wrong with it; empty where it works."""
    command = [sys.executable, "-I", "-S", str(_CONFINE)]
    troubles = dict.fromkeys((LIMITS, RIGHTS, LANDLOCK, THREADS, SECCOMP), "it ended the trial")
    try:
        run = subprocess.run(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=_PATIENCE_S,
            check=False,
            cwd="/",
        )
    except (OSError, subprocess.SubprocessError) as error:
        return dict.fromkeys(troubles, f"it could not be tried: {error}")
    for line in run.stdout.decode(errors="replace").splitlines():
        part, _, trouble = line.partition("\t")
        if part in troubles:
            troubles[part] = trouble
    return troubles
