"""What the thing at the cursor is: its call, a paragraph about it, its value on the board."""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from coursekit.session.completion import commands, host_names
from coursekit.session.completion.board_names import Value
from coursekit.session.completion.engine import Explanation
from coursekit.session.completion.parts import Command, part
from coursekit.session.completion.place import place, word_at
from coursekit.session.completion.programs import Asking, source
from coursekit.session.completion.stubs import HOW_TO_GET
from coursekit.session.syntax import syntax

if TYPE_CHECKING:
    from coursekit.session.connection import Connection
    from coursekit.session.session import Session

_CODE = ("function", "closure", "generator", "bound_method", "type", "module")
"""Types of which a value says no more than the documentation."""
_LONGEST_SOURCE = 200
"""Lines of a function that are shown."""


@dataclass
class Finding:
    """What is known of a thing, part by part; each may be empty.

    calls: its signatures. value: what it is on the board now. text: its documentation, `prose` if
    that is to be set as text. program: its source. origin: where the documentation is from.
    """

    title: str
    calls: tuple[str, ...] = ()
    value: str = ""
    text: str = ""
    program: str = ""
    origin: str = ""
    prose: bool = field(default=True)

    def bundle(self) -> dict[str, str]:
        """As text/plain and text/markdown."""
        head = self.calls or (self.title,)
        plain = ["\n".join(head), self.value, self.text, self.program, self.origin]
        text = self.text if self.prose else _fenced(self.text, "")
        marked = [
            _fenced("\n".join(head), "python"),
            _escaped(self.value),
            _markdown(text) if self.prose else text,
            _fenced(self.program, "python"),
            f"*{_escaped(self.origin)}*" if self.origin else "",
        ]
        return {
            "text/plain": "\n\n".join(filter(None, plain)),
            "text/markdown": "\n\n".join(filter(None, marked)),
        }


def inspect(code: str, cursor: int, detail: int, who: Asking) -> Finding | None:
    """What there is to say of the thing at `cursor` of a cell; `code` is tidy."""
    inside = part(code, cursor)
    if isinstance(inside, Command):
        return _command(inside)
    start, end = word_at(inside.code, cursor)
    at = place(inside.code, end)
    if at.text:
        return None
    if inside.kind != "board":
        found = _on_host(inside.code, end, who.session) if end > start else None
        if found is None and at.opens is not None:
            found = _on_host(inside.code, _callee_end(inside.code, at.opens), who.session)
        return found
    found = _on_board(inside.code, end, detail, who) if end > start else None
    if found is None and at.opens is not None:
        found = _called(inside.code, cursor, at.opens, detail, who)
    return found


def _command(command: Command) -> Finding | None:
    text = commands.help_of(command.name)
    return None if text is None else Finding(command.name, text=text, prose=False)


def _on_board(code: str, end: int, detail: int, who: Asking) -> Finding | None:
    """Of the name that ends at `end`."""
    at = place(code, end)
    chain = (*at.chain, at.word) if at.chain is not None and at.word and not at.module else None
    value = who.board.value(chain) if chain is not None and who.ask else None
    whole = source(who.board.connection, code)
    line, column = whole.position(end)
    known = who.engine.explain(whole.text, line, max(0, column - 1))
    if known is not None and value is None and _is_pythons_alone(known, at.word, who):
        known = None
    if known is None and value is None:
        return None
    return _finding(".".join(chain or (at.word,)), known, value, at.word, detail, who)


def _called(code: str, cursor: int, opens: int, detail: int, who: Asking) -> Finding | None:
    """Of what the bracket at `opens` calls."""
    if code[opens : opens + 1] != "(":
        return None
    end = _callee_end(code, opens)
    if end and (code[end - 1].isalnum() or code[end - 1] == "_"):
        found = _on_board(code, end, detail, who)
        if found is not None:
            return found
    whole = source(who.board.connection, code)
    known = who.engine.callee(whole.text, *whole.position(cursor))
    return None if known is None else _finding(known.name, known, None, known.name, detail, who)


def _callee_end(code: str, opens: int) -> int:
    return len(code[:opens].rstrip(" \t"))


def _finding(
    title: str,
    known: Explanation | None,
    value: Value | None,
    name: str,
    detail: int,
    who: Asking,
) -> Finding:
    found = Finding(title)
    if value is not None and (known is None or value.text is not None or value.type not in _CODE):
        found.value = _shown(value)
    if known is None:
        if who.engine.stubs is None:
            found.origin = HOW_TO_GET
        return found
    if known.kind in ("function", "class"):
        found.calls = known.signatures
    found.text = known.text if detail else _first_paragraph(known.text)
    stubs = who.engine.stubs
    if known.home and known.kind != "keyword" and stubs is not None:
        found.title = known.name.removeprefix("builtins.")
        found.origin = f"From the documentation in {stubs.package}."
    elif not known.home and detail:
        found.program = _source_of(name, who.board.connection)
    return found


def _is_pythons_alone(known: Explanation, name: str, who: Asking) -> bool:
    """Whether it is a built-in of Python's that the board has not."""
    everywhere = who.board.builtins(who.ask) if known.home == "builtins" else None
    if everywhere is None or known.kind == "keyword":
        return False
    return name not in everywhere[0] | everywhere[1]


def _shown(value: Value) -> str:
    """One line: what type it has on the board, and what value."""
    if value.text is not None:
        text = value.text if len(value.text) <= 200 else value.text[:200] + "..."
        return f"On the board now: {text} ({value.type})"
    length = "" if value.length is None else f" with {value.length} elements"
    if value.type in ("str", "bytes", "bytearray"):
        length = f" of length {value.length}"
    kind = {"type": "class", "closure": "function"}.get(value.type, value.type)
    return f"On the board now: {_a(kind)}{length}"


def _a(kind: str) -> str:
    return f"{'an' if kind[:1] in 'aeiouAEIOU' else 'a'} {kind}"


def _first_paragraph(text: str) -> str:
    text = re.sub(r"\A.*\n\*{3,}\s*", "", text)  # the heading that keywords have
    return re.split(r"\n\s*\n", text, maxsplit=1)[0]


def _source_of(name: str, connection: Connection) -> str:
    """The last definition of a function or class in the cells that ran."""
    for program in reversed(connection.sources.texts()):
        if name not in syntax(program).defined:
            continue
        try:
            tree = ast.parse(program)
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            continue
        for node in ast.walk(tree):
            if (
                isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
                and node.name == name
            ):
                first = min([node.lineno, *(each.lineno for each in node.decorator_list)])
                last = min(node.end_lineno or first, first + _LONGEST_SOURCE)
                return "\n".join(program.split("\n")[first - 1 : last])
    return ""


def _on_host(code: str, end: int, session: Session) -> Finding | None:
    at = place(code, end)
    if at.chain is None or not at.word or at.module is not None or at.keyword:
        return None
    value = host_names.find((*at.chain, at.word), session)
    if host_names.is_missing(value):
        return None
    signature, text, kind = host_names.describe(value)
    name = ".".join((*at.chain, at.word))
    calls = (name + signature,) if signature else ()
    if not calls:
        text = ""  # that of its class is about no value
    return Finding(name, calls, f"On the computer: {_a(kind)}", text, prose=False)


def _fenced(text: str, language: str) -> str:
    if not text:
        return ""
    fence = "```"
    while fence in text:
        fence += "`"
    return f"{fence}{language}\n{text}\n{fence}"


def _escaped(text: str) -> str:
    return re.sub(r"([\\`*_{}\[\]<>#|~$!])", r"\\\1", text)


def _markdown(text: str) -> str:
    """Documentation, which is mostly reStructuredText, as far as it differs."""
    text = re.sub(r":\w+:`~?([^`]+)`", r"``\1``", text)
    text = re.sub(r"::$", ":", text, flags=re.MULTILINE)
    return text.replace("<", "&lt;")
