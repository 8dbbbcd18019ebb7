"""What the board has: names in its programs, its modules, its files. Asked only while it is idle.

MicroPython's own `dir` will not do: for an object of a Python class it tries every name there is,
and so runs the class's properties and its `__getattr__`. The program below looks only into
dictionaries (of the module, the object, its class and those above): that runs nothing, and it stops
where a chain of names goes through a property. It keeps no name on the board.
"""

from __future__ import annotations

import contextlib
import textwrap
import weakref
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from coursekit.boards import BoardError

if TYPE_CHECKING:
    from coursekit.boards import Board
    from coursekit.session.session import Session

PATIENCE_S = 5.0
"""For an answer, on a busy computer: a board that is over its time counts as lost."""
_MOST_ANSWERS = 200
_NOTHING = 0

_LOOK = """\
def D(o):
 try:
  return o.__dict__
 except AttributeError:
  return {}
def C(c):
 r=[c]
 for b in getattr(c,'__bases__',()):
  r+=C(b)
 return r
def A(o):
 return C(o if type(o) is type else type(o))
def G(o,n):
 for d in [D(o)]+[D(c) for c in A(o)]:
  if n in d:
   if type(d[n]).__name__=='property':
    raise KeyError
   return d[n]
 raise KeyError(n)
"""
_FIND = """\
o=__import__('__main__')
for n in {first}:
 b=__import__('builtins')
 if n in D(o):
  o=D(o)[n]
 elif n in D(b):
  o=D(b)[n]
 else:
  o=__import__('sys').modules[{module}]
for n in {rest}:
 o=G(o,n)
"""
_MODULES = "r=list(__import__('sys').modules)\n"
_NAMES = """\
k={}
def P(d):
 for n in d:
  k.setdefault(type(d[n]).__name__,[]).append(n)
P(D(o))
t=type(o).__name__
if t=='module':
 a=D(o).get('_attrs')
 if type(a) is dict:
  k['']=list(a)
else:
 for c in A(o):
  P(D(c))
r=(t,k)
"""
# `_attrs` is where MicroPython's asyncio lists what it loads when it is asked for.
_VALUE = """\
r=None
t=type(o)
q=(bool,int,float,type(None))
def S(v):
 return type(v) in q and not(type(v) is int and abs(v)>>64) or type(v) in(str,bytes)and len(v)<60
if S(o):
 r=repr(o)
elif t in(list,tuple,set,dict) and len(o)<12:
 if all(S(v) for v in o) and (t is not dict or all(S(v) for v in o.values())):
  r=repr(o)
elif not any(D(c).get('__module__',{own!r}[0]) not in {own!r} for c in A(o)) and t.__name__ not in(
 'module','function','type','list','tuple','set','dict','int','str','bytes','bytearray','array'):
 r=repr(o)[:200]
r=(t.__name__,r,len(o) if t in(str,bytes,bytearray,list,tuple,set,dict) else None)
"""
_OVERLAY = ("machine", "neopixel", "_pin", "_adc", "_pwm", "_timer", "_rtc", "_signal")
"""Where the virtual board's classes are from, whose `repr` is the kit's own."""
_BUILTINS = """\
b=__import__('builtins').__dict__
m=set()
for n in b:
 if type(b[n]) is type:
  for c in C(b[n]):
   m.update(D(c))
r=(list(b),list(m))
"""


@dataclass(frozen=True)
class Members:
    """What an object on the board has. type: of the object; names: each with its value's type."""

    type: str
    names: Mapping[str, str]


@dataclass(frozen=True)
class Value:
    """An object on the board. text: its repr, where that is short and runs no program."""

    type: str
    text: str | None
    length: int | None


@dataclass
class _Known:
    """What one board has said."""

    answers: dict[str, Any] = field(default_factory=dict)
    lasting: dict[str, Any] = field(default_factory=dict)


class BoardNames:
    """Asks a board of the session, and remembers what it said for when it may not be asked."""

    def __init__(self, session: Session) -> None:
        self.connection = session.boards.usual
        """Whose board is asked."""
        self._session = session
        self._known: weakref.WeakKeyDictionary[Board, _Known] = weakref.WeakKeyDictionary()

    def members(self, chain: tuple[str, ...], module: str | None, ask: bool) -> Members | None:
        """What the object has that `chain` names: of a program, or of a module that is imported.

        chain: plain names, () for the program's own. module: where to look when the program has
        not the first name: this one in `sys.modules`.
        """
        found = self._ask(_find(chain, module) + _NAMES, ask)
        match found:
            case (str() as kind, dict() as grouped):
                names = {
                    name: _kind(group)
                    for group, members in grouped.items()
                    if isinstance(members, list)
                    for name in members
                    if isinstance(name, str) and name.isidentifier()
                }
                return Members(kind, names)
        return None

    def value(self, chain: tuple[str, ...]) -> Value | None:
        """Type and value of what `chain` names; asked anew each time, None while that cannot be."""
        virtual = self.connection.board is not None and self.connection.board.kind == "virtual"
        own = _OVERLAY if virtual else ("",)
        code = _find(chain, None) + _VALUE.format(own=own)
        match self._ask(code, True, keep=False):
            case (str() as kind, str() | None as text, int() | None as length):
                return Value(kind, text, length)
        return None

    def builtins(self, ask: bool) -> tuple[frozenset[str], frozenset[str]] | None:
        """The names that every program has, and all attributes of the built-in types."""
        match self._ask(_BUILTINS, ask, lasting=True):
            case (list() as names, list() as methods):
                return frozenset(map(str, names)), frozenset(map(str, methods))
        return None

    def platform(self, ask: bool) -> str | None:
        """The board's `sys.platform`; the virtual board is what it stands for."""
        board = self.connection.board
        if board is None:
            return None
        if board.kind == "virtual":
            return "rp2"
        found = self._ask("r=__import__('sys').platform\n", ask, lasting=True)
        return found if isinstance(found, str) else None

    def files(self, folder: str, ask: bool) -> list[str] | None:
        """What is in a folder of the board; folders end in a slash."""
        code = f"r=[e[:2] for e in __import__('os').ilistdir({folder!r})]\n"
        found = self._ask(code, ask)
        if not isinstance(found, list):
            return None
        return sorted(
            f"{entry[0]}{'/' if entry[1] & 0x4000 else ''}"
            for entry in found
            if isinstance(entry, tuple) and isinstance(entry[1], int)
        )

    def modules(self, ask: bool) -> set[str]:
        """What the board can import, as far as it says: built-in, imported, files. May be empty."""
        found = self._ask(_MODULES, ask)
        names = set(map(str, found)) if isinstance(found, list) else set()
        names |= self._built_in(ask)
        for folder in ("/", "/lib"):
            for file in self.files(folder, ask) or []:
                stem, dot, ending = file.partition(".")
                if ending in ("py", "mpy") or not dot:
                    names.add(stem.rstrip("/"))
        return {name for name in names if name.isidentifier() and name not in ("main", "boot")}

    def _built_in(self, ask: bool) -> set[str]:
        """From `help('modules')`, which prints its columns and has no other form."""
        board = self.connection.board
        if board is None:
            return set()
        lasting = self._known.setdefault(board, _Known()).lasting
        if "help" not in lasting and ask:
            printed: list[str] = []
            with self._session.between_cells() as free, contextlib.suppress(BoardError):
                if free:
                    board.eval("help('modules')", PATIENCE_S, printed.append)
            # The last line is a sentence: there may be more in files.
            words = "".join(printed).partition("Plus any")[0].split()
            if words:
                lasting["help"] = {word.removesuffix("/__init__") for word in words}
        found: set[str] = lasting.get("help", set())
        return found

    def _ask(self, code: str, ask: bool, *, lasting: bool = False, keep: bool = True) -> Any:
        board = self.connection.board
        if board is None:
            return None
        known = self._known.setdefault(board, _Known())
        table = known.lasting if lasting else known.answers
        if lasting and code in table:
            return table[code]
        answer = self._session.peek(_expression(code), PATIENCE_S, self.connection) if ask else None
        if answer is None:
            return table.get(code)  # nobody could be asked
        if answer == _NOTHING:
            table.pop(code, None)
            return None
        if keep:
            while len(table) >= _MOST_ANSWERS:
                del table[next(iter(table))]
            table[code] = answer
        return answer


def _find(chain: tuple[str, ...], module: str | None) -> str:
    return _FIND.format(first=list(chain[:1]), rest=list(chain[1:]), module=repr(module))


def _expression(code: str) -> str:
    """`code` as an expression with the value of `r`; it has its own names on the board.

    What cannot be had is `_NOTHING`: so it differs from a question that was not put.
    """
    text = f"r={_NOTHING}\ntry:\n{textwrap.indent(code, ' ')}except Exception:\n pass\n"
    text = (_LOOK if "D(" in code else "") + text
    return f"(lambda d:(__import__('builtins').exec({text!r},d),d['r'])[1])({{}})"


def _kind(type_name: str) -> str:
    """Jupyter's word for a value of this type."""
    return {
        "type": "class",
        "module": "module",
        "function": "function",
        "closure": "function",
        "generator": "function",
        "bound_method": "function",
        "property": "property",
        "staticmethod": "function",
        "classmethod": "function",
    }.get(type_name, "instance")
