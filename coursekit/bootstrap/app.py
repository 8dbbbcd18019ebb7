"""The command line of course.py.

Whatever goes wrong below ends here as one message with the next step.
"""

from __future__ import annotations

import signal
import sys
from pathlib import Path
from types import FrameType

from .checks import run_checks
from .errors import SetupFailed, command
from .install import set_up
from .lab import expect_free_port, start_lab
from .locks import write_locks

USAGE = f"""\
usage: {command("lab")} [--no-browser] [--port N] [JupyterLab's other options]
       {command("setup")}
       {command("test")} [pytest's options]
       {command("lock")} [--upgrade]

lab    set the course up if need be, and open it in JupyterLab
setup  make .venv and install everything, nothing more
test   the same and the test tools, then linter, type checker and all tests
lock   for authors: choose package versions anew from pyproject.toml
"""


def main(arguments: list[str], root: str) -> int:
    """Does what `arguments` say for the project in folder `root`; returns the exit status."""
    if not arguments or arguments[0] in ("-h", "--help", "help"):
        print(USAGE, end="")
        return 0 if arguments else 2
    signal.signal(signal.SIGTERM, _stop)
    try:
        return _run(arguments[0], arguments[1:], Path(root).resolve())
    except SetupFailed as failure:
        print(failure.report(), file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print(f"\nStopped. To go on: {command(arguments[0])}", file=sys.stderr)
        return 130
    except OSError as error:
        again = command(" ".join(arguments))
        place = f" ({error.filename})" if error.filename else ""
        refused = SetupFailed(
            f"the system refused: {error.strerror or error}{place}.",
            f"see that this folder is yours and the disk has room, then run `{again}` again.",
        )
        print(refused.report(), file=sys.stderr)
        return 1


def _run(verb: str, rest: list[str], root: Path) -> int:
    again = command(verb)
    if verb == "lab":
        expect_free_port(rest)
        environment = set_up(root, again)
        expect_free_port(rest)
        return start_lab(environment, rest)
    if verb == "setup" and not rest:
        set_up(root, again)
        print(f"Ready. To start: {command('lab')}")
        return 0
    if verb == "test":
        return run_checks(set_up(root, again, tools=True), rest)
    if verb == "lock":
        return write_locks(set_up(root, again, tools=True), rest)
    print(
        f"course.py: there is no `{' '.join([verb, *rest])}`.\n\n{USAGE}", end="", file=sys.stderr
    )
    return 2


def _stop(number: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt
