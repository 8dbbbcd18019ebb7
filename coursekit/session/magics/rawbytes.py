"""%readbytes, %writebytes, %suppressendcode: the board's REPL by hand.

To watch what the board itself says, and to find out where a connection fails.
"""

from __future__ import annotations

import re
import time

from coursekit.session.filters import Filtered
from coursekit.session.magics.arguments import ArgumentParser, parse
from coursekit.session.magics.registry import line_magic
from coursekit.session.run import CellRun, UsageError
from coursekit.session.words import counted

_FIRST_S = 0.5  # for the first byte
_ANSWER_S = 3.0  # the same, when it is the answer to what was sent by hand
_MORE_S = 0.2  # of silence after the last one
_LONGEST_S = 5.0
_MOST_BYTES = 100_000
_CONTROL = re.compile(r"[\x00-\x05]")
_OPTION = re.compile(r"(-[A-Za-z]+|--[a-z]+)(?:\s+|$)")
_USAGE = r"Write it like this: %writebytes [-b] [-v] 'print(1)\r\x04'"

_read = ArgumentParser("%readbytes", stock=True)
_read.add_argument("--binary", "-b", action="store_true")

_write = ArgumentParser("%writebytes", usage="%%writebytes [-b] [-v] TEXT", stock=True)
_write.add_argument("--binary", "-b", action="store_true")
_write.add_argument("--verbose", "-v", action="store_true")


@line_magic("readbytes")
def readbytes(arguments: str, run: CellRun) -> None:
    """Shows what the board has sent since its last run.

    %readbytes       as text
    %readbytes -b    as Python writes bytes: b'OK\\x04\\x04>'

    It waits a little if there is nothing yet.
    """
    options = parse(_read, arguments)
    repl = run.session.open_board(run).repl
    end_s = time.monotonic() + _LONGEST_S
    data = more = repl.read_now(_FIRST_S if repl.listening else _ANSWER_S)
    while more and len(data) < _MOST_BYTES and time.monotonic() < end_s:
        run.session.stop_if_interrupted()
        more = repl.read_now(_MORE_S)
        data += more
    text = data.decode("utf-8", "ignore").replace("\r\n", "\n")
    Filtered(run, None).write(f"{data!r}\n" if options.binary else text)


@line_magic("writebytes")
def writebytes(arguments: str, run: CellRun) -> None:
    r"""Sends bytes to the board as they are, with the escapes of Python.

    %writebytes "\x03"            Ctrl-C
    %writebytes 'print(1)\r\n'    a line
    %writebytes -b "\xff\x00"     each \x.. is one byte; without -b it is a letter, sent as UTF-8
    %writebytes -v "\x04"         says how many bytes that were

    %readbytes shows the answer. The next program stops what this has started.
    """
    flags: list[str] = []
    while found := _OPTION.match(arguments):
        flags.append(found[1])
        arguments = arguments[found.end() :]
    options = parse(_write, " ".join(flags))
    data = _bytes_of(_unquoted(arguments), options.binary)
    board = run.session.open_board(run)
    board.repl.write_now(data)
    if options.verbose:
        run.write(f"{counted(len(data), 'byte')} sent to {board.port or 'the board'}.\n")


@line_magic("suppressendcode")
def suppressendcode(arguments: str, run: CellRun) -> None:
    r"""Sends the program below it to the board, and does not start it.

    %suppressendcode

    %writebytes "\x04" starts it, and %readbytes shows what it prints, between the marks of the raw
    REPL. The next program without this line puts everything back in order.
    """
    if arguments and not arguments.startswith("#"):
        raise UsageError("%suppressendcode takes nothing after it.")
    code, run.code = run.code.strip("\n"), ""
    if not code:
        raise UsageError("There is no program below %suppressendcode.")
    if _CONTROL.search(code):
        raise UsageError("The program has control characters, which the REPL would act on.")
    board = run.session.open_board(run)
    board.repl.enter()
    board.repl.write_now(code.encode() + b"\n")
    run.write('The program was sent and not started. %writebytes "\\x04" starts it.\n')


def _unquoted(text: str) -> str:
    if not text:
        raise UsageError(f"Nothing to send. {_USAGE}")
    if text[0] in "\"'":
        end = re.match(r"""(["'])((?:\\.|(?!\1).)*)\1\s*(?:#.*)?$""", text)
        if end is None:
            raise UsageError(f"One text in quotation marks can be sent. {_USAGE}")
        return end[2]
    if len(text.split()) > 1:
        raise UsageError(f"A text with spaces belongs in quotation marks. {_USAGE}")
    return text


def _bytes_of(text: str, binary: bool) -> bytes:
    try:
        plain = text.encode("ascii", "backslashreplace").decode("unicode_escape")
        return plain.encode("latin-1" if binary else "utf-8")
    except UnicodeEncodeError:
        raise UsageError("With -b, each character is one byte, \\x00 to \\xff.") from None
    except UnicodeDecodeError as error:
        raise UsageError(f"An escape is not finished: {error.reason}. {_USAGE}") from None
