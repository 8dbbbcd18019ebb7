"""Takes the arguments of a command apart, and says how it is meant when they are none.

As a shell does, but a backslash is nothing special: on Windows it stands in paths.
"""

from __future__ import annotations

import argparse
import shlex
from itertools import takewhile
from typing import NoReturn

from coursekit.session.run import UsageError


class ArgumentParser(argparse.ArgumentParser):
    """An `argparse` parser whose errors are a `UsageError` with the usage line.

    prog: the command with its %. stock: it has the options of the stock kernel's command, so they
    may be shortened, and `# a comment` may follow.
    """

    def __init__(self, prog: str, usage: str | None = None, *, stock: bool = False) -> None:
        super().__init__(prog=prog, usage=usage, add_help=False, allow_abbrev=stock)
        self.stock = stock

    def error(self, message: str) -> NoReturn:
        """Raise UsageError."""
        usage = " ".join(self.format_usage().removeprefix("usage: ").split())
        raise UsageError(f"{self.prog}: {message}. Write it like this: {usage}")


def parse(parser: ArgumentParser, arguments: str) -> argparse.Namespace:
    """The values of `arguments`. Raises `UsageError`."""
    found = words(arguments, parser.prog)
    if parser.stock:
        found = list(takewhile(lambda word: not word.startswith("#"), found))
    return parser.parse_args(found)


def words(arguments: str, name: str = "The command") -> list[str]:
    """The words of a line; one in quotes may hold spaces. Raises `UsageError`."""
    lexer = shlex.shlex(arguments, posix=True)
    lexer.whitespace_split = True
    lexer.commenters = lexer.escape = ""
    try:
        return list(lexer)
    except ValueError:
        raise UsageError(f"{name}: a quotation mark is missing its partner.") from None
