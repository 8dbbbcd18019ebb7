"""Puts code into a function without changing what it does, and finds it again in a traceback."""

from __future__ import annotations

import ast
import re

from coursekit.boards import RemoteError
from coursekit.session.syntax import syntax

_FRAME = re.compile(r'(  File "<stdin>", line )(\d+)(?:, in (.*))?')


def indented(code: str, depth: int) -> str | None:
    """`code` moved to the right by `depth` spaces, line by line; None when it is no Python.

    What stands inside of a text over several lines is left where it is: it would be another text.
    """
    try:
        tree = ast.parse(code)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
    fixed: set[int] = set()
    for node in ast.walk(tree):
        is_text = isinstance(node, ast.JoinedStr) or (
            isinstance(node, ast.Constant) and isinstance(node.value, str | bytes)
        )
        if is_text and isinstance(node, ast.expr):
            fixed.update(range(node.lineno + 1, (node.end_lineno or node.lineno) + 1))
    margin = " " * depth
    return "\n".join(
        line if number in fixed or not line.strip() else margin + line
        for number, line in enumerate(code.split("\n"), 1)
    )


def in_own_lines(error: RemoteError, code: str, function: str, lines_before: int) -> RemoteError:
    """`error` as if `code` had run by itself, not in `function` behind `lines_before` others."""
    own = {(name, line) for name, a, b in syntax(code).functions for line in range(a, b + 1)}
    shown: list[str] = []
    compiling = not any(frame.function == function for frame in error.frames)
    inside = compiling
    for line in error.traceback.split("\n"):
        frame = _FRAME.fullmatch(line)
        if frame is None:
            shown.append(line)
            continue
        number, name = int(frame[2]) - lines_before, frame[3]
        inside = inside or name == function
        if not inside:
            continue
        if name == function or (compiling and name == "<module>"):
            shown.append(f"{frame[1]}{max(1, number)}, in <module>")
        elif name is None or (name, number) in own:
            shown.append(f"{frame[1]}{max(1, number)}" + (f", in {name}" if name else ""))
        else:
            shown.append(line)
    moved = RemoteError.from_traceback("\n".join(shown))
    moved.hint = error.hint
    return moved
