"""Compilers: for `.mpy` files, and for the lessons about C."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator

from coursekit.doctor.environment import SET_UP
from coursekit.doctor.finding import BROKEN, LACKING, OK, Finding

_TOOL_S = 20.0
_EMITS = re.compile(r"mpy v(\d+)\.(\d+)")


def examine() -> Iterator[Finding]:
    """mpy-cross, a C compiler for this computer, and one for ARM boards."""
    yield mpy_cross()
    yield compiler()
    yield arm_compiler()


def mpy_cross() -> Finding:
    """The compiler that %mpy and the native lesson use."""
    said = version_line([sys.executable, "-m", "mpy_cross", "--version"])
    if said is None or emitted(said) is None:
        return Finding(BROKEN, "mpy-cross", "does not start", SET_UP)
    return Finding(OK, "mpy-cross", said)


def compiler() -> Finding:
    """A C compiler for this computer."""
    for name in ("cc", "gcc", "clang"):
        said = version_line([name, "--version"])
        if said is not None:
            return Finding(OK, "C compiler", said)
    how = {
        "linux": "sudo apt install gcc, or your system's like of it",
        "darwin": "xcode-select --install",
        "win32": "install it in WSL, where the lessons about C run",
    }
    detail = "none; only the lessons about C need one"
    return Finding(LACKING, "C compiler", detail, how.get(sys.platform, "install gcc or clang"))


def arm_compiler() -> Finding:
    """A C compiler for ARM boards."""
    name = "arm-none-eabi-gcc"
    said = version_line([name, "--version"])
    if said is not None:
        return Finding(OK, "C compiler for boards", said)
    detail = f"no {name}; only C modules for a real board need it"
    how = {
        "linux": "sudo apt install gcc-arm-none-eabi",
        "darwin": "brew install --cask gcc-arm-embedded",
    }
    return Finding(
        LACKING, "C compiler for boards", detail, how.get(sys.platform, "install Arm's toolchain")
    )


def emitted(said: str) -> tuple[int, int] | None:
    """The version of the `.mpy` format that mpy-cross says it writes."""
    found = _EMITS.search(said)
    return (int(found[1]), int(found[2])) if found else None


def version_line(command: list[str]) -> str | None:
    """The first line that a command says of its version; None when it cannot be run."""
    if shutil.which(command[0]) is None:
        return None
    try:
        done = subprocess.run(
            command, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=_TOOL_S
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    lines = done.stdout.strip().split("\n")
    return lines[0] if done.returncode == 0 and lines[0] else None
