"""Programs for two boards, taken apart into steps: each top-level statement is one observation.

A statement is sent to the board on its own, so that one that raises, hangs or restarts the board
says nothing about the next.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

PROGRAMS = Path(__file__).parent / "programs"

_NUMBER = re.compile(r"\d+(\.\d+)?")
_DIRECTIVE = re.compile(r"(\w+): *(.+)")


class ProgramError(Exception):
    """A program breaks the rules of this folder; the message says where and which."""


@dataclass(frozen=True)
class Statement:
    """For the board.

    key: its source text, with `#2` behind it when the same text comes the second time. code: what
    is sent. patience_s: how long the board may take; None for the usual.
    """

    key: str
    code: str
    patience_s: float | None = None


@dataclass(frozen=True)
class HostStep:
    """For the host, with `bench` in scope: something done to the bench, or looked up there."""

    key: str
    expression: str


Step = Statement | HostStep


@dataclass(frozen=True)
class Program:
    """name: of its file, without `.py`. title: its docstring. diagram: of the bench it needs."""

    name: str
    title: str
    diagram: str | None
    steps: tuple[Step, ...]

    @property
    def keys(self) -> tuple[str, ...]:
        """All observations that it can make."""
        return tuple(step.key for step in self.steps)


def load(path: Path) -> Program:
    """The program in a file. Raises ProgramError."""
    return parse(path.stem, path.read_text(encoding="utf-8"))


def parse(name: str, source: str) -> Program:
    """Take a program apart. Raises ProgramError for one without a docstring or with a bad line."""
    try:
        tree = ast.parse(source)
    except SyntaxError as error:
        raise ProgramError(f"{name}.py, line {error.lineno}: {error.msg}") from error
    title = ast.get_docstring(tree)
    if not title:
        raise ProgramError(f"{name}.py must begin with a docstring that names its subject.")
    lines = source.splitlines(keepends=True)
    spans = [(_first_line(node), node.end_lineno or node.lineno, node) for node in tree.body]
    found: list[tuple[int, int, ast.stmt | str]] = [
        (first, node.col_offset, node) for first, _, node in spans[1:]
    ]
    for number, line in enumerate(lines, 1):
        inside = any(first <= number <= last for first, last, _ in spans)
        if line.startswith("#!") and not inside:
            found.append((number, 0, line[2:].strip()))
    return _Builder(name, lines).build(title, sorted(found, key=lambda entry: entry[:2]))


class _Builder:
    """Makes steps; keys are unique in a program."""

    def __init__(self, name: str, lines: list[str]) -> None:
        self._name = name
        self._lines = lines
        self._seen: dict[str, int] = {}
        self._diagram: str | None = None
        self._patience_s: float | None = None

    def build(self, title: str, found: Iterable[tuple[int, int, ast.stmt | str]]) -> Program:
        steps: list[Step] = []
        for number, _, item in found:
            if isinstance(item, ast.stmt):
                steps.append(self._statement(item))
            elif directive := _DIRECTIVE.fullmatch(item):
                self._direct(number, directive[1], directive[2], not steps)
            else:
                steps.append(self._host_step(number, item))
        return Program(self._name, title, self._diagram, tuple(steps))

    def _statement(self, node: ast.stmt) -> Statement:
        text = self._text(node)
        # The value's repr as a REPL shows it, with no name left behind on the board.
        show = f"(lambda v: None if v is None else print(repr(v)))((\n{text}\n))"
        patience_s, self._patience_s = self._patience_s, None
        code = show if isinstance(node, ast.Expr) else text
        return Statement(self._key(text), code, patience_s)

    def _host_step(self, number: int, expression: str) -> HostStep:
        try:
            ast.parse(expression, mode="eval")
        except SyntaxError as error:
            raise ProgramError(
                f"{self._name}.py, line {number}: `#! {expression}` is no expression of Python."
            ) from error
        return HostStep(self._key(f"#! {expression}"), expression)

    def _direct(self, number: int, word: str, value: str, at_the_top: bool) -> None:
        if word == "diagram" and at_the_top and self._diagram is None:
            self._diagram = value
        elif word == "patience_s" and _NUMBER.fullmatch(value):
            self._patience_s = float(value)
        else:
            raise ProgramError(
                f"{self._name}.py, line {number}: there are `#! diagram: NAME`, once and at the "
                "top, `#! patience_s: SECONDS` for the next statement, and `#! EXPRESSION`."
            )

    def _text(self, node: ast.stmt) -> str:
        """The source of a statement; some stand in one line, some begin with a decorator."""
        first, last = _first_line(node), node.end_lineno or node.lineno
        if first < node.lineno:
            return "".join(self._lines[first - 1 : last]).rstrip()
        text = ast.get_source_segment("".join(self._lines), node)
        assert text is not None
        return text

    def _key(self, text: str) -> str:
        count = self._seen[text] = self._seen.get(text, 0) + 1
        return text if count == 1 else f"{text} #{count}"


def _first_line(node: ast.stmt) -> int:
    first = node.lineno
    for decorator in getattr(node, "decorator_list", ()):
        first = min(first, decorator.lineno)
    return first
