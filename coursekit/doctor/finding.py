"""What `coursekit doctor` says of one thing: a line, with the way to mend it beside it."""

from __future__ import annotations

from dataclasses import dataclass

OK, LACKING, BROKEN = "ok", "--", "!!"
_STATES = {OK: "ok", LACKING: "lacking", BROKEN: "broken"}


@dataclass(frozen=True)
class Finding:
    """One thing looked at: `OK`, `LACKING` (the course works without it) or `BROKEN`.

    fix: what to do about it; a command or a sentence, empty when there is nothing to do.
    """

    state: str
    what: str
    detail: str
    fix: str = ""

    def line(self) -> str:
        """For people: one line, whatever lines the texts have."""
        text = f"{self.state}  {self.what}: {_in_one(self.detail)}"
        return f"{text} -> {_in_one(self.fix)}" if self.fix else text

    def row(self) -> dict[str, str]:
        """For programs."""
        return {
            "state": _STATES[self.state],
            "what": self.what,
            "detail": self.detail,
            "fix": self.fix,
        }


def _in_one(text: str) -> str:
    """Lines that follow a colon are commands: one after the other with `;` between them."""
    first, *more = [line.strip() for line in text.strip().split("\n")]
    if first.endswith(":") and more:
        first, more = f"{first} {more[0]}", more[1:]
        return " ; ".join([first, *more])
    return " ".join([first, *more])
