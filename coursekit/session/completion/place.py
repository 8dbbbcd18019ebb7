"""Where the cursor is in a program: in a string, after a dot, in an import, inside a call.

The program is unfinished by nature, so nothing here parses it: one pass from its start finds what
is text and what is code, and the line before the cursor is looked at backwards.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_NEXT = re.compile(r"""\#|[rRbBuUfFtT]{0,2}(?:'''|\"\"\"|'|")|[()\[\]{}]|\n""")
_IN_STRING = {
    quote: re.compile(rf"\\.|{quote}|{{{{?|\n" if len(quote) == 1 else rf"\\.|{quote}|{{{{?", re.S)
    for quote in ("'", '"', "'''", '"""')
}
_NAME = re.compile(r"[^\W\d]\w*")
_CHAIN = re.compile(r"((?:[^\W\d]\w*[ \t]*\.[ \t]*)*)([^\W\d]\w*)?$")
_IMPORT = re.compile(r"[ \t]*import[ \t]+(?:[\w.]+(?:[ \t]+as[ \t]+\w+)?[ \t]*,[ \t]*)*([\w.]*)$")
_FROM = re.compile(r"[ \t]*from[ \t]+([\w.]*)$")
_AFTER_FROM = re.compile(r"[ \t]*from[ \t]+[\w.]+[ \t]+(\w*)$")
_FROM_IMPORT = re.compile(
    r"[ \t]*from[ \t]+([\w.]+)[ \t]+import[ \t]*(?:\(|\\\n)?"
    r"(?:\s*\w+(?:\s+as\s+\w+)?\s*,)*\s*(\w*)$"
)
_IMPORTED = re.compile(r"^[ \t]*import[ \t]+(.+)$", re.M)
_FROM_IMPORTED = re.compile(r"^[ \t]*from[ \t]+([\w.]+)[ \t]+import[ \t]+\(?([^()\n]+)", re.M)
_LONGEST_STATEMENT = 1000  # characters; one of a million would take for ever
_NO_NAME = re.compile(r"(?:^|[^\w.])(?:def|class|as|global|nonlocal)[ \t]+\w*$")


@dataclass(frozen=True)
class Place:
    """What stands before the cursor.

    text: in a string or comment. chain: the names before the last dot, None after a dot that
    follows no plain name (a call, a literal). word: the part of a name up to the cursor; start:
    where it begins. module: in an import statement, "" for a module's name, else the module whose
    names are wanted; None elsewhere. keyword: the one word that fits here, "" when many do.
    opens: where the innermost open bracket is, None outside of any. new: a name is being invented.
    """

    text: bool
    chain: tuple[str, ...] | None
    word: str
    start: int
    module: str | None = None
    keyword: str = ""
    opens: int | None = None
    new: bool = False


def place(code: str, cursor: int) -> Place:
    """Look at `code` before `cursor`, an index into it."""
    shown, opens, in_text = _read(code[:cursor])
    if in_text:
        return Place(True, None, "", cursor, opens=opens)
    # A statement may go on over lines inside a bracket or after a backslash.
    line = shown[max(_statement(shown, opens), len(shown) - _LONGEST_STATEMENT) :]
    found = _CHAIN.search(line)
    assert found is not None
    before, word = found[1], found[2] or ""
    start = cursor - len(word)
    if (match := _IMPORT.match(line)) or (match := _FROM.match(line)):
        return Place(False, (), match[1], cursor - len(match[1]), module="", opens=opens)
    if match := _FROM_IMPORT.match(line):
        return Place(False, (), match[2], cursor - len(match[2]), module=match[1], opens=opens)
    if match := _AFTER_FROM.match(line):
        return Place(False, (), word, start, keyword="import", opens=opens)
    chain: tuple[str, ...] | None = tuple(_NAME.findall(before))
    left = line[: found.start()].rstrip(" \t")
    if left.endswith(".") or (word and left[-1:].isdigit() and found.start() == len(left)):
        chain = None
    return Place(
        False, chain, word, start, opens=opens, new=bool(_NO_NAME.search(line)) and not before
    )


def word_at(code: str, cursor: int) -> tuple[int, int]:
    """Start and end of the name that the cursor is in or beside; equal when there is none."""
    start = end = cursor
    while start > 0 and (code[start - 1].isalnum() or code[start - 1] == "_"):
        start -= 1
    while end < len(code) and (code[end].isalnum() or code[end] == "_"):
        end += 1
    return (start, end) if _NAME.fullmatch(code[start:end]) else (cursor, cursor)


def imports(code: str) -> dict[str, tuple[str, ...]]:
    """Which names `code` binds by importing, and to what: `(module, attribute)` or `(module,)`."""
    found: dict[str, tuple[str, ...]] = {}
    for match in _IMPORTED.finditer(code):
        for part in match[1].partition("#")[0].partition(";")[0].split(","):
            module, _, alias = part.strip().partition(" as ")
            module = module.strip()
            name = alias.strip() or module.partition(".")[0]
            found[name] = (module if alias else name,)
    for match in _FROM_IMPORTED.finditer(code):
        for part in match[2].partition("#")[0].partition(";")[0].split(","):
            wanted, _, alias = part.strip().partition(" as ")
            found[alias.strip() or wanted.strip()] = (match[1], wanted.strip())
    return {name: origin for name, origin in found.items() if name.isidentifier()}


def _statement(shown: str, opens: int | None) -> int:
    """Where the statement begins that the end of `shown` is in."""
    start = shown.rfind("\n", 0, len(shown) if opens is None else opens) + 1
    while start >= 2 and shown[start - 2] == "\\":
        start = shown.rfind("\n", 0, start - 1) + 1
    return max(start, shown.rfind(";", start) + 1)


def _read(code: str) -> tuple[str, int | None, bool]:
    """`code` with strings and comments blanked, the innermost open bracket, whether it ends in one.

    An f-string's expressions count as code.
    """
    shown: list[str] = []
    brackets: list[tuple[int, str, bool]] = []  # where; of an f-string its quote, and if it is raw
    at, quote, formatted = 0, "", False
    while at <= len(code):
        match = (_IN_STRING[quote] if quote else _NEXT).search(code, at)
        if match is None:
            rest = len(code) - at
            shown.append('"' * rest if quote else code[at:])
            break
        begin, end, found = match.start(), match.end(), match[0]
        shown.append('"' * (begin - at) if quote else code[at:begin])
        at = end
        if quote:
            if found == quote or found == "\n":  # an unfinished string ends with its line
                shown.append("\n" if found == "\n" else '"' * len(found))
                quote = ""
            elif found == "{" and formatted:
                shown.append("(")
                brackets.append((begin, quote, formatted))
                quote = ""
            else:
                shown.append('"' * len(found))
        elif found == "#":
            line_end = code.find("\n", begin)
            if line_end < 0:
                return "".join(shown), _innermost(brackets), True
            shown.append(" " * (line_end - begin))
            at = line_end
        elif found in "([{":
            brackets.append((begin, "", False))
            shown.append(found)
        elif found in ")]}":
            if brackets:
                _, quote, formatted = brackets.pop()
            shown.append('"' if quote else found)
        elif found == "\n":
            shown.append(found)
        else:
            quote = found.lstrip("rRbBuUfFtT")
            formatted = any(letter in "fFtT" for letter in found[: -len(quote)])
            if found[:1].isalpha() and begin and (code[begin - 1].isalnum()):
                formatted = False  # the end of a name, and then a string: no Python
            shown.append('"' * len(found))
    return "".join(shown), _innermost(brackets), bool(quote)


def _innermost(brackets: list[tuple[int, str, bool]]) -> int | None:
    return brackets[-1][0] if brackets else None
