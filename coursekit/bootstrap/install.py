"""Makes .venv and fills it, or finds that nothing is to be done.

A set-up that was cut off leaves no stamp, so the next one starts anew instead of trusting it.
"""

from __future__ import annotations

import importlib.util
import os
import shutil
import sys
import time
from pathlib import Path
from typing import TextIO

from .environment import LOCK, TEST_LOCK, Environment, State
from .errors import SetupFailed
from .explain import explain
from .lab import write_settings
from .once import one_at_a_time
from .progress import PipWatcher, Progress
from .runner import OnLine, ignore, run_logged
from .stubs import AGAIN, STUBS_LOCK

DISK_NEEDED_BYTES = 1_000_000_000  # 0.5 GB of packages, 0.75 GB with the test tools, and room


def set_up(root: Path, again: str, tools: bool = False, out: TextIO | None = None) -> Environment:
    """The environment of the project in `root`, ready for use.

    `again` is the command that messages tell the person to repeat, `tools` asks for the test tools
    too. Raises SetupFailed.
    """
    environment = Environment(root)
    _expect_files(root)
    if environment.inspect(tools)[0] is State.READY:
        return environment
    setup = _SetUp(environment, again, tools, out or sys.stdout)
    with one_at_a_time(
        root / ".venv.lock", lambda: setup.say("Another course.py sets this folder up; waiting.")
    ):
        # Whoever had the lock may have done all of it meanwhile.
        state, reason = environment.inspect(tools)
        if state is not State.READY:
            setup.run(state, reason)
    return environment


def _expect_files(root: Path) -> None:
    for name in (LOCK, TEST_LOCK, STUBS_LOCK, "pyproject.toml"):
        if not (root / name).is_file():
            raise SetupFailed(
                f"{name} is missing from {root}.",
                "get the whole course again (git clone, or unpack the whole archive).",
            )


class _SetUp:
    def __init__(self, environment: Environment, again: str, tools: bool, out: TextIO) -> None:
        self.environment = environment
        self.again = again
        self.tools = tools
        self.out = out
        # PIP_USER and the like in a person's settings would install somewhere else.
        self.variables = {**environment.variables(), "PIP_USER": "0", "PYTHONNOUSERSITE": "1"}

    def say(self, text: str) -> None:
        print(text, file=self.out, flush=True)

    def run(self, state: State, reason: str) -> None:
        environment = self.environment
        started_s = time.monotonic()
        if state is State.UNUSABLE:
            self.make(reason)
        else:
            self.say(f"Installing into .venv: {reason}.")
            environment.log.write_text("", encoding="utf-8")
        self.install_packages()
        self.step(
            "the course kit itself could not be installed",
            [*self.pip("install"), "--no-deps", "--no-build-isolation", "--editable", "."],
        )
        self.step(
            "the Jupyter kernel could not be registered",
            [str(environment.python), "-m", "coursekit.kernel", "install", "--sys-prefix"],
        )
        self.install_stubs()
        write_settings(environment)
        environment.write_stamp(environment.new_stamp(self.tools))
        self.say(f"Set up in {time.monotonic() - started_s:.0f} s.")

    def make(self, reason: str) -> None:
        environment = self.environment
        if (
            importlib.util.find_spec("venv") is None
            or importlib.util.find_spec("ensurepip") is None
        ):
            raise SetupFailed(*explain("No module named ensurepip", self.again))
        if reason:
            self.say(f"Making .venv anew: {reason}.")
            remove(environment.venv, self.again)
        free_bytes = shutil.disk_usage(environment.root).free
        if free_bytes < DISK_NEEDED_BYTES:
            raise SetupFailed(
                f"too little disk space: {free_bytes / 1e9:.1f} GB free.",
                f"free about {DISK_NEEDED_BYTES / 1e9:.0f} GB, then run `{self.again}` again.",
            )
        version = ".".join(str(part) for part in sys.version_info[:3])
        self.say(f"Making .venv with Python {version}; this needs a network and a few minutes.")
        environment.venv.mkdir()
        self.step(
            "the virtual environment could not be made",
            [_base_python(), "-m", "venv", str(environment.venv)],
        )

    def install_packages(self) -> None:
        environment = self.environment
        lock = environment.root / (TEST_LOCK if self.tools else LOCK)
        watcher = PipWatcher(lock.read_text(encoding="utf-8"), environment.files)
        progress = Progress(self.out)
        # Before pip changes the first file it only resolves and downloads: if that fails, what an
        # earlier set-up installed still works and keeps its stamp.
        stamp = environment.read_stamp()

        def on_line(line: str | None) -> None:
            watcher.line(line)
            progress.update(watcher.fraction, watcher.note)

        environment.stamp_file.unlink(missing_ok=True)
        try:
            self.step(
                "the packages could not be installed",
                [*self.pip("install"), "--requirement", lock.name],
                on_line,
            )
        except BaseException:
            if stamp is not None and not watcher.installing:
                environment.write_stamp(stamp)
            raise
        finally:
            progress.close()

    def install_stubs(self) -> None:
        """Nothing depends on them: without them completion has what the board itself knows."""
        module = "coursekit.bootstrap.stubs"
        log = self.logged([str(self.environment.python), "-m", module])
        if log is not None:
            what, _ = explain(log, self.again)
            self.say(f"Completion has no documentation yet: {what}")
            self.say(f"With a network, in the course's environment: {AGAIN}")

    def pip(self, verb: str) -> list[str]:
        pip = [str(self.environment.python), "-m", "pip", verb]
        return [*pip, "--no-input", "--disable-pip-version-check", "--progress-bar", "off"]

    def step(self, failure: str, arguments: list[str], on_line: OnLine = ignore) -> None:
        log = self.logged(arguments, on_line)
        if log is not None:
            what, next_step = explain(log, self.again)
            raise SetupFailed(f"{failure}: {what}", next_step, os.fspath(self.environment.log))

    def logged(self, arguments: list[str], on_line: OnLine = ignore) -> str | None:
        """None when the command gave 0, else what it wrote into the log."""
        environment = self.environment
        start = environment.log.stat().st_size if environment.log.exists() else 0
        status = run_logged(arguments, environment.log, environment.root, self.variables, on_line)
        if status == 0:
            return None
        with environment.log.open("rb") as log:
            log.seek(start)
            return log.read().decode("utf-8", "replace")


def remove(path: Path, again: str) -> None:
    """Takes a folder or a link away. Raises SetupFailed when something holds it."""
    try:
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink()
    except OSError as error:
        raise SetupFailed(
            f"{path} could not be removed: {error.strerror}.",
            f"close JupyterLab and other programs that use it, then run `{again}` again.",
        ) from error


def _base_python() -> str:
    # course.py may have been started by the very .venv that is to be made anew.
    return str(getattr(sys, "_base_executable", None) or sys.executable)
