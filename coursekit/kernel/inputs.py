"""The cells that were run, for a front end that asks for the history of inputs."""

from __future__ import annotations

import fnmatch
from dataclasses import dataclass
from typing import Any, TypeAlias

SESSION = 1
"""The number of this kernel's session; there is no record of earlier ones."""
_MOST = 10_000

Entry: TypeAlias = "tuple[int, int, str | tuple[str, str | None]]"


@dataclass
class Input:
    """A cell: its number, its text, and the text of its `Out[]` if it had one."""

    number: int
    text: str
    result: str | None = None


class Inputs:
    """What was run in this kernel, oldest first, each time that it was run."""

    def __init__(self) -> None:
        self._inputs: list[Input] = []

    def add(self, number: int, text: str) -> Input:
        """Note a cell; its `result` may be filled in later."""
        entry = Input(number, text)
        self._inputs.append(entry)
        if len(self._inputs) > _MOST:
            del self._inputs[: _MOST // 10]
        return entry

    def tail(self, n: int | None, output: bool) -> list[Entry]:
        """The last `n`, None for all."""
        return _entries(self._inputs if n is None else self._inputs[-n:] if n > 0 else [], output)

    def range(
        self, session: int | None, start: int | None, stop: int | None, output: bool
    ) -> list[Entry]:
        """Those with numbers from `start` to before `stop`.

        session: this one is also 0, as in IPython; others are not known.
        """
        if session not in (None, 0, SESSION):
            return []
        found = [
            entry
            for entry in self._inputs
            if entry.number >= (start or 0) and (stop is None or entry.number < stop)
        ]
        return _entries(found, output)

    def search(self, pattern: str | None, n: int | None, unique: bool, output: bool) -> list[Entry]:
        """Those that match a glob, at most the last `n`; unique: of equal ones the last only."""
        found = [entry for entry in self._inputs if fnmatch.fnmatchcase(entry.text, pattern or "*")]
        if unique:
            last = {entry.text: entry for entry in found}
            found = [entry for entry in found if last[entry.text] is entry]
        return _entries(found if n is None else found[-n:] if n > 0 else [], output)

    def reply(self, access: str, **asked: Any) -> list[Entry]:
        """What a history_request asks for: `access` is "tail", "range" or "search"."""
        output = bool(asked.get("output"))
        match access:
            case "tail":
                return self.tail(asked.get("n"), output)
            case "range":
                return self.range(
                    asked.get("session"), asked.get("start"), asked.get("stop"), output
                )
            case "search":
                unique = bool(asked.get("unique"))
                return self.search(asked.get("pattern"), asked.get("n"), unique, output)
        return []


def _entries(inputs: list[Input], output: bool) -> list[Entry]:
    return [
        (SESSION, entry.number, (entry.text, entry.result) if output else entry.text)
        for entry in inputs
    ]
