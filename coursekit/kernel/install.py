"""Tells Jupyter of the kernel: writes the kernelspec `micropython`."""

from __future__ import annotations

import argparse
import json
import shutil
import sys
import tempfile
from pathlib import Path

NAME = "micropython"
DISPLAY_NAME = "MicroPython"
_LOGOS = Path(__file__).parent / "logos"


def spec() -> dict[str, object]:
    """The content of kernel.json."""
    return {
        "argv": [sys.executable, "-m", "coursekit.kernel", "-f", "{connection_file}"],
        "display_name": DISPLAY_NAME,
        "language": "micropython",
        "interrupt_mode": "message",
        "metadata": {"debugger": False},
    }


def install(prefix: str | None = None, user: bool = False) -> Path:
    """Write the kernelspec under `prefix`, the person's own folder, or the system's.

    Returns where it is. Raises OSError when that place cannot be written to.
    """
    from jupyter_client.kernelspec import KernelSpecManager

    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "kernel.json").write_text(json.dumps(spec(), indent=1), encoding="utf-8")
        for logo in _LOGOS.glob("logo-*"):
            shutil.copy(logo, folder)
        manager = KernelSpecManager()
        return Path(manager.install_kernel_spec(folder, NAME, user=user, prefix=prefix))


def main(arguments: list[str]) -> int:
    """The command `install`; returns the exit status."""
    parser = argparse.ArgumentParser(
        prog="python -m coursekit.kernel install", description="Register the Jupyter kernel."
    )
    where = parser.add_mutually_exclusive_group()
    where.add_argument("--sys-prefix", action="store_true", help="in this Python environment")
    where.add_argument("--user", action="store_true", help="for this person")
    where.add_argument("--prefix", help="below this folder")
    asked = parser.parse_args(arguments)
    prefix = sys.prefix if asked.sys_prefix else asked.prefix
    try:
        place = install(prefix, user=asked.user)
    except OSError as error:
        print(
            f"The kernel could not be registered: {error}. Try --user or --prefix FOLDER.",
            file=sys.stderr,
        )
        return 1
    print(f"Registered the kernel {DISPLAY_NAME} in {place}")
    return 0
