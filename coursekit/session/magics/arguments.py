"""Takes the arguments of a command apart, and says how it is meant when they are none.

As a shell does, but a backslash is nothing special: on Windows it stands in paths.
"""

from __future__ import annotations

import argparse
import shlex
from typing import NoReturn

from coursekit.session.run import UsageError


class ArgumentParser(argparse.ArgumentParser):
    """An `argparse` parser whose errors are a `UsageError` with the usage line.

    prog: the command with its %.
    """

    def __init__(self, prog: str, usage: str | None = None) -> None:
        super().__init__(prog=prog, usage=usage, add_help=False, allow_abbrev=False)

    def error(self, message: str) -> NoReturn:
        """Raise UsageError."""
        usage = " ".join(self.format_usage().removeprefix("usage: ").split())
        raise UsageError(f"{self.prog}: {message}. Write it like this: {usage}")


def parse(parser: ArgumentParser, arguments: str) -> argparse.Namespace:
    """The values of `arguments`. Raises `UsageError`."""
    return parser.parse_args(words(arguments, parser.prog))


def words(arguments: str, name: str = "The command") -> list[str]:
    """The words of a line; one in quotes may hold spaces. Raises `UsageError`."""
    lexer = shlex.shlex(arguments, posix=True)
    lexer.whitespace_split = True
    lexer.commenters = lexer.escape = ""
    try:
        return list(lexer)
    except ValueError:
        raise UsageError(f"{name}: a quotation mark is missing its partner.") from None
