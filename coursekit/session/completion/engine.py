"""What a program's text tells of its names: jedi, with MicroPython's stubs for a board's modules.

One thread at a time: jedi is not thread-safe, and which stubs it uses is set for the whole process.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass
from typing import Any

from coursekit.session.completion.stubs import Stubs

_SIGNATURES = 40
"""For how many matches the signature is looked up: a millisecond or two each."""
_LONGEST = 200_000
"""Characters of a program that are looked at; each completion parses what changed."""

_turn = threading.RLock()


@dataclass(frozen=True)
class Name:
    """A name that may stand at the cursor.

    kind: as jedi calls it: module, class, instance, function, param, keyword, property ...
    home: the module that defines it, "" for the program itself.
    """

    text: str
    kind: str
    home: str = ""
    signature: str = ""


@dataclass(frozen=True)
class Explanation:
    """What is known of the thing at the cursor; `home` as in `Name`, `signatures` may be empty."""

    name: str
    kind: str
    home: str
    signatures: tuple[str, ...]
    text: str


class EngineUnavailableError(Exception):
    """jedi is missing or not as this module knows it."""


class Engine:
    """Completes programs for a board that `stubs` describe; None: by the program's text alone.

    Positions are a line from 1 and a column from 0 in code points. Nothing is ever run.
    Raises `EngineUnavailableError` when jedi cannot be used.
    """

    def __init__(self, stubs: Stubs | None, cache: str | None = None) -> None:
        with _turn:
            try:
                import jedi  # type: ignore[import-untyped]

                from coursekit.session.completion import isolation
            except (ImportError, AttributeError) as error:
                raise EngineUnavailableError(f"jedi cannot be used: {error}") from error
            changes = isolation.changes_of_jedi()
            if changes:
                raise EngineUnavailableError(f"jedi has changed: {'; '.join(changes)}")
            if cache is not None:
                jedi.settings.cache_directory = cache
            self.stubs = stubs
            self._jedi = jedi
            self._environment = isolation.BoardEnvironment()
            self._use_stubs = isolation.stub_map(self._environment, stubs)
            path = [] if stubs is None else [str(stubs.folder), str(stubs.library)]
            self._project = jedi.Project("", sys_path=path, smart_sys_path=False)

    def names(self, source: str, line: int, column: int) -> list[Name]:
        """What may stand at the cursor; empty when jedi cannot say."""
        with _turn:
            found = self._ask("complete", source, line, column)
            few = len(found) <= _SIGNATURES
            return [_name(each, few) for each in found]

    def callee(self, source: str, line: int, column: int) -> Explanation | None:
        """What is called by the bracket that the cursor is in."""
        with _turn:
            found = self._ask("get_signatures", source, line, column)
            return _explanation(found[:1], _texts(found))

    def explain(self, source: str, line: int, column: int) -> Explanation | None:
        """What the name at the cursor is."""
        with _turn:
            found = self._ask("help", source, line, column)
            return _explanation(found[:1], _signatures(found[:1]))

    def _ask(self, question: str, source: str, line: int, column: int) -> list[Any]:
        if len(source) > _LONGEST:
            return []
        self._use_stubs()
        try:
            script = self._jedi.Script(source, environment=self._environment, project=self._project)
            return list(getattr(script, question)(line, column))
        except Exception:
            # It stumbles over some unfinished programs; then the board's own names have to do.
            return []


def _name(found: Any, with_signature: bool) -> Name:
    text = found.name_with_symbols
    signature = ""
    try:
        kind, home = found.type, found.module_name or ""
        if with_signature and kind in ("function", "class"):
            known = found.get_signatures()
            signature = known[0].to_string() if known else ""
    except Exception:
        return Name(text, "instance")
    # `Pin(id, ...)` as `(id, ...)`: the name stands beside it.
    return Name(text, kind, "" if home == "__main__" else home, signature[signature.find("(") :])


def _signatures(found: list[Any]) -> tuple[str, ...]:
    try:
        return _texts([known for each in found for known in each.get_signatures()])
    except Exception:
        return ()  # it is no different with these questions


def _texts(signatures: list[Any]) -> tuple[str, ...]:
    try:
        return tuple(dict.fromkeys(each.to_string() for each in signatures))
    except Exception:
        return ()


def _explanation(found: list[Any], signatures: tuple[str, ...]) -> Explanation | None:
    if not found:
        return None
    each = found[0]
    try:
        kind, text, home = each.type, each.docstring(raw=True), each.module_name or ""
        name = each.full_name or each.name
    except Exception:
        return None
    return Explanation(
        name.removeprefix("__main__."),
        kind,
        "" if home == "__main__" else home,
        signatures,
        text.strip(),
    )
