"""How a board's prompt behaves, byte by byte: what no program can observe of itself.

Each habit is a conversation with a fresh board at the level of its serial port; what comes back is
one observation.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from coursekit.boards import BoardLost, BoardReset
from coursekit.boards.stream import ByteStream
from tests.conformance.observation import LOST, NO_ANSWER, RESTARTED, Observation, normalised

PATIENCE_S = 60.0
"""Real time for one answer, on a busy computer."""

PROMPT = ">>> "
RAW_PROMPT = "raw REPL; CTRL-B to exit\n>"
RAW_END = "\x04>"

_BANNER = re.compile(r"MicroPython [^\n;]*; [^\n]*")
_OVERLAY_FRAMES = re.compile(r'  File "_\w+\.py", line \d+, in \w+\n')


class PortBoard(Protocol):
    """What a conversation needs of a board."""

    @property
    def port_stream(self) -> ByteStream: ...

    @property
    def repl(self) -> Any: ...

    def exec(self, code: str) -> None: ...

    def put(self, path: str, data: bytes) -> Any: ...

    def close(self) -> None: ...


OpenPort = Callable[["str | None"], Any]


@dataclass(frozen=True)
class Habit:
    """One conversation.

    key: what it is about. talk: what is sent and what is waited for, in turn. files: put on the
    board before, at most into /lib. raw: begins at the raw prompt, not at the friendly one.
    """

    key: str
    talk: tuple[tuple[str, str], ...]
    files: Mapping[str, str] = field(default_factory=dict)
    raw: bool = False


def observe(open_board: OpenPort, habits: tuple[Habit, ...]) -> list[Observation]:
    """One observation for each habit, each on a board of its own."""
    return [Observation(habit.key, _held(habit, open_board)) for habit in habits]


def _held(habit: Habit, open_board: OpenPort) -> str:
    board: PortBoard = open_board(None)
    try:
        if any("/" in path for path in habit.files):
            board.exec("import os\nos.mkdir('lib')")
        for path, text in habit.files.items():
            board.put(path, text.encode())
        board.repl.enter()
        talk = _Talk(board.port_stream)
        if not habit.raw:
            talk.say("\x02", PROMPT)
            talk.heard.clear()
        for said, awaited in habit.talk:
            if not talk.say(said, awaited):
                break
        return normalised("".join(talk.heard))
    finally:
        board.close()


class _Talk:
    """What was heard, without a board's version and without frames of the overlay: which these
    are depends on the moment. A line ends in `\\n`, as it may on a virtual board's stream.
    """

    def __init__(self, stream: ByteStream) -> None:
        self._stream = stream
        self._waiting = ""
        self.heard: list[str] = []

    def say(self, text: str, awaited: str) -> bool:
        """Send it and listen until `awaited` has come, if anything; False when it does not."""
        self._stream.write(text.encode("latin-1"), PATIENCE_S)
        if not awaited:
            return True
        deadline = time.monotonic() + PATIENCE_S
        end = ""
        while not end and awaited not in self._waiting:
            try:
                data = self._stream.read(max(0.0, deadline - time.monotonic()))
            except BoardReset:
                end = RESTARTED
            except BoardLost:
                end = LOST
            else:
                text = self._waiting + data.decode("latin-1")
                self._waiting = text.replace("\r\n", "\n")
                if not data:
                    end = NO_ANSWER
        got, found, self._waiting = self._waiting.partition(awaited)
        heard = _OVERLAY_FRAMES.sub("", got + found)
        self.heard.append(_BANNER.sub("(version)", heard) + end)
        return not end or end == RESTARTED
