"""Writes the lock files anew from pyproject.toml: for the authors of the course.

One lock holds for every system and Python version; the test lock is the same plus the test tools.
The stubs for completion have a lock of their own, because they are installed elsewhere.
"""

from __future__ import annotations

import subprocess

from .environment import LOCK, TEST_LOCK, Environment
from .errors import SetupFailed
from .stubs import STUBS_LOCK


def write_locks(environment: Environment, arguments: list[str]) -> int:
    """Runs `uv pip compile` for each; `arguments` (such as --upgrade) go to it. 0, or SetupFailed.

    No index is named in the result, so that it can be installed from any mirror.
    """
    compile_command = [str(environment.python), "-m", "uv", "pip", "compile"]
    compile_command += ["--universal", "--python-version", "3.10", "--generate-hashes", "--quiet"]
    compile_command += ["--no-emit-index-url", "--no-emit-find-links"]
    compile_command += ["--custom-compile-command", "python3 course.py lock"]
    project = ["pyproject.toml", "--extra", "build"]
    sources = {
        TEST_LOCK: [*project, "--extra", "test"],
        LOCK: [*project, "--constraint", TEST_LOCK],
        STUBS_LOCK: ["--group", "pyproject.toml:stubs"],
    }
    for lock, source in sources.items():
        print(f"Locking {lock}", flush=True)
        status = subprocess.run(
            [*compile_command, *source, "--output-file", lock, *arguments],
            cwd=environment.root,
            env=environment.variables(),
            check=False,
        ).returncode
        if status != 0:
            raise SetupFailed(
                f"{lock} could not be written.", "see uv's message above; the old lock still holds."
            )
    return 0
