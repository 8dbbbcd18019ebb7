"""Gets a board to listen in its raw REPL, whatever it does just now, and makes sure that it does.

A board may be in the middle of a program, of a paste or of a boot log, and the line may be noisy:
so nothing counts but the answer to a question that was just drawn (see `questions`).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from coursekit.boards import questions
from coursekit.boards.errors import BoardReset, BoardTimeout
from coursekit.boards.questions import FRIENDLY_END, RAW_BANNER, Question
from coursekit.boards.stream import ByteStream, clock_of, draw_of

RESTARTED = (
    "The board has restarted since the last program: variables and imports are gone. "
    "Run what makes them, then this once more."
)
_TURN_S = 1.0  # for one attempt

Write = Callable[[bytes], None]


class Entered(NamedTuple):
    """A board that listens. early: what it sent after its answer.

    raw_paste: whether it knows that. friendly: it was at its friendly prompt, or showed it when its
    program was stopped; so it is not where a run leaves it.
    """

    raw_paste: bool
    friendly: bool
    early: bytes


def enter(stream: ByteStream, write: Write, timeout_s: float) -> Entered:
    """Stop what runs and wait for the raw REPL; raises `BoardTimeout` when it does not come."""
    clock = clock_of(stream)
    deadline = clock() + timeout_s
    # First of all Ctrl-C: half a line that lies at a prompt is not to be run.
    wake = b"\x03\x01"
    seen = b""
    friendly = False
    while (now := clock()) < deadline:
        try:
            write(wake)
            seen = _await(stream, RAW_BANNER, min(deadline, now + _TURN_S))
            friendly = friendly or FRIENDLY_END in seen
            if RAW_BANNER in seen:
                found = _probe(stream, write, min(deadline, clock() + _TURN_S))
                if found is not None:
                    return Entered(found[0], friendly, found[1])
        except BoardReset:
            friendly = True
        wake = b"\r\x03\x03\x01"
    raise BoardTimeout(no_answer(seen))


def still_there(stream: ByteStream, write: Write) -> bytes | None:
    """Whether the raw REPL still answers: what it sent after that, None when it does not."""
    for _ in range(2):
        question = questions.by_exception(draw=draw_of(stream))
        write(question.text)
        try:
            return answer(stream, question, b"", clock_of(stream)() + _TURN_S)
        except BoardTimeout:
            continue
    return None


def answer(stream: ByteStream, question: Question, got: bytes, deadline: float) -> bytes:
    """Read up to the end of the answer to `question`; returns what came after it.

    got: what was read already. Raises `BoardTimeout`.
    """
    while True:
        over = got.find(question.proof) + len(question.proof)
        if over >= len(question.proof):
            if not question.raises:
                return got[over:]
            closing = got.find(b"\x04>", over)
            if closing >= 0:
                return got[closing + 2 :]
        left = deadline - clock_of(stream)()
        data = stream.read(left) if left > 0 else b""
        if not data:
            raise BoardTimeout(no_answer(got))
        got = got[-65536:] + data


def no_answer(seen: bytes) -> str:
    """What to say of a board that does not answer; `seen`: what it sent instead."""
    last = f"; the last it sent was {seen[-80:]!r}" if seen else " and sent nothing"
    return (
        f"The board does not answer{last}. Unplug it and plug it in again, or restart the kernel."
    )


def _probe(stream: ByteStream, write: Write, deadline: float) -> tuple[bool, bytes] | None:
    """Is this the raw REPL? Whether it knows raw paste, and what it sent after the answer."""
    question = questions.by_exception(draw=draw_of(stream))
    write(b"\x05B\x01" + question.text)
    got = _await(stream, question.proof, deadline)
    raw_paste = b"R\x00>" in got.partition(question.proof)[0]
    if question.proof not in got:
        if not (raw_paste and b"MemoryError" in got):
            return None
        # A heap that is full has no room for that answer.
        question, got, deadline = (
            questions.by_commands(draw_of(stream)),
            b"",
            clock_of(stream)() + _TURN_S,
        )
        write(question.text)
    try:
        return raw_paste, answer(stream, question, got, deadline)
    except BoardTimeout:
        return None


def _await(stream: ByteStream, wanted: bytes, deadline: float) -> bytes:
    got = b""
    clock = clock_of(stream)
    while wanted not in got and (left := deadline - clock()) > 0:
        got = got[-4096:] + stream.read(left)
    return got
