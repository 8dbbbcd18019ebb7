"""Hidden regions of a check: `### BEGIN HIDDEN TESTS` to `### END HIDDEN TESTS`."""

from __future__ import annotations

import html
import re
from typing import Any

from nbformat import NotebookNode

from coursekit.checks.expectation import BEGIN_HIDDEN, END_HIDDEN

REPLACEMENT = "# Hidden tests ran here: the same promise, other values."
_ANSI = re.compile(r"\x1b\[[0-9;]*m")
_SHORTEST = 6
"""Shorter lines, as `else:`, give nothing away and stand in many texts."""


def split_hidden(source: str) -> tuple[str, list[str]]:
    """(the source with each hidden region replaced by one line, the lines of the regions).

    A region that does not end hides all the rest.
    """
    shown: list[str] = []
    hidden: list[str] = []
    inside = False
    for line in source.split("\n"):
        if not inside and BEGIN_HIDDEN in line:
            inside = True
            indent = line[: len(line) - len(line.lstrip())]
            shown.append(indent + REPLACEMENT)
        elif inside and END_HIDDEN in line:
            inside = False
        else:
            (hidden if inside else shown).append(line)
    return "\n".join(shown), hidden


def strip_hidden(cell: NotebookNode) -> None:
    """Take hidden source out of a cell and out of every text in its outputs."""
    shown, hidden = split_hidden(str(cell.source))
    cell.source = shown
    if cell.cell_type != "code":
        return
    lines = {line.strip() for line in hidden}
    secrets = sorted((s for s in lines if len(s) >= _SHORTEST), key=lambda s: (-len(s), s))
    if secrets:
        cell.outputs = [_without(output, secrets) for output in cell.outputs]


def _without(value: Any, secrets: list[str]) -> Any:
    if isinstance(value, str):
        return _cleaned(value, secrets)
    if isinstance(value, dict):
        for key in value:
            if not key.startswith("image/"):
                value[key] = _without(value[key], secrets)
    if isinstance(value, list):
        return [_without(item, secrets) for item in value]
    return value


def _cleaned(text: str, secrets: list[str]) -> str:
    plain = html.unescape(_ANSI.sub("", text))
    for secret in secrets:
        if secret not in plain:
            continue
        text = text.replace(secret, "[hidden]").replace(html.escape(secret), "[hidden]")
        rest = html.unescape(_ANSI.sub("", text))
        if secret in rest:  # coloured or escaped in another way
            text = "\n".join(
                "[hidden]" if secret in html.unescape(_ANSI.sub("", line)) else line
                for line in text.split("\n")
            )
    return text
