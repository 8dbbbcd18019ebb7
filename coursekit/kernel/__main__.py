"""`python -m coursekit.kernel`: launch the kernel (as Jupyter does), or `install` it."""

from __future__ import annotations

import sys
from pathlib import Path


def main(arguments: list[str]) -> int:
    """Carry out the command line; returns the exit status."""
    # `-m` puts the notebook's folder first, where a `random.py` for the board may lie.
    here = Path.cwd()
    if sys.path and Path(sys.path[0] or ".").resolve() == here:
        del sys.path[0]
    if arguments[:1] == ["install"]:
        from coursekit.kernel.install import main as install

        return install(arguments[1:])
    from coursekit.kernel.app import KernelApp

    KernelApp.launch_instance(arguments)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
