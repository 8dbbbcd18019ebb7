"""Lets nbgrader find the programs that it starts, also where no environment is activated."""

from __future__ import annotations

import os
import sysconfig


def find_programs() -> None:
    """Put the folder of this Python's programs on the PATH: nbgrader calls `alembic` by name."""
    folder = sysconfig.get_path("scripts")
    known = os.environ.get("PATH", "")
    if folder not in known.split(os.pathsep):
        os.environ["PATH"] = os.pathsep.join([folder, known]) if known else folder
