"""What to do next after an exception of a program: one line under its traceback.

Only for the mistakes that a notebook or a small board brings about and that everyone makes.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from coursekit.boards.errors import RemoteError
from coursekit.session.pin_hints import which_pins

if TYPE_CHECKING:
    from coursekit.bench import Bench

_HOST_PACKAGES = ("numpy", "matplotlib", "pandas", "scipy", "sklearn")
_NO_MODULE = re.compile(rf"no module named '({'|'.join(_HOST_PACKAGES)})[.']", re.IGNORECASE)
_NO_NAME = re.compile(r"name '.*' (isn't|is not) defined")


_BUS_CALL = re.compile(r"\.(readfrom|writeto|writevto|readinto|start|stop|scan)")
_NO_ACKNOWLEDGE = (
    "No chip acknowledged its address. scan() of the bus lists who answers; if yours is not there, "
    "look at its supply and its wires."
)
_STAYED_LOW = (
    "SDA or SCL stayed low: a pull-up resistor is missing, or a chip holds the line. Look at the "
    "wires, then cut the chip's power for a moment. If other calls work, this one takes longer "
    "than the timeout of the bus, usually 50 ms: send less at once."
)
_ON_THE_BUS = {
    "[Errno 5] EIO": _NO_ACKNOWLEDGE,
    "[Errno 19] ENODEV": _NO_ACKNOWLEDGE,
    "[Errno 110] ETIMEDOUT": _STAYED_LOW,
}


def what_now(error: RemoteError, line: str = "", bench: Bench | None = None) -> str:
    """A line for people, empty when there is nothing to say beyond the exception itself.

    `line` is the last line of source in the traceback; a simulated `bench` knows its own faults.
    """
    if error.name == "OSError" and error.message in _ON_THE_BUS and _BUS_CALL.search(line):
        seen = bench.i2c.latest_faults() if bench is not None else []
        unlike = "no chip" if "ETIMEDOUT" in error.message else "held line"
        return str(next((f for f in seen if f.kind != unlike), _ON_THE_BUS[error.message]))
    if error.name == "MemoryError":
        return (
            "The heap is full. Delete what you no longer need (del name). If there is no room left "
            "even for that, start the board afresh: %rebootdevice."
        )
    if error.name == "ValueError":
        return which_pins(error.message, line)
    if error.name == "NameError" and _NO_NAME.match(error.message):
        return "Run the cells above first: after a restart or a reset all names are gone."
    if error.name in ("ImportError", "ModuleNotFoundError"):
        found = _NO_MODULE.match(error.message)
        if found:
            name = found[1].lower()
            return f"{name} runs on your computer, not on a board: begin the cell with %%host."
    return ""
