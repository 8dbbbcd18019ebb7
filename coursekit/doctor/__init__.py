"""`coursekit doctor`: whether what the course needs is there, and how to mend what is not.

Each module looks at one area and yields a `Finding` as soon as it has one; nothing here raises.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator

from coursekit.doctor.finding import BROKEN, LACKING, OK, Finding

__all__ = ["BROKEN", "LACKING", "OK", "Finding", "doctor", "examine"]


def examine(every_port: bool = False) -> Iterator[Finding]:
    """Look at everything in turn.

    every_port: also speak to what is only maybe a board. It is interrupted, whatever it is.
    """
    from coursekit.doctor import boards, environment, jupyter, sandbox, tools

    areas: list[tuple[str, Callable[[], Iterator[Finding]]]] = [
        ("Python", environment.examine),
        ("Jupyter", jupyter.examine),
        ("tools", tools.examine),
        ("virtual board", boards.virtual),
        ("boards", lambda: boards.plugged_in(every_port)),
        ("sandbox", sandbox.examine),
    ]
    for name, area in areas:
        try:
            yield from area()
        except Exception as error:  # the rest is still to be looked at
            detail = f"could not be looked at: {type(error).__name__}: {error}"
            yield Finding(BROKEN, name, detail)


def doctor(as_json: bool = False, every_port: bool = False) -> int:
    """Print what there is, each line as soon as it is known.

    as_json: one document at the end instead. Returns the exit status: 1 when something is broken.
    """
    found: list[Finding] = []
    for finding in examine(every_port):
        found.append(finding)
        if not as_json:
            print(finding.line(), flush=True)
    broken = any(finding.state == BROKEN for finding in found)
    if as_json:
        rows = [finding.row() for finding in found]
        print(json.dumps({"ok": not broken, "findings": rows}, indent=1))
    return int(broken)
