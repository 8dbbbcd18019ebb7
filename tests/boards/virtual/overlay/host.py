"""A stand-in for the bench's end of the wires, so that overlay modules run in the real VM.

It answers from a script (levels that change at given times, timers, ADC values) and keeps every
message. It knows nothing of circuits: the real host is tested elsewhere.
"""

from __future__ import annotations

import fcntl
import os
import struct
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

OVERLAY = Path(__file__).parents[4] / "coursekit" / "boards" / "virtual" / "overlay"
RUNTIME = Path(sys.executable).with_name("micropython")

WRITE, MODE, PWM, PWM_STOP, WATCH, TIMER, PIXELS, RESET, PASS = range(9)
READ, ADC, SYNC = 16, 17, 18
EDGE, TICK = 1, 2
FALLING, RISING = 1, 2
LED, TEMPERATURE = 63, 62
NEVER = 1 << 60

PRELUDE = """\
import _bench, _modules
_modules.install()
_bench.start()
import machine, time, os, gc
from machine import Pin, PWM, ADC, Timer, Signal
def raised(fn, *args, **kw):
    try:
        return fn(*args, **kw)
    except Exception as e:
        print("%s: %s" % (type(e).__name__, e))
"""


@dataclass(frozen=True)
class Message:
    """One message of the board: time in microseconds, operation, pin or slot, argument, payload."""

    t_us: int
    op: int
    pin: int
    arg: int
    payload: int = 0
    data: bytes = b""


@dataclass
class Host:
    """Answers one VM. Fill in `changes` (t_us, pin, level) and `adc` before `run`."""

    fast: bool = True
    changes: list[tuple[int, int, int]] = field(default_factory=list)
    adc: dict[int, int] = field(default_factory=dict)
    epoch_us: int = 1_700_000_000_000_000
    reset_cause: int = 1
    start_us: int | None = None  # of board time; the VM's own clock now, in real time
    left: bytes = b""  # how a soft reset has left the pins
    reacts: bool = False
    on_message: Callable[[Host, Message], None] | None = None
    messages: list[Message] = field(default_factory=list)
    levels: dict[int, int] = field(default_factory=dict)
    questions: int = 0

    def __post_init__(self) -> None:
        self._watched: dict[int, int] = {}
        self._timers: dict[int, tuple[int, int, bool]] = {}  # slot: next_us, period_us, periodic
        self._events: list[int] = []
        self._attention: BinaryIO | None = None
        self._process: subprocess.Popen[str] | None = None

    # The script's side
    def run(self, script: str, prelude: str = PRELUDE, timeout_s: float = 60) -> str:
        """What the script prints, standard error included. The VM's exit status has to be 0."""
        output, status = self.run_any(script, prelude, timeout_s)
        assert status == 0, output
        return output

    def run_any(
        self, script: str, prelude: str = PRELUDE, timeout_s: float = 60
    ) -> tuple[str, int]:
        """As `run`, but any exit status will do, and is returned."""
        pipes = [os.pipe() for _ in range(4)]
        ours = [pipes[0][0], pipes[1][1], pipes[2][1], pipes[3][0]]
        theirs = [pipes[0][1], pipes[1][0], pipes[2][0], pipes[3][1]]
        high = [fcntl.fcntl(fd, fcntl.F_DUPFD, 40) for fd in theirs]

        def place() -> None:
            for number, fd in enumerate(high, 3):
                os.dup2(fd, number)

        start_us = self.start_us
        if start_us is None:
            start_us = 0 if self.fast else time.monotonic_ns() // 1000
        numbers = self.fast, self.reset_cause, start_us, self.epoch_us
        os.write(ours[1], struct.pack("<4q32s", *numbers, self.left))
        process = subprocess.Popen(
            [RUNTIME, "-X", "heapsize=2M", "-c", prelude + script],
            env={"MICROPYPATH": f"{OVERLAY}:.frozen"},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            pass_fds=(3, 4, 5, 6),
            preexec_fn=place,
        )
        for fd in theirs + high:
            os.close(fd)
        self._process = process
        self._attention = os.fdopen(ours[2], "wb", 0)
        listener = threading.Thread(target=self._serve, args=(ours[0], ours[1]))
        listener.start()
        try:
            output, _ = process.communicate(timeout=timeout_s)
        finally:
            process.kill()
            process.wait()
            listener.join()
            self._attention.close()
            os.close(ours[3])
        return output, process.returncode

    def of(self, *ops: int) -> list[Message]:
        """The recorded messages of these operations, in order."""
        return [message for message in self.messages if message.op in ops]

    def edge(self, pin: int, level: int, t_us: int = 0) -> None:
        """Real time: the level changes now; the board is told if it watches the pin."""
        self._change(t_us, pin, level)
        self.notify()

    def tick(self, slot: int) -> None:
        """Real time: a timer runs out now."""
        self._events.append(TICK << 12 | slot)
        self.notify()

    def notify(self) -> None:
        assert self._attention is not None
        self._attention.write(b"S")

    def end(self) -> None:
        """End the VM, as the host does after a reset."""
        assert self._process is not None
        self._process.kill()

    # The wires
    def _serve(self, words: int, answers: int) -> None:
        buffer = b""
        with os.fdopen(words, "rb", 0) as source, os.fdopen(answers, "wb", 0) as sink:

            def take(count: int) -> bytes | None:
                nonlocal buffer
                while len(buffer) < count:
                    more = source.read(1 << 16)
                    if not more:
                        return None
                    buffer += more
                taken, buffer = buffer[:count], buffer[count:]
                return taken

            while (head := take(8)) is not None:
                word = int.from_bytes(head, "little")
                t_us, op, pin, arg = word >> 16, word >> 10 & 63, word >> 4 & 63, word & 15
                payload, data = 0, b""
                if op >= READ or op in (PWM, TIMER, PIXELS):
                    payload = int.from_bytes(take(8) or b"", "little")
                if op == PIXELS:
                    data = (take((payload + 7) // 8 * 8) or b"")[:payload]
                message = Message(t_us, op, pin, arg, payload, data)
                if op >= READ:
                    reply = self._answer(message)
                    try:
                        sink.write(reply)
                    except BrokenPipeError:
                        return
                elif op != PASS:
                    self.messages.append(message)
                    self._note(message)
                if self.on_message is not None:
                    self.on_message(self, message)

    def _note(self, message: Message) -> None:
        if message.op == WATCH:
            self._watched[message.pin] = message.arg
        elif message.op == TIMER:
            self._timers.pop(message.pin, None)
            if message.payload and self.fast:
                due_us = message.t_us + message.payload
                self._timers[message.pin] = due_us, message.payload, bool(message.arg)

    def _change(self, t_us: int, pin: int, level: int) -> None:
        before = self.levels.get(pin, 0)
        self.levels[pin] = level
        flag = RISING if level > before else FALLING if level < before else 0
        if flag & self._watched.get(pin, 0):
            self._events.append(t_us << 16 | EDGE << 12 | flag << 6 | pin)

    def _advance(self, t_us: int) -> None:
        while True:
            slot, (due_us, period_us, periodic) = min(
                self._timers.items(), key=lambda item: item[1][0], default=(-1, (NEVER, 0, False))
            )
            change_us = self.changes[0][0] if self.changes else NEVER
            if min(due_us, change_us) > t_us:
                return
            if change_us <= due_us:
                self._change(*self.changes.pop(0))
                continue
            self._events.append(due_us << 16 | TICK << 12 | slot)
            if periodic:
                self._timers[slot] = due_us + period_us, period_us, True
            else:
                del self._timers[slot]

    def _answer(self, message: Message) -> bytes:
        self.questions += 1
        if self.fast:
            self._advance(message.t_us)
        value = event = 0
        if message.op == READ:
            value = self.levels.get(message.pin, 0) | 2
        elif message.op == ADC:
            value = self.adc.get(message.pin, 0)
        elif message.arg:  # which wait: here all have soft handlers
            value = 2 if self._events else 0
        elif self._events:
            event = self._events.pop(0) & 0xFFFF | len(self._events) << 16
        pending_us = message.t_us if self._events else NEVER
        change_us = self.changes[0][0] if self.changes else NEVER
        timer_us = min((timer[0] for timer in self._timers.values()), default=NEVER)
        horizon_us = min(pending_us, change_us, timer_us)
        answer = message.payload << 32 | int(self.reacts) << 31 | value
        return struct.pack("<3q", answer, horizon_us, event)
