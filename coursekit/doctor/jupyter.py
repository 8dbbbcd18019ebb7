"""Whether JupyterLab starts, knows the kernel, and has something to complete names with."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from coursekit.doctor.environment import SET_UP
from coursekit.doctor.finding import BROKEN, LACKING, OK, Finding

_LAB_S = 60.0
_REGISTER = f"{sys.executable} -m coursekit.kernel install --sys-prefix"


def examine() -> Iterator[Finding]:
    """JupyterLab, the kernel's registration, and the stubs."""
    yield lab([sys.executable, "-m", "jupyterlab", "--version"])
    yield kernel()
    yield stubs()


def lab(command: list[str], timeout_s: float = _LAB_S) -> Finding:
    """Whether `command`, which asks JupyterLab for its version, gets an answer."""
    what = "JupyterLab"
    try:
        done = subprocess.run(
            command, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=timeout_s
        )
    except subprocess.TimeoutExpired:
        detail = f"did not tell its version within {timeout_s:.0f} s"
        return Finding(BROKEN, what, detail, f"is the computer very busy? Else: {SET_UP}")
    except OSError as error:
        return Finding(BROKEN, what, f"does not start: {error.strerror}", SET_UP)
    if done.returncode != 0:
        said = (done.stderr.strip() or done.stdout.strip() or "no word").split("\n")[-1]
        return Finding(BROKEN, what, f"does not start: {said}", SET_UP)
    return Finding(OK, what, done.stdout.strip())


def kernel() -> Finding:
    """Whether Jupyter's kernel `micropython` is the kit's, run by this Python."""
    from jupyter_client.kernelspec import KernelSpecManager, NoSuchKernel

    from coursekit.kernel.install import NAME

    try:
        spec = KernelSpecManager().get_kernel_spec(NAME)
    except NoSuchKernel:
        return Finding(BROKEN, "kernel", f"{NAME} is not registered", _REGISTER)
    where = spec.resource_dir
    if "coursekit.kernel" not in spec.argv:
        started = " ".join(spec.argv[:3])
        return Finding(BROKEN, "kernel", f"{where} starts another one: {started}", _REGISTER)
    if not _same(spec.argv[0], sys.executable):
        detail = f"{where} starts another Python, {spec.argv[0]}"
        return Finding(BROKEN, "kernel", detail, _REGISTER)
    return Finding(OK, "kernel", f"{spec.display_name} is registered in {where}")


def stubs() -> Finding:
    """Whether completion has MicroPython's names and documentation."""
    from coursekit.bootstrap.stubs import AGAIN, stubs_folder

    folder = stubs_folder()
    there = sorted(path.name for path in folder.glob("*") if path.is_dir())
    if not there:
        detail = "no documentation: completion has what the board itself knows"
        return Finding(LACKING, "completion", detail, AGAIN)
    return Finding(OK, "completion", f"documentation for {', '.join(there)}")


def _same(command: str, python: str) -> bool:
    """Whether both are one Python. Links are not followed: an environment's is one itself."""
    return os.path.normcase(os.path.abspath(command)) == os.path.normcase(Path(python).absolute())
