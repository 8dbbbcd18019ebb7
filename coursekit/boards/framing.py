"""Finds where a program's output ends in what the raw REPL sends, and is not fooled by it.

A run ends with `\\x04`, the text of an error or nothing, `\\x04>`. A program may print the same, so
whatever looks like an end is only a reason to ask a question (see `questions`): the run has ended
when the question is answered. Nothing in here reads or writes: bytes come in, output goes out.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from coursekit.boards.questions import FRIENDLY_END, FRIENDLY_PROMPT, RAW_BANNER, Question

_TRACEBACK = b"Traceback (most recent call last):"
_ANSWER = b"OK\x04" + _TRACEBACK
_SOFT_REBOOT = b"\x04\x04MPY: soft reboot"
_HELD_MAX = 65536  # bytes of something that may be an error text
_ANSWER_MAX = 2048  # bytes after what may be an end, in which an answer may come
_KEPT_MAX = 8 * _HELD_MAX
_LINE_STALLS_S = 2.0  # in the middle of an end
_ANSWER_STALLS_S = 30.0
_TAIL = 64  # bytes, more than either banner


_UNKNOWN = (
    b"Disturbed: what the board sent was damaged on the way, so how the run ended is not known. "
    b"If it was by a restart, variables and imports are gone. Run it again\n"
)


class End(NamedTuple):
    """How a run ended: the error's text (empty: none), and whether the board restarted instead."""

    error: bytes
    reset: bool


class RunFrames:
    """Takes the board's bytes of one run; gives its output to `deliver` and finds its end.

    end: set when the run has ended for certain.
    candidates: above 0 when something that may be the end was seen since the last question.
    rest: what the board sent after the answer.
    """

    def __init__(self, deliver: Callable[[bytes | bytearray], None]) -> None:
        self._deliver = deliver
        self._buf = bytearray()  # stays empty until the first byte that may belong to an end
        self._watching = False
        self._tail = b""  # the last bytes of output, while not watching
        self._sent = 0  # index of the first byte not yet delivered
        self._held = -1  # index of the \x04 that may begin an end, or -1
        self._until = 0  # what `_possible_end` says of it
        self._scan = 0  # index to look for the next such \x04 from
        self._seen = 0  # index up to which candidates were counted
        self._asked: list[Question] = []
        self.candidates = 0
        self.friendly = False  # the board seems to be at its friendly prompt
        self.end: End | None = None
        self.rest = b""

    @property
    def unanswered(self) -> list[Question]:
        """Questions asked so far; once the run has ended: those still to be answered."""
        return self._asked

    def asked(self, question: Question) -> None:
        """Tell that `question` was written to the board."""
        self._asked.append(question)
        self.candidates = 0

    def feed(self, data: bytes) -> None:
        """Take what the board sent."""
        if not self._watching:
            tail = data[-_TAIL:] if len(data) >= _TAIL else (self._tail + data)[-_TAIL:]
            if 4 not in data and not _shows_prompt(self._tail, data):
                self._deliver(data)
                self._tail = tail
                return
            self._watching = True
            self.candidates = 1  # ask at once: the answer then comes without a pause
            self._buf += self._tail
            self._sent = self._scan = self._seen = len(self._tail)
        before = len(self._buf)
        self._buf += data
        if self._asked and self._find_answer(max(before - _ANSWER_MAX, 0)):
            return
        self._count_candidates(before)
        if self._until > 0 and len(self._buf) - self._until < _ANSWER_MAX:
            return
        self._release()
        if self._sent > _KEPT_MAX:
            self._forget(self._sent - _HELD_MAX)

    def conclude(self) -> None:
        """The board is known to wait for a program, and all that it sent was fed: it has ended."""
        self._conclude(len(self._buf), b"")

    def idle(self) -> None:
        """Nothing came for `patience_s`: what is held back is output after all."""
        if self._held >= 0 and self.patience_s is not None:
            self._send_up_to(len(self._buf))
            self._held, self._until, self._scan = -1, 0, len(self._buf)

    @property
    def patience_s(self) -> float | None:
        """How long held output may wait for more bytes, in seconds; None: nothing need be shown."""
        if self._held < 0:
            return None
        end = self._until
        if end == 0:
            return _LINE_STALLS_S
        if end == len(self._buf):
            return None
        if not self._buf.startswith(b"OK", end):
            return 0.05
        # A question is all but answered here, unless somebody forges this very text.
        answered = self._asked and self._buf.startswith(_ANSWER, end)
        return _ANSWER_STALLS_S if answered else 0.5

    @property
    def may_have_ended(self) -> bool:
        """Whether the last that came may be what noise on the line has left of an end."""
        return self._watching and self._buf.endswith((b"\x04", b"\n>", b"\x04>"))

    def _count_candidates(self, before: int) -> None:
        buf = self._buf
        while (i := buf.find(b"\x04>", max(self._seen - 1, 0))) >= 0:
            self.candidates += 1
            self._seen = i + 2
        # A prompt may have more behind it by now: a board that restarts prints what it likes.
        if buf.find(RAW_BANNER, max(before - len(RAW_BANNER) + 1, 0)) >= 0:
            self.candidates += 1
        if buf.find(FRIENDLY_END, max(before - len(FRIENDLY_END) + 1, 0)) >= 0:
            self.candidates += 1
            self.friendly = True
        self._seen = len(buf)

    def _release(self) -> None:
        buf = self._buf
        while True:
            if self._held < 0:
                self._held = buf.find(4, self._scan)
                if self._held < 0:
                    self._send_up_to(len(buf))
                    self._scan = len(buf)
                    return
                self._send_up_to(self._held)
            end = self._until = self._possible_end(self._held)
            if end == 0 and len(buf) - self._held < _HELD_MAX:
                return
            if end > 0 and len(buf) - end < _ANSWER_MAX:
                return
            self._scan, self._held, self._until = self._held + 1, -1, 0

    def _possible_end(self, start: int) -> int:
        """Index after the end that begins with the `\\x04` at `start`; 0: not yet; -1: none."""
        buf = self._buf
        if buf.startswith(b"\x04\x04", start):
            if buf.startswith(b"\x04\x04>", start):
                return start + 3
            if buf.startswith(_SOFT_REBOOT, start):
                banner = buf.find(RAW_BANNER, start)
                return banner + len(RAW_BANNER) if banner >= 0 else 0
            return 0 if _SOFT_REBOOT.startswith(buf[start:]) else -1
        text = bytes(buf[start + 1 : start + 1 + len(_TRACEBACK)])
        if text == _TRACEBACK:
            closing = buf.find(b"\n\x04>", start)
            return closing + 3 if closing >= 0 else 0
        if _TRACEBACK.startswith(text):
            return 0
        # An exception without a traceback: one short line, `Name: message`.
        line_end = buf.find(b"\n", start, start + 512)
        line = buf[start + 1 : line_end if line_end >= 0 else start + 512]
        name = line.partition(b":")[0]
        if not name.isascii() or not name.strip(b"\r").decode("ascii").isidentifier():
            return -1
        if line_end < 0:
            return 0 if len(line) < 511 else -1
        after = bytes(buf[line_end : line_end + 3])
        return line_end + 3 if after == b"\n\x04>" else 0 if b"\n\x04>".startswith(after) else -1

    def _find_answer(self, search_from: int) -> bool:
        buf = self._buf
        for n, question in enumerate(self._asked):
            at = buf.find(question.proof, search_from)
            if at < 0:
                continue
            over, limit, late, restarted = at + len(question.proof), at, b"", False
            if question.raises:
                closing = buf.find(b"\x04>", over)
                if closing < 0:
                    return False
                over = closing + 2
                error = buf.rfind(b"\x04" + _TRACEBACK, 0, at)
                limit = max(buf.rfind(b"OK", 0, error), 0)
                late = bytes(buf[limit + 2 : error])  # printed by a timer, after the program
                if question.text[:1] == b"\x01" and buf.endswith(RAW_BANNER, 0, limit):
                    limit -= len(RAW_BANNER)  # the answer to that first byte
                    restarted = buf.endswith(b"\r\n", 0, limit)  # as the friendly prompt has it
            if n:
                limit = self._before_failed_answers(limit)
            self._conclude(limit, late, restarted)
            self.rest = bytes(buf[over:])
            self._asked = self._asked[n + 1 :]
            return True
        return False

    def _before_failed_answers(self, limit: int) -> int:
        """Skip back over earlier questions that ran out of memory or were interrupted."""
        buf = self._buf
        while buf.endswith(b"\n\x04>", 0, limit):
            start = buf.rfind(b"\x04>OK\x04", 0, limit) + 2
            error = buf[start:limit]
            failed = b"MemoryError" in error or b"KeyboardInterrupt" in error
            if start < 2 or not failed or error.count(b"\x04>") > 1:
                break
            limit = start
        return limit

    def _conclude(self, limit: int, late: bytes, restarted: bool = False) -> None:
        """Work out how the run ended, from what stands before index `limit`.

        restarted: the board was found at its friendly prompt, where no program ends.
        """
        buf = self._buf
        close = buf.rfind(b"\x04>", 0, limit)
        # Nothing but text can follow an end. Where more did, one of the two is noise: which one?
        sound = close > 0 and buf[close - 1] in b"\x04\n" and buf.find(4, close + 2, limit) < 0
        banner = max(buf.rfind(RAW_BANNER, 0, limit), buf.rfind(FRIENDLY_PROMPT, 0, limit))
        over = close + 2
        if banner > close or restarted:
            reboot = buf.rfind(_SOFT_REBOOT, 0, max(banner, 0))
            start = banner if reboot < 0 else reboot
            start, over = (limit if start < 0 else start), limit
            self.end = End(b"", True)
        elif not sound:
            start = over = 0
            self.end = End(_UNKNOWN, False)
        elif buf[close - 1] == 4:
            start = close - 1
            self.end = End(b"", False)
        else:
            start = self._error_start(close)
            self.end = End(bytes(buf[start + 1 : close]), False)
        self._send_up_to(start)
        late = bytes(buf[max(over, self._sent) : limit]) + late
        if late:
            self._deliver(late)

    def _error_start(self, close: int) -> int:
        buf = self._buf
        start = buf.rfind(b"\x04" + _TRACEBACK, 0, close)
        if start >= 0:
            return start
        start = close
        while (start := buf.rfind(4, 0, start)) >= 0:
            if buf[start + 1 : start + 2].isalpha():
                return start
        return buf.rfind(b"\n", 0, close - 1)  # too long to be kept: its last line

    def _send_up_to(self, index: int) -> None:
        if index > self._sent:
            self._deliver(self._buf[self._sent : index])
            self._sent = index

    def _forget(self, count: int) -> None:
        del self._buf[:count]
        self._sent -= count
        self._scan -= count
        self._seen -= count
        self._held = max(self._held - count, -1)
        self._until = max(self._until - count, 0)


def _shows_prompt(before: bytes, data: bytes) -> bool:
    """Whether `data`, which came after `before`, completes a prompt that no program leaves."""
    joint = before + data[:_TAIL]
    if b"\r\n>" not in data and b"\r\n>" not in joint:
        return False
    return any(prompt in text for prompt in (RAW_BANNER, FRIENDLY_END) for text in (data, joint))
