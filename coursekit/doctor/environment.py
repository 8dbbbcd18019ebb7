"""Python, its packages against what the course was tested with, and room on the disk."""

from __future__ import annotations

import platform
import re
import shutil
import sys
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path

from packaging.requirements import InvalidRequirement, Requirement
from packaging.version import InvalidVersion, Version

from coursekit.doctor.finding import BROKEN, LACKING, OK, Finding

ROOT = Path(__file__).parents[2]
LOCK = "requirements.lock"
SET_UP = "python3 course.py setup"
OLDEST_PYTHON = (3, 10)
FULL_BYTES = 200_000_000
SCARCE_BYTES = 1_000_000_000
_PINNED = re.compile(r"^([A-Za-z0-9][\w.-]*==[^\\\n]+)", re.MULTILINE)
_MOST_NAMES = 6


def examine() -> Iterator[Finding]:
    """The interpreter, the packages and the disk."""
    yield interpreter(sys.version_info[:2])
    yield from packages(metadata.requires("coursekit") or [], _lock())
    yield disk(shutil.disk_usage(Path.home()).free)


def interpreter(version: tuple[int, int]) -> Finding:
    """Whether this Python is new enough."""
    detail = f"{platform.python_version()} on {platform.platform()}"
    if version < OLDEST_PYTHON:
        wanted = ".".join(map(str, OLDEST_PYTHON))
        return Finding(BROKEN, "Python", detail, f"install Python {wanted} or newer: {SET_UP}")
    return Finding(OK, "Python", detail)


def packages(needed: list[str], lock: str) -> Iterator[Finding]:
    """Installed packages: against what the kit needs, then against the lock's versions.

    needed: requirements as in a package's metadata. lock: the text of the lock file, "" for none.
    """
    wrong = [text for text in map(_unmet, needed) if text]
    missing: list[str] = []
    different: list[str] = []
    pinned = _PINNED.findall(lock)
    for line in pinned:
        state = _beside(line)
        if state is None:
            continue
        (missing if state.endswith("missing") else different).append(state)
    wrong += [text for text in missing if text not in wrong]
    if wrong:
        yield Finding(BROKEN, "packages", _some(wrong), SET_UP)
    elif different:
        detail = f"not the tested versions: {_some(different)}"
        yield Finding(LACKING, "packages", detail, SET_UP)
    elif pinned:
        yield Finding(OK, "packages", f"all {len(pinned)} of the lock file as they were tested")
    else:
        yield Finding(OK, "packages", "all that the course kit needs")


def disk(free_bytes: int) -> Finding:
    """Whether there is room for notebooks, packages and a class's work."""
    detail = f"{free_bytes / 1e9:.1f} GB free in your home folder"
    if free_bytes < FULL_BYTES:
        return Finding(BROKEN, "disk", detail, "make room: notebooks cannot be saved soon")
    if free_bytes < SCARCE_BYTES:
        return Finding(LACKING, "disk", detail, "make room: an update takes up to 1 GB")
    return Finding(OK, "disk", detail)


def _lock() -> str:
    try:
        return (ROOT / LOCK).read_text(encoding="utf-8")
    except OSError:
        return ""  # installed without the course


def _unmet(text: str) -> str | None:
    """What is wrong with a needed package, None when nothing is or when it is not for here."""
    try:
        requirement = Requirement(text)
    except InvalidRequirement:
        return None
    if requirement.marker is not None and not requirement.marker.evaluate({"extra": ""}):
        return None
    installed = _installed(requirement.name)
    if installed is None:
        return f"{requirement.name} is missing"
    if requirement.specifier.contains(installed, prereleases=True):
        return None
    return f"{requirement.name} is {installed}, not {requirement.specifier}"


def _beside(line: str) -> str | None:
    """How what is installed differs from a line of the lock."""
    requirement = Requirement(line.strip())
    if requirement.marker is not None and not requirement.marker.evaluate():
        return None
    [pin] = requirement.specifier
    installed = _installed(requirement.name)
    if installed is None:
        return f"{requirement.name} is missing"
    if installed == Version(pin.version):
        return None
    return f"{requirement.name} {installed} instead of {pin.version}"


def _installed(name: str) -> Version | None:
    try:
        return Version(metadata.version(name))
    except (metadata.PackageNotFoundError, InvalidVersion, TypeError):
        return None


def _some(names: list[str]) -> str:
    more = len(names) - _MOST_NAMES
    shown = ", ".join(names[:_MOST_NAMES])
    return f"{shown} and {more} more" if more > 0 else shown
