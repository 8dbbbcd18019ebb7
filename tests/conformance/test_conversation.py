"""Conversations with a port that answers what it is told to, restarts, or goes away."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from coursekit.boards import BoardError, BoardLost, BoardReset
from tests.conformance import conversation
from tests.conformance.conversation import PROMPT, Habit
from tests.conformance.observation import LOST, NO_ANSWER, RESTARTED

HELLO = b"\r\nMicroPython v1 on x; a board\r\nhelp\r\n>>> "


class FakePort:
    """Gives one answer after another; a stream and a board in one."""

    def __init__(self, *answers: bytes | BoardError) -> None:
        self.answers = [HELLO, *answers]
        self.said: list[bytes] = []
        self.files: dict[str, bytes] = {}
        self.closed = False
        self.port_stream = self
        self.repl = SimpleNamespace(enter=lambda: None)

    def write(self, data: bytes, timeout_s: float | None) -> None:
        self.said.append(data)

    def read(self, timeout_s: float | None) -> bytes:
        answer = self.answers.pop(0) if self.answers else b""
        if isinstance(answer, BoardError):
            raise answer
        return answer

    def exec(self, code: str) -> None:
        self.files[code] = b""

    def put(self, path: str, data: bytes) -> None:
        self.files[path] = data

    def close(self) -> None:
        self.closed = True


def heard(port: FakePort, *talk: tuple[str, str], **more: Any) -> str:
    (only,) = conversation.observe(lambda _name: port, (Habit("key", talk, **more),))
    assert only.key == "key"
    assert port.closed
    return only.text


def test_each_answer_is_waited_for_and_lines_end_alike() -> None:
    port = FakePort(b"1\r", b"\n>>", b"> 2", b"\n>>> ")
    assert heard(port, ("1\r", PROMPT), ("2\r", PROMPT)) == "1\n>>> 2\n>>> "
    assert port.said == [b"\x02", b"1\r", b"2\r"]


def test_the_version_and_frames_of_the_overlay_are_left_out() -> None:
    frames = b'  File "main.py", line 1, in f\n  File "_time.py", line 27, in sleep\nE: \n'
    text = heard(FakePort(HELLO, frames + b">>> "), ("\x04", PROMPT), ("x\r", PROMPT))
    assert text == '\n(version)\nhelp\n>>>   File "main.py", line 1, in f\nE: \n>>> '


def test_files_are_there_before() -> None:
    port = FakePort(b">>> ")
    heard(port, ("\x04", PROMPT), files={"lib/a.py": "1"})
    assert list(port.files.values()) == [b"", b"1"]


def test_silence_ends_a_conversation() -> None:
    port = FakePort(b"1")
    assert heard(port, ("1\r", PROMPT), ("2\r", PROMPT)) == f"1{NO_ANSWER}"
    assert b"2\r" not in port.said


def test_a_restart_does_not_and_a_loss_does() -> None:
    port = FakePort(BoardReset("restarted"), b">>> ", BoardLost("gone"))
    talk = (("1\r", PROMPT), ("2\r", PROMPT), ("3\r", PROMPT), ("4\r", PROMPT))
    assert heard(port, *talk) == f"{RESTARTED}{PROMPT}{LOST}"
    assert b"4\r" not in port.said
