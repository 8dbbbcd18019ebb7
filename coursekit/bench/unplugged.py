"""Wires that somebody has pulled off: which they are, and what to say about them.

A wire has two ends, and comes off when either is pulled. The diagram stays as it is, so that the
wire can be plugged in again.
"""

from __future__ import annotations

from difflib import get_close_matches

from coursekit.bench.diagram import Connection, Diagram
from coursekit.bench.errors import BenchError
from coursekit.bench.faults import Fault

End = tuple[str, str]


class Unplugged:
    """The ends of wires that are pulled just now, by part and pin."""

    def __init__(self, diagram: Diagram) -> None:
        self._diagram = diagram
        self._pulled: set[End] = set()

    def wires(self) -> tuple[Connection, ...]:
        """The wires that are still in place."""
        return tuple(w for w in self._diagram.connections if not self._pulled & _ends(w))

    def off(self) -> list[Fault]:
        """A fault for each wire that is off now."""
        return [_fault(w) for w in self._diagram.connections if self._pulled & _ends(w)]

    def ends(self, where: str) -> set[End]:
        """The wired pins at `where`: "btn1:1.l", or "btn1" for all of that part.

        Raises BenchError when no wire of the diagram ends there.
        """
        wired = {end for wire in self._diagram.connections for end in _ends(wire)}
        part, colon, pin = where.partition(":")
        found = {end for end in wired if end[0] == part and (not colon or end[1] == pin)}
        if found:
            return found
        parts = {end[0] for end in wired}
        near = {part} & parts or set(get_close_matches(part, parts, n=1)) or parts
        names = sorted(":".join(end) for end in wired if end[0] in near)
        raise BenchError(f"No wire ends at {where!r}. There is one at {', '.join(names)}.")

    def change(self, ends: set[End], *, pulled: bool) -> list[Fault]:
        """Pull these ends, or plug them in; a fault for each wire that comes off by that."""
        before = self.wires()
        self._pulled = self._pulled | ends if pulled else self._pulled - ends
        after = set(map(id, self.wires()))
        return [_fault(wire) for wire in before if id(wire) not in after]


def _ends(wire: Connection) -> set[End]:
    return {(end[0], end[1]) for end in wire.ends}


def _fault(wire: Connection) -> Fault:
    a, b = (f"{part}:{pin}" for part, pin in wire.ends)
    return Fault(f"{a} {b}", f"The wire from {a} to {b} has come off.", "wire unplugged")
