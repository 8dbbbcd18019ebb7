"""The one error of the bootstrap: a sentence for the person, with the next step.

Everything that can go wrong on a stranger's machine ends in it, never in a traceback.
"""

from __future__ import annotations

import os


class SetupFailed(Exception):
    """The set-up cannot go on. `str()` says what happened, `next_step` what to do about it."""

    def __init__(self, what: str, next_step: str, details: str | None = None) -> None:
        super().__init__(what)
        self.next_step = next_step
        self.details = details

    def report(self) -> str:
        """The whole message, without a newline at its end."""
        lines = [f"course.py: {self}", f"Next: {self.next_step}"]
        if self.details:
            lines.append(f"Details: {self.details}")
        return "\n".join(lines)


def command(arguments: str) -> str:
    """How a person starts course.py on this system, for messages."""
    return f"{'py' if os.name == 'nt' else 'python3'} course.py {arguments}"
