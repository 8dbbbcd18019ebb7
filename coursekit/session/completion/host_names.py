"""Completion in `%%host` cells: what the objects of the computer have, without running anything.

Properties, `__getattr__` and `__dir__` are somebody's code, so values are only looked for in
dictionaries; the bench's parts are the one exception, which it keeps in a dictionary of its own.
"""

from __future__ import annotations

import builtins
import inspect
import keyword
import pkgutil
import re
import sys
from functools import lru_cache
from types import ModuleType
from typing import TYPE_CHECKING, Any

from coursekit.session.completion.place import Place
from coursekit.session.connection import bench_of
from coursekit.session.shared import SharedBoard

if TYPE_CHECKING:
    from coursekit.session.session import Session

_MISSING = object()
_BOUND = re.compile(
    r"(?:^|[;\n])[ \t]*(?:def|class|async[ \t]+def)[ \t]+(\w+)"
    r"|(?:^|[;\n])[ \t]*(?:for[ \t]+)?([A-Za-z_]\w*)(?=[ \t]*(?:=(?!=)|in\b|,))"
    r"|\b(?:import|as)[ \t]+(\w+)"
)


def complete(place: Place, code: str, session: Session) -> list[tuple[str, str]]:
    """Name and kind of all that may stand at `place` of a `%%host` cell."""
    if place.keyword:
        return [(place.keyword, "keyword")]
    if place.module == "":
        start, dot, _ = place.word.rpartition(".")
        return [(start + dot + name, "module") for name in _modules(start)]
    if place.module:
        return _attributes(sys.modules.get(place.module, _MISSING))
    if place.chain is None:
        return []
    if place.chain:
        return _attributes(find(place.chain, session))
    found = dict.fromkeys(keyword.kwlist, "keyword")
    found |= {name: _kind(value) for name, value in vars(builtins).items()}
    found |= {match: "instance" for groups in _BOUND.findall(code) for match in groups if match}
    found |= {name: _kind(value) for name, value in variables(session).items()}
    return list(found.items())


def find(chain: tuple[str, ...], session: Session) -> Any:
    """The object that a chain of names is, `_MISSING` where only running code would tell."""
    value = variables(session).get(chain[0], vars(builtins).get(chain[0], _MISSING))
    for name in chain[1:]:
        value = _attribute(value, name)
        if value is _MISSING:
            break
    return value


def is_missing(value: object) -> bool:
    """Whether `find` found nothing."""
    return value is _MISSING


def variables(session: Session) -> dict[str, Any]:
    """The variables of the session's `%%host` cells, and those that every one of them has."""
    board = session.board
    known = {"np": "numpy", "plt": "matplotlib.pyplot"}
    found: dict[str, Any] = {
        name: sys.modules[module] for name, module in known.items() if module in sys.modules
    }
    if board is not None:
        found["board"] = board
        found["bench"] = bench_of(board) or _MISSING
    for name, value in dict(session.host.names).items():
        if type(value) is not SharedBoard:  # it stands for the board, which is here already
            found[name] = value
    return found


def describe(value: Any) -> tuple[str, str, str]:
    """Signature, documentation and type of an object of the computer."""
    signature = ""
    if _has_text(value) and callable(value):
        try:
            signature = str(inspect.signature(value))
        except (TypeError, ValueError):
            signature = "(...)"
    text = inspect.getdoc(value if _has_text(value) else type(value)) or ""
    return signature, text, type(value).__name__


def _has_text(value: Any) -> bool:
    return isinstance(value, type | ModuleType) or inspect.isroutine(value)


def _attribute(value: Any, name: str) -> Any:
    parts = _parts(value)
    if name in parts:
        return parts[name]
    found = inspect.getattr_static(value, name, _MISSING)
    if isinstance(found, staticmethod | classmethod):
        return found.__func__
    # A property, a slot and the like: what it gives takes running it.
    given = type(found)
    by_code = found is not _MISSING and hasattr(given, "__get__") and not inspect.isroutine(found)
    return _MISSING if by_code else found


def _attributes(value: Any) -> list[tuple[str, str]]:
    if value is _MISSING:
        return []
    found: dict[str, str] = dict.fromkeys(_parts(value), "instance")
    if isinstance(value, type):
        classes = type.mro(value)
    else:
        classes = list(type(value).__mro__)
        own = inspect.getattr_static(value, "__dict__", None)
        if isinstance(own, dict):
            found |= {str(name): _kind(each) for name, each in list(own.items())}
        elif own is not None:
            try:
                own = object.__getattribute__(value, "__dict__")
                found |= {str(name): _kind(each) for name, each in list(own.items())}
            except (AttributeError, TypeError):
                pass
    if isinstance(value, ModuleType):
        return list(found.items())
    for each in classes:
        for name, member in list(vars(each).items()):
            found.setdefault(name, "property" if isinstance(member, property) else _kind(member))
    return list(found.items())


def _parts(value: Any) -> dict[str, Any]:
    """The parts of a bench by name, else nothing."""
    bench = sys.modules.get("coursekit.bench.bench")
    return dict(value.parts) if bench is not None and isinstance(value, bench.Bench) else {}


def _kind(value: Any) -> str:
    if isinstance(value, ModuleType):
        return "module"
    if isinstance(value, type):
        return "class"
    routine = inspect.isroutine(value) or isinstance(value, staticmethod | classmethod)
    return "function" if routine else "instance"


@lru_cache(maxsize=32)
def _modules(package: str) -> tuple[str, ...]:
    if not package:
        found = {name for name in sys.stdlib_module_names if not name.startswith("_")}
        found |= {module.name for module in pkgutil.iter_modules()}
        return tuple(sorted(found))
    path = getattr(sys.modules.get(package), "__path__", None)
    return () if path is None else tuple(module.name for module in pkgutil.iter_modules(path))
