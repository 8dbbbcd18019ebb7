"""What to do next after an exception of a program: one line under its traceback.

Only for the mistakes that a notebook or a small board brings about and that everyone makes.
"""

from __future__ import annotations

import re

from coursekit.boards.errors import RemoteError

_HOST_PACKAGES = ("numpy", "matplotlib", "pandas", "scipy", "sklearn")
_NO_MODULE = re.compile(rf"no module named '({'|'.join(_HOST_PACKAGES)})[.']", re.IGNORECASE)
_NO_NAME = re.compile(r"name '.*' (isn't|is not) defined")


def what_now(error: RemoteError) -> str:
    """A line for people, empty when there is nothing to say beyond the exception itself."""
    if error.name == "MemoryError":
        return (
            "The heap is full. Delete what you no longer need (del name). If there is no room left "
            "even for that, start the board afresh: %rebootdevice."
        )
    if error.name == "NameError" and _NO_NAME.match(error.message):
        return "Run the cells above first: after a restart or a reset all names are gone."
    if error.name in ("ImportError", "ModuleNotFoundError"):
        found = _NO_MODULE.match(error.message)
        if found:
            name = found[1].lower()
            return f"{name} runs on your computer, not on a board: begin the cell with %%host."
    return ""
