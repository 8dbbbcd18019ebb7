"""Completion of %-commands: their names, options, boards and files."""

from __future__ import annotations

import os
import re
import shlex
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from coursekit.session.completion.board_names import BoardNames
from coursekit.session.completion.parts import Command
from coursekit.session.connection import bench_of
from coursekit.session.magics import registry
from coursekit.session.magics.at import MEANT

if TYPE_CHECKING:
    from coursekit.session.session import Session

ON_COMPUTER = frozenset(
    {"%upload", "%sync", "%run", "%mpy", "%sendtofile", "%mpy-cross", "%%writefile"}
)
"""Commands that take the name of a file on the computer; after it, `/` begins one on the board."""
ON_BOARD = frozenset({"%download", "%fetchfile", "%ls"})
"""Commands that take the name of a file on the board, and after it one on the computer."""
TARGETS = frozenset({"%connect", "%serialconnect", "%websocketconnect"})
PROGRAMS = frozenset({"%timeit", "%%timeit"})
"""Commands that take a piece of a program."""
_OPTION = re.compile(r"(?<![\w-])--?[A-Za-z][\w-]*")
_OPTION_AND_VALUE = re.compile(r"-\w+[ \t]+\w+[ \t]+")
_WORD = re.compile(r"""(?:[^\s"']|"[^"]*(?:"|$)|'[^']*(?:'|$))+""")
_MOST_FILES = 500

Match = tuple[str, str, str]
"""What fits, its kind, and a word about it."""


def names(command: Command, word: str) -> list[Match]:
    """The commands that begin with `word`, which begins with a percent sign."""
    found = []
    for name, text in registry.summaries():
        if name.startswith("%%") and not command.first:
            continue
        if name.startswith(word):
            found.append((name, "magic", text))
    return sorted(found, key=lambda match: (match[0].startswith("%%"), match[0]))


def arguments(
    command: Command, session: Session, board: BoardNames, ask: bool
) -> tuple[list[Match], int]:
    """What may stand at the end of the arguments, and how many characters it replaces."""
    assert command.arguments is not None
    words = _WORD.findall(command.arguments)
    word = words[-1] if words and command.arguments.endswith(words[-1]) else ""
    before = command.arguments[: len(command.arguments) - len(word)].split()
    last = before[-1] if before else ""
    if word.startswith("-"):
        found = [(option, "keyword", "") for option in _options(command.name)]
        found = [match for match in found if match[0] not in before]
    elif command.name == "%on":
        found = [(name, "instance", "a board") for name in session.boards.by_name]
    elif command.name in TARGETS and not before:
        found = [*_targets(), *((name, "instance", "a board") for name in session.boards.by_name)]
    elif command.name in ON_BOARD | ON_COMPUTER:
        named = any(not each.startswith("-") for each in before)
        elsewhere = named if command.name in ON_BOARD else not (named and word.startswith("/"))
        found = (
            _computer_files(word, session.folder) if elsewhere else _board_files(word, board, ask)
        )
    elif last in ("--runtime", "--vcd"):
        found = _computer_files(word, session.folder)
    elif command.name == "%at":
        found = _stimuli(before, board)
    elif command.name == "%trace":
        found = [(name, "instance", "a part") for name in _parts(board)]
        found += [(name, "keyword", "all such buses") for name in _buses(board)]
    elif not before:
        found = [(verb, "keyword", "") for verb in _verbs(command.name)]
    else:
        found = []
    return _fitting(found, word), len(word)


def piece_of_program(command: Command) -> str:
    """What stands up to the cursor of the program that the command takes, its options left out."""
    text = (command.arguments or "").lstrip()
    while found := _OPTION_AND_VALUE.match(text):
        text = text[found.end() :]
    return text


def help_of(name: str) -> str | None:
    """What is said of a command with its percent signs; the other kind of it will do as well."""
    known = registry.helps()
    bare = name.lstrip("%")
    return known.get(name) or known.get("%" + bare) or known.get("%%" + bare)


def _fitting(found: list[Match], word: str) -> list[Match]:
    low = word.lower()
    fitting = {
        match[0]: match
        for match in found
        # A name with a space in it is offered in quotes, whether or not they were typed.
        if match[0].lower().startswith(low) or match[0].lower().startswith("'" + low)
    }
    return list(fitting.values())


def _options(name: str) -> list[str]:
    """Every option that the command's help names."""
    return sorted(dict.fromkeys(_OPTION.findall(help_of(name) or "")), key=lambda o: o.lstrip("-"))


def _verbs(name: str) -> list[str]:
    """The words of the command's own, such as `install`: its help shows them again and again."""
    form = re.compile(rf"^\s*{re.escape(name)} ([a-z][\w-]*)(?= \S)", re.MULTILINE)
    shown = Counter(form.findall(help_of(name) or ""))
    return sorted(word for word, times in shown.items() if times > 1)


def _targets() -> list[Match]:
    from coursekit.boards.ports import find_boards

    found = [("virtual", "instance", "the virtual board")]
    return [*((board.port, "instance", board.name) for board in find_boards()), *found]


def _stimuli(before: list[str], board: BoardNames) -> list[Match]:
    if len(before) == 1:
        return [(verb, "keyword", "") for verb in MEANT]
    if len(before) == 2:
        return [(name, "instance", "a part") for name in _parts(board)]
    if len(before) == 3 and before[1] == "set":
        return [(name, "instance", "what it feels") for name in _quantities(before[2], board)]
    if len(before) == 3 and before[1] in ("press", "turn", "move"):
        return [("for" if before[1] == "press" else "to", "keyword", "")]
    return [("to", "keyword", "")] if len(before) == 4 and before[1] == "set" else []


def _quantities(part: str, board: BoardNames) -> list[str]:
    from coursekit.bench.parts.quantity import Sensing

    bench = bench_of(board.connection.board)
    found = None if bench is None else bench.parts.get(part)
    return list(found.sensed) if isinstance(found, Sensing) else []


def _buses(board: BoardNames) -> list[str]:
    from coursekit.bench.buses.names import kinds_used

    bench = bench_of(board.connection.board)
    return [] if bench is None else kinds_used(bench)


def _parts(board: BoardNames) -> list[str]:
    bench = bench_of(board.connection.board)
    return [] if bench is None else sorted(bench.parts)


def _computer_files(word: str, folder: Path) -> list[Match]:
    typed = word.lstrip("\"'")
    start, slash, stem = typed.rpartition("/")
    shown = start + slash
    place = folder / os.path.expanduser(shown)
    found = []
    try:
        with os.scandir(place) as entries:
            for entry in entries:
                if entry.name.startswith(".") > stem.startswith("."):
                    continue
                name = shown + entry.name + ("/" if entry.is_dir() else "")
                found.append((_quoted(name, word[:1]), "path", ""))
                if len(found) == _MOST_FILES:
                    break
    except (OSError, ValueError, RuntimeError):
        return []  # no such folder: nothing fits
    return sorted(found)


def _quoted(name: str, quote: str) -> str:
    if quote not in ("'", '"'):
        return shlex.quote(name)
    return quote + name + ("" if name.endswith("/") else quote)


def _board_files(word: str, board: BoardNames, ask: bool) -> list[Match]:
    start, slash, _ = word.rpartition("/")
    names = board.files((start + slash) or "/", ask) or []
    return [(start + slash + name, "path", "") for name in names[:_MOST_FILES]]
