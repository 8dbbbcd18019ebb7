"""Completion of programs for the board: what the board has, and what the text tells, put together.

The board decides which names a module, a built-in type or an object has; jedi knows what stands in
programs that have not run, and signatures. Without the one the other has to do.
"""

from __future__ import annotations

import builtins
import keyword
from dataclasses import dataclass
from typing import TYPE_CHECKING

from coursekit.session.completion.board_names import BoardNames, Members
from coursekit.session.completion.engine import Name
from coursekit.session.completion.parts import tidy
from coursekit.session.completion.patience import PatientEngine
from coursekit.session.completion.place import Place, imports
from coursekit.session.completion.usual import USUAL_BUILTINS

if TYPE_CHECKING:
    from coursekit.session.connection import Connection
    from coursekit.session.session import Session

_EARLIER = 60_000
"""Characters of earlier cells that are looked at, the latest ones."""
_NOT_TO_IMPORT = frozenset({"abc", "enum", "ssl", "types", "typing", "typing_extensions"})
"""Stubs that are there for type checkers, or of names that MicroPython has given up."""


@dataclass(frozen=True)
class Source:
    """All that ran on the board and the cell below it, as one text."""

    text: str
    first_line: int
    code: str

    def position(self, cursor: int) -> tuple[int, int]:
        """Line from 1 and column from 0 of an index into the cell."""
        before = self.code[:cursor]
        return self.first_line + before.count("\n"), cursor - (before.rfind("\n") + 1)


def source(connection: Connection, code: str) -> Source:
    """The cell `code` below the programs that ran on the board since it started."""
    earlier: list[str] = []
    room = _EARLIER
    for text in reversed(connection.sources.texts()):
        room -= len(text)
        if room < 0:
            break
        earlier.insert(0, tidy(text) + "\n")
    above = "".join(earlier)
    return Source(above + code, above.count("\n") + 1, code)


@dataclass(frozen=True)
class Asking:
    """Who is asked: the board, if `ask`, and jedi."""

    session: Session
    board: BoardNames
    engine: PatientEngine
    ask: bool


def complete(place: Place, code: str, cursor: int, who: Asking) -> list[Name]:
    """All that may stand at `place`, the cursor of the program `code`."""
    if place.keyword:
        return [Name(place.keyword, "keyword")]
    if place.module == "":
        return _module_names(place, code, cursor, who)
    known = _by_text(code, cursor, who)
    if place.module:
        path = tuple(place.module.split("."))
        members = who.board.members(path[:1], path[0], who.ask) if len(path) == 1 else None
        if members is not None and members.type != "module":
            members = None
        return _attributes(members, known, who)
    if place.chain is None:
        return _attributes(None, known, who)
    if place.chain:
        return _attributes(members_of(place.chain, code, who), known, who)
    return _plain(known, who)


def members_of(chain: tuple[str, ...], code: str, who: Asking) -> Members | None:
    """What the board has under a chain of names, also where only `code` would import the first."""
    found = who.board.members(chain, None, who.ask)
    origin = imports(code).get(chain[0])
    if found is None and origin is not None:
        found = who.board.members(origin + chain[1:], origin[0], who.ask)
    return found


def _by_text(code: str, cursor: int, who: Asking) -> list[Name]:
    whole = source(who.board.connection, code)
    return who.engine.names(whole.text, *whole.position(cursor))


def _plain(known: list[Name], who: Asking) -> list[Name]:
    everywhere = who.board.builtins(who.ask)
    builtin_names = USUAL_BUILTINS if everywhere is None else everywhere[0]
    found = {name: Name(name, "keyword") for name in keyword.kwlist}
    found |= {name: Name(name, _builtin_kind(name)) for name in builtin_names}
    members = who.board.members((), None, who.ask)
    if members is not None:
        found |= {name: Name(name, kind) for name, kind in members.names.items()}
    for name in known:
        if name.home != "builtins" or name.text in found:
            found[name.text] = _typed(name, found.get(name.text))
    return list(found.values())


def _attributes(members: Members | None, known: list[Name], who: Asking) -> list[Name]:
    documented = {name.text: name for name in known}
    if members is None:
        everywhere = who.board.builtins(who.ask)
        methods = None if everywhere is None else everywhere[1]
        return [
            _typed(name)
            for name in known
            if methods is None or name.home != "builtins" or name.text in methods
        ]
    has = dict(members.names)
    if members.type == "module" and documented:
        of_its_own = {name for name, kind in has.items() if kind == "module"}
        if who.board.connection.board is not None and who.board.connection.board.kind == "virtual":
            of_its_own = set(has)
        # What a module imports for itself is no part of what it offers.
        if all(name.home for name in known):
            its_own = documented.keys() | {"__getattr__", "_attrs"}
            has = {n: kind for n, kind in has.items() if n in its_own or n not in of_its_own}
    found = {name: Name(name, kind) for name, kind in has.items()}
    for name in known:
        # A module that makes names when they are asked for has more than it says.
        if name.text in has or not name.home or ("__getattr__" in has and "_attrs" not in has):
            found[name.text] = _typed(name, found.get(name.text))
    return list(found.values())


def _module_names(place: Place, code: str, cursor: int, who: Asking) -> list[Name]:
    package, dot, _ = place.word.rpartition(".")
    if dot:
        return [
            Name(f"{package}.{name.text}", name.kind)
            for name in _by_text(code, cursor, who)
            if name.kind == "module"
        ]
    known = _stub_modules(who.engine)
    found = who.board.modules(who.ask)
    board = who.board.connection.board
    if not found:
        found = known
    elif known and board is not None and board.kind == "virtual":
        # It runs on a computer, whose modules a board has not.
        files = {name.partition(".")[0] for name in who.board.files("/", False) or []}
        found = found & (known | files)
    names = [name for name in found if not (name[:1] == "u" and name[1:] in found | known)]
    if place.word.startswith("u"):
        names = list(found)
    return [Name(name, "module") for name in names]


def _stub_modules(engine: PatientEngine) -> set[str]:
    """The modules that the stubs of the board describe."""
    if engine.stubs is None:
        return set()
    found: set[str] = set()
    for folder in (engine.stubs.folder, engine.stubs.library):
        for path in folder.iterdir():
            if path.suffix == ".pyi" or (path / "__init__.pyi").is_file():
                found.add(path.name.removesuffix(".pyi"))
    usual = {name for name in found if not name.startswith(("_", "sre_"))}
    return usual - _NOT_TO_IMPORT


def _typed(name: Name, on_board: Name | None = None) -> Name:
    """`name` with a kind that front ends know; what the board says of it is right."""
    kind = {"statement": "instance"}.get(name.kind, name.kind)
    if on_board is not None and on_board.kind != "instance" and name.kind != "keyword":
        kind = on_board.kind
    return Name(name.text, kind, name.home, name.signature)


def _builtin_kind(name: str) -> str:
    return "class" if isinstance(vars(builtins).get(name), type) else "function"
