"""Questions that only a board whose program has ended can answer.

A program may print whatever ends a run in the raw REPL; it cannot print the answer to a question
that is asked afterwards and holds a number drawn at random.
"""

from __future__ import annotations

import base64
import os
from collections.abc import Callable
from typing import NamedTuple

RAW_BANNER = b"raw REPL; CTRL-B to exit\r\n>"
FRIENDLY_PROMPT = b'Type "help()" for more information.\r\n>>> '
FRIENDLY_END = b"\r\n>>> "  # the rest of that prompt's lines may get lost on the way
_BITS = 24

Draw = Callable[[int], bytes]


class Question(NamedTuple):
    """What to write to the board, and the bytes that prove that the raw REPL read it.

    With `raises`, the answer is an exception and `proof` stands in its last line: the answer
    ends with the `\\x04>` after it. Else `proof` is the whole answer.
    """

    text: bytes
    proof: bytes
    raises: bool


def by_exception(friendly: bool = False, draw: Draw = os.urandom) -> Question:
    """Look up a random key in an empty dict: the KeyError names it.

    Uses no name that a program could have given another meaning (as `print`), and leaves no
    string behind in the board's memory. friendly: the board may be at its friendly prompt. draw:
    gives random bytes.
    """
    # 12 characters: the shortest strings would stay in the board's table of names for ever.
    nonce = base64.b64encode(draw(9))
    return Question(b"\x01" * friendly + b"{}['" + nonce + b"']\x04", b"KeyError: " + nonce, True)


def by_commands(draw: Draw = os.urandom) -> Question:
    """A random row of two commands of the raw REPL, which answer each in its own way.

    Needs no memory on the board, so it is answered where the other question ends in a MemoryError.
    Only for boards that know raw paste: older ones give both commands the same answer.
    """
    number = int.from_bytes(draw(_BITS // 8), "big")
    text, proof = b"", b""
    for bit in range(_BITS):
        text += b"\x01" if number >> bit & 1 else b"\x05B\x01"
        proof += RAW_BANNER if number >> bit & 1 else b"R\x00>"
    return Question(text, proof, False)
