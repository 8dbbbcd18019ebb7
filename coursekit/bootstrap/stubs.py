"""Puts the MicroPython stubs where completion looks for them, outside site-packages.

They hold a `requests`, a `machine` and so on, which would hide or be hidden by packages of the same
name; and those of two ports overwrite each other. So each package gets a folder of its own.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from .explain import explain

STUBS_LOCK = "requirements-stubs.lock"
AGAIN = "coursekit stubs"  # the command that people repeat

_PACKAGE = re.compile(r"^([A-Za-z0-9][\w.-]*)==.*(?:\n[ \t].*)*\n?", re.MULTILINE)


def stubs_folder(prefix: str | os.PathLike[str] = sys.prefix) -> Path:
    """Where the stubs of the environment `prefix` are, if it has any: rp2/, esp32/, stdlib/."""
    return Path(prefix) / "share" / "coursekit" / "stubs"


def packages(lock_text: str) -> dict[str, str]:
    """The part of the lock for each package, by the name of its folder.

    The folder is the second word of the name: `rp2` of `micropython-rp2-rpi-pico-w-stubs`.
    """
    return {match[1].split("-")[1]: match[0] for match in _PACKAGE.finditer(lock_text)}


def install(lock: Path, folder: Path) -> str | None:
    """Install what `lock` names into `folder`, in place of what is there.

    Returns None, or pip's output when it failed; then what was there stays. Raises OSError.
    """
    partial = folder.with_name(f"{folder.name}.partial-{os.getpid()}")
    shutil.rmtree(partial, ignore_errors=True)
    partial.mkdir(parents=True)
    try:
        runs = []
        for name, text in packages(lock.read_text(encoding="utf-8")).items():
            wanted = partial / f"{name}.txt"
            wanted.write_text(text, encoding="utf-8")
            runs.append(_start_pip(wanted, partial / name))
        # Side by side: most of a run's second goes into starting pip.
        outputs = [run.communicate()[0] for run in runs]
        if any(run.returncode for run in runs):
            return "".join(outputs)
        for wanted in partial.glob("*.txt"):
            wanted.unlink()
        shutil.rmtree(folder, ignore_errors=True)
        os.replace(partial, folder)
        return None
    finally:
        shutil.rmtree(partial, ignore_errors=True)


def _start_pip(wanted: Path, target: Path) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "pip", "install", "--no-input", "--progress-bar", "off"]
    command += ["--disable-pip-version-check", "--no-deps", "--no-compile", "--require-hashes"]
    # Without a network it should not take long to find that out: nothing depends on it.
    command += ["--retries", "1", "--target", str(target), "--requirement", str(wanted)]
    return subprocess.Popen(
        command,
        env={**os.environ, "PIP_USER": "0", "PYTHONIOENCODING": "utf-8"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
    )


def main() -> int:
    """Install the stubs of this course into the running Python's environment; the exit status."""
    lock = Path(__file__).resolve().parents[2] / STUBS_LOCK
    folder = stubs_folder()
    try:
        output = install(lock, folder)
    except FileNotFoundError as error:
        if error.filename != os.fspath(lock):
            raise
        print(
            f"{STUBS_LOCK} is not here: the course kit was installed without the course. "
            "Get the course (git clone) and run `python3 course.py setup` in it."
        )
        return 1
    except OSError as error:
        print(
            f"{folder} cannot be written: {error.strerror}. "
            "Use an environment of your own: `python3 course.py setup` makes one."
        )
        return 1
    if output is not None:
        what, next_step = explain(output, AGAIN)
        print(f"{output}\nThe stubs could not be installed: {what}\nNext: {next_step}")
        return 1
    names = ", ".join(sorted(packages(lock.read_text(encoding="utf-8"))))
    print(f"MicroPython's names and documentation for completion are in {folder}: {names}.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
