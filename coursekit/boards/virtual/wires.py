"""The four pipes between the host and one MicroPython process, as overlay/_bench.py uses them.

Nothing here waits for the board longer than a moment, whatever a program does to its ends.
"""

from __future__ import annotations

import array
import contextlib
import fcntl
import os
import select
import sys
import termios
import threading
import time
from dataclasses import dataclass, field
from typing import Protocol

_ACK_TIMEOUT_S, _DEAF_TIMEOUT_S = 1.0, 0.02
_LOOK_AGAIN_S = 0.1
_F_SETPIPE_SZ = 1031


class WireError(Exception):
    """A program sent something that no board sends, or does not take its answers."""


class Starvable(Protocol):
    """A process that may get too little of the processor to answer in time."""

    def processor_s(self) -> float:
        """Processor time used so far, in seconds."""
        ...

    def is_starved(self, since_s: float, used_s: float) -> bool:
        """Whether it would run and hardly could since `since_s`, when it had used `used_s`."""
        ...


@dataclass
class Wires:
    """The pipes to one MicroPython process; the first four go to the child in this order."""

    child_messages: int
    child_answers: int
    child_attention: int
    child_acks: int
    messages: int
    answers: int
    attention: int
    acks: int
    # Re-entrant: the garbage collector may close a forgotten board in the middle of anything.
    lock: threading.RLock = field(default_factory=threading.RLock)
    open: bool = True
    deaf: bool = False
    """Set when the board did not answer a command, until it answers one again."""
    process: Starvable | None = None
    """Who is at the other end, as soon as it is known."""
    broken: bool = False
    """Set when the other side is not to be listened to any more."""

    @classmethod
    def make(cls) -> Wires:
        """Four new pipes. Raises OSError when the process may open no more files."""
        opened: list[int] = []
        try:
            for _ in range(4):
                opened.extend(os.pipe())
        except OSError:
            for fd in opened:
                os.close(fd)
            raise
        messages, answers, attention, acks = (opened[i : i + 2] for i in range(0, 8, 2))
        wires = cls(
            child_messages=messages[1],
            child_answers=answers[0],
            child_attention=attention[0],
            child_acks=acks[1],
            messages=messages[0],
            answers=answers[1],
            attention=attention[1],
            acks=acks[0],
        )
        # A program that does not read may not hold up the host.
        for fd in (wires.messages, wires.answers, wires.attention):
            os.set_blocking(fd, False)
        if sys.platform == "linux":
            # Room for a burst: with the usual 64 KiB a tight loop of writes waits for this side.
            with contextlib.suppress(OSError):
                fcntl.fcntl(wires.messages, _F_SETPIPE_SZ, 1 << 20)
        return wires

    def child_ends(self) -> list[int]:
        """What the overlay expects, in its order."""
        return [self.child_messages, self.child_answers, self.child_attention, self.child_acks]

    def close_child_ends(self) -> None:
        """To be called when the child has its copies."""
        for fd in self.child_ends():
            os.close(fd)

    def close(self) -> None:
        """Let go of this side. The child's ends are closed separately."""
        with self.lock:
            if self.open:
                self.open = False
                for fd in (self.messages, self.answers, self.attention, self.acks):
                    os.close(fd)

    def answer(self, data: bytes) -> None:
        """Give the board an answer. Raises WireError when it has not read the ones before."""
        with self.lock:
            if not self.open:
                return
            try:
                done = os.write(self.answers, data)
                while 0 < done < len(data):  # longer than the pipe, whose other end reads by now
                    if not select.select([], [self.answers], [], _ACK_TIMEOUT_S)[1]:
                        break
                    done += os.write(self.answers, data[done:])
                if done == len(data):
                    return
            except BlockingIOError:
                pass
            except OSError:
                return  # the process has ended
        raise WireError("it asks and does not read the answers")

    def command(self, letter: bytes, more: bytes = b"") -> bool:
        """Tell the board's listener thread something and wait until it has done it.

        `b"I"` leaves a pending Ctrl-C, `b"C"` takes it back if it still waits, `b"P"` is done when
        none waits (any more). `b"H"` asks for the bench to be asked, `b"N"` for the time; `b"L"`,
        with eight bytes `more`, says until when a program may run. `b"Q"` holds the clock while a
        program computes, `b"R"` lets it go on.
        False when the board could not or did not answer.
        """
        with self.lock:
            if not self.open:
                return False
            try:
                began_s, process = time.monotonic(), self.process
                used_s = 0.0 if process is None or self.deaf else process.processor_s()
                os.write(self.attention, letter + more)
                deadline = began_s + (_DEAF_TIMEOUT_S if self.deaf else _ACK_TIMEOUT_S)
                while True:
                    left = deadline - time.monotonic()
                    if left <= 0 or not select.select([self.acks], [], [], left)[0]:
                        if not self.deaf and process and process.is_starved(began_s, used_s):
                            deadline = time.monotonic() + _LOOK_AGAIN_S
                            continue
                        self.deaf = True
                        return False
                    ack = os.read(self.acks, 1)
                    self.deaf = False
                    if ack in (letter, b""):
                        return bool(ack)
                    if ack == letter.lower():
                        return False
            except OSError:
                return False

    def poke(self) -> None:
        """Make the board's main thread ask for events soon; no waiting."""
        with self.lock:
            if self.open:
                with contextlib.suppress(OSError):
                    os.write(self.attention, b"S")


def waiting(fd: int) -> int:
    """Bytes in a pipe that nobody has read yet; works at both ends."""
    size = array.array("i", [0])
    fcntl.ioctl(fd, termios.FIONREAD, size)
    return size[0]
