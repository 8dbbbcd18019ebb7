"""What is in .venv, and whether it may be used as it is.

A stamp is written into .venv as the very last act of a set-up. It says where the environment was
made, by which Python, from which locks, and which files came of it: without a stamp that fits,
nothing trusts the environment. Reading it takes milliseconds, so every start can check it.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
from dataclasses import asdict, dataclass
from enum import Enum
from pathlib import Path

from .stubs import STUBS_LOCK

LOCK = "requirements.lock"
TEST_LOCK = "requirements-test.lock"  # everything in LOCK, and the test tools


class State(Enum):
    """What a set-up has to do."""

    READY = "nothing"
    OUTDATED = "install packages"
    UNUSABLE = "make it anew"


@dataclass(frozen=True)
class Stamp:
    """The record of a finished set-up."""

    venv: str
    python: str
    packages: str  # digest of the lock and of the project's own metadata
    tools: str | None  # the same for the test tools, None when they were not asked for
    files: list[str]  # what the set-up left in site-packages
    stubs: str | None = None  # digest of the stubs' lock, whether or not they could be had


class Environment:
    """The virtual environment of the project in folder `root`."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.venv = root / ".venv"
        self.log = self.venv / "install.log"
        self.stamp_file = self.venv / "coursekit-stamp.json"
        if os.name == "nt":
            self.bin = self.venv / "Scripts"
            self.python = self.bin / "python.exe"
            self.site_packages = self.venv / "Lib" / "site-packages"
        else:
            version = f"python{sys.version_info[0]}.{sys.version_info[1]}"
            self.bin = self.venv / "bin"
            self.python = self.bin / "python"
            self.site_packages = self.venv / "lib" / version / "site-packages"

    def inspect(self, tools: bool) -> tuple[State, str]:
        """The state, and the reason in words ("" when ready or when there is no .venv yet)."""
        if not os.path.lexists(self.venv):
            return State.UNUSABLE, ""
        stamp = self.read_stamp()
        if stamp is None:
            return State.UNUSABLE, "an earlier set-up did not finish"
        if stamp.venv != str(self.venv):
            return State.UNUSABLE, "the folder was moved or copied"
        if stamp.python != python_identity():
            return State.UNUSABLE, f"it was made by another Python ({stamp.python})"
        missing = sorted(set(stamp.files) - self.files())
        if not self.python.exists():
            missing.insert(0, "its Python")
        if missing:
            rest = f" and {len(missing) - 3} more" if len(missing) > 3 else ""
            return State.UNUSABLE, f"missing from it: {', '.join(missing[:3])}{rest}"
        if stamp.packages != self.digest(LOCK):
            return State.OUTDATED, "the locked packages changed"
        if tools and stamp.tools != self.digest(TEST_LOCK):
            return State.OUTDATED, "the test tools are not in it yet"
        if stamp.stubs != self.stubs_digest():
            return State.OUTDATED, "the stubs for completion changed"
        return State.READY, ""

    def files(self) -> set[str]:
        """Names in site-packages; empty when there is none."""
        try:
            return set(os.listdir(self.site_packages)) - {"__pycache__"}
        except OSError:
            return set()

    def digest(self, lock: str) -> str:
        """Changes whenever installing `lock` and the project could give something else."""
        parts = [(self.root / lock).read_bytes(), self._metadata().encode()]
        return hashlib.sha256(b"\0".join(parts)).hexdigest()

    def stubs_digest(self) -> str:
        """Changes with the lock of the stubs, which are installed apart from the packages."""
        return hashlib.sha256((self.root / STUBS_LOCK).read_bytes()).hexdigest()

    def _metadata(self) -> str:
        # Only the sections that an installation reads: a changed linter rule is no reason to
        # install. Cut out as text, because tomllib came with Python 3.11.
        kept, keep = [], False
        for line in (self.root / "pyproject.toml").read_text(encoding="utf-8").splitlines():
            if line.startswith("["):
                keep = line.startswith(("[project", "[build-system"))
            if keep:
                kept.append(line)
        return "\n".join(kept)

    def read_stamp(self) -> Stamp | None:
        """The stamp, or None when there is none that can be read."""
        try:
            return Stamp(**json.loads(self.stamp_file.read_text(encoding="utf-8")))
        except (OSError, ValueError, TypeError):
            return None

    def write_stamp(self, stamp: Stamp) -> None:
        """Puts the stamp there whole, or not at all."""
        partial = self.stamp_file.with_suffix(".partial")
        partial.write_text(json.dumps(asdict(stamp), indent=1), encoding="utf-8")
        os.replace(partial, self.stamp_file)

    def new_stamp(self, tools: bool) -> Stamp:
        """Describes the environment as it is now."""
        return Stamp(
            venv=str(self.venv),
            python=python_identity(),
            packages=self.digest(LOCK),
            tools=self.digest(TEST_LOCK) if tools else None,
            files=sorted(self.files()),
            stubs=self.stubs_digest(),
        )

    def variables(self) -> dict[str, str]:
        """Environment variables for a program that runs inside: its commands come first."""
        variables = dict(os.environ)
        variables["PATH"] = str(self.bin) + os.pathsep + variables.get("PATH", os.defpath)
        variables["VIRTUAL_ENV"] = str(self.venv)
        # Kernels of the same name in the person's home must not win over the course's own.
        variables["JUPYTER_PREFER_ENV_PATH"] = "1"
        variables.pop("PYTHONHOME", None)
        return variables


def python_identity() -> str:
    """Names the running Python as far as installed packages depend on it."""
    return f"{sys.implementation.cache_tag}-{sys.platform}"
