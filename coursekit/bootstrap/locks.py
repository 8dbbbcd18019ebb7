"""Writes the lock files anew from pyproject.toml: for the authors of the course.

One lock holds for every system and Python version; the test lock is the same plus the test tools.
"""

from __future__ import annotations

import subprocess

from .environment import LOCK, TEST_LOCK, Environment
from .errors import SetupFailed


def write_locks(environment: Environment, arguments: list[str]) -> int:
    """Runs `uv pip compile` for both; `arguments` (such as --upgrade) go to it. 0, or SetupFailed.

    No index is named in the result, so that it can be installed from any mirror.
    """
    compile_command = [str(environment.python), "-m", "uv", "pip", "compile", "pyproject.toml"]
    compile_command += ["--universal", "--python-version", "3.10", "--generate-hashes", "--quiet"]
    compile_command += ["--no-emit-index-url", "--no-emit-find-links", "--extra", "build"]
    compile_command += ["--custom-compile-command", "python3 course.py lock"]
    for extra, lock in ((["--extra", "test"], TEST_LOCK), (["--constraint", TEST_LOCK], LOCK)):
        print(f"Locking {lock}", flush=True)
        status = subprocess.run(
            [*compile_command, *extra, "--output-file", lock, *arguments],
            cwd=environment.root,
            env=environment.variables(),
            check=False,
        ).returncode
        if status != 0:
            raise SetupFailed(
                f"{lock} could not be written.", "see uv's message above; the old lock still holds."
            )
    return 0
