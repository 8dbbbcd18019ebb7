"""The host's end of the wires between a MicroPython process and the bench.

Messages of the board (overlay/_bench.py says what they look like) become calls of the bench, and
what happens on the bench becomes answers and events for the board. This is the only place where
boards and bench meet. One Hardware serves a board for its whole life, one `Wires` each process.
"""

from __future__ import annotations

import array
import contextlib
import fcntl
import os
import select
import struct
import sys
import termios
import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field

from coursekit.bench import ONBOARD_LED, Bench, Edge, Mode, Pull

NEVER_US = 1 << 60

# Messages and questions, as in overlay/_bench.py.
_WRITE, _MODE, _PWM, _PWM_STOP, _WATCH, _TIMER, _PIXELS, _RESET = range(8)
_READ, _ADC, _SYNC = 16, 17, 18
_TWO_WORDS = {_PWM, _TIMER, _READ, _ADC, _SYNC}
_EVENT_EDGE, _EVENT_TICK = 1, 2

_WIRE_LED = 63
_WIRE_TEMPERATURE = 62
_EAGER = 1 << 31
_EVENTS_MAX = 256
_ATTENTION_EVERY_S = 0.005
_ACK_TIMEOUT_S = 1.0
_READ_BYTES = 1 << 16
_PIPE_BYTES = 1 << 20
_SETTLE_READS = 2 * _PIPE_BYTES // _READ_BYTES

_GPIO = [*range(_WIRE_LED), ONBOARD_LED]
_ANSWER = struct.Struct("<qqq")
_BOOT = struct.Struct("<qqqq")

RTC_AT_POWER_ON_S = 1609459200
"""2021-01-01 00:00:00 UTC: what a Pico's clock shows until somebody sets it (rp2 port)."""

TEMPERATURE_RAW = 876
"""The RP2040's sensor at 27 degrees C: 0.706 V of 3.3 V in 12 bits (RP2040 datasheet 4.9.5)."""


def monotonic_us() -> int:
    """The clock that MicroPython's `ticks_us` reads on the same machine, in microseconds."""
    return time.clock_gettime_ns(time.CLOCK_MONOTONIC) // 1000


@dataclass
class Wires:
    """The pipes to one MicroPython process; the first five go to the child in this order."""

    child_messages: int
    child_answers: int
    child_attention: int
    child_acks: int
    messages: int
    answers: int
    attention: int
    acks: int
    lock: threading.Lock = field(default_factory=threading.Lock)
    open: bool = True

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
        os.set_blocking(wires.messages, False)
        if sys.platform == "linux":
            # Room for a burst: with the usual 64 KiB a tight loop of writes waits for this side.
            with contextlib.suppress(OSError):
                fcntl.fcntl(wires.messages, 1031, _PIPE_BYTES)  # F_SETPIPE_SZ
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

    def command(self, letter: bytes) -> bool:
        """Tell the board's listener thread something and wait until it has done it.

        `b"I"` leaves a pending Ctrl-C, `b"C"` takes it back, `b"H"` asks for the bench to be asked.
        False when the board could not or did not answer.
        """
        with self.lock:
            if not self.open:
                return False
            try:
                os.write(self.attention, letter)
                deadline = time.monotonic() + _ACK_TIMEOUT_S
                while True:
                    left = deadline - time.monotonic()
                    if left <= 0 or not select.select([self.acks], [], [], left)[0]:
                        return False
                    ack = os.read(self.acks, 1)
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


class Hardware:
    """Runs a bench for a board: one thread that reads messages and keeps the bench's time.

    on_reset: called (from the thread) with True when a program asked for `machine.reset()`.
    """

    def __init__(self, bench: Bench, *, fast_forward: bool, on_reset: Callable[[], None]) -> None:
        self.bench = bench
        self.fast_forward = fast_forward
        self._on_reset = on_reset
        self._lock = bench.lock
        self._power_on_us = monotonic_us()
        self._wires: Wires | None = None
        self._rest = b""
        self._events: deque[int] = deque()
        self._timers: dict[int, _Timer] = {}
        self._in_message = False
        self._wake_read, self._wake_write = os.pipe()
        os.set_blocking(self._wake_read, False)
        os.set_blocking(self._wake_write, False)
        self._closing = False
        bench.on_edge = self._edge
        bench.on_schedule = self._scheduled
        bench.catch_up = self.settle
        self._thread = threading.Thread(target=self._run, name="bench", daemon=True)
        self._thread.start()

    # -- life ------------------------------------------------------------------------------------

    def now_us(self) -> int:
        """Board time, in microseconds since power-on."""
        if self.fast_forward:
            return self.bench.now_us
        return monotonic_us() - self._power_on_us

    def attach(self, wires: Wires, reset_cause: int) -> None:
        """Serve a process that is about to start on `wires`."""
        with self._lock:
            start_us = self.bench.now_us if self.fast_forward else self._power_on_us
            os.write(
                wires.answers,
                _BOOT.pack(self.fast_forward, reset_cause, start_us, RTC_AT_POWER_ON_S * 1_000_000),
            )
            self._wires = wires
            self._rest = b""
        self._wake()

    def detach(self) -> None:
        """The process has ended: take its last messages, then let all pins go."""
        with self._lock:
            wires = self._wires
            if wires is None:
                return
            self.settle()
            self._wires = None
            self._rest = b""
            self._events.clear()
            for timer in self._timers.values():
                timer.event.cancel()
            self._timers.clear()
            self.bench.reset_gpio(self._present_us())
            wires.close()
        self._wake()

    def close(self) -> None:
        """End the thread and close what is open. Idempotent."""
        if self._closing:
            return
        self.detach()
        self._closing = True
        self._wake()
        if threading.current_thread() is not self._thread:
            self._thread.join()
        os.close(self._wake_write)
        os.close(self._wake_read)
        self.bench.on_edge = _ignore_edge
        self.bench.on_schedule = self.bench.catch_up = _ignore

    def settle(self) -> None:
        """Take in everything that the board has sent so far, and let due events happen."""
        with self._lock:
            if self._in_message:
                return  # called by an event: the rest of the messages is not due yet
            wires = self._wires
            if wires is not None:
                # Bounded, for a program that goes on writing: what the pipe holds, and some more.
                for _ in range(_SETTLE_READS):
                    if not waiting(wires.messages) or not self._take(wires):
                        break
            if not self.fast_forward:
                self._advance(self.now_us())

    def command(self, letter: bytes) -> bool:
        """See `Wires.command`."""
        wires = self._wires
        return wires is not None and wires.command(letter)

    # -- the thread ------------------------------------------------------------------------------

    def _run(self) -> None:
        while not self._closing:
            wires = self._wires
            watched = [self._wake_read]
            if wires is not None:
                watched.append(wires.messages)
            try:
                ready, _, _ = select.select(watched, [], [], self._patience_s())
            except (OSError, ValueError):
                continue  # closed while we waited: look again at what there is
            if self._wake_read in ready:
                with contextlib.suppress(BlockingIOError):
                    os.read(self._wake_read, 4096)
            with self._lock:
                if wires is None or wires is not self._wires:
                    continue
                if wires.messages in ready and not self._take(wires):
                    # The process has ended. Whoever owns it will detach; do not spin until then.
                    self._wires_ended(wires)
                    continue
                if not self.fast_forward:
                    self._advance(self.now_us())
                elif not ready and self.bench.next_event_us() is not None:
                    wires.poke()

    def _wires_ended(self, wires: Wires) -> None:
        self._lock.release()
        try:
            while self._wires is wires and not self._closing:
                select.select([self._wake_read], [], [], None)
                with contextlib.suppress(BlockingIOError):
                    os.read(self._wake_read, 4096)
        finally:
            self._lock.acquire()

    def _patience_s(self) -> float | None:
        due = self.bench.next_event_us()
        if due is None:
            return None
        if self.fast_forward:
            return _ATTENTION_EVERY_S
        return max(0.0, (due - self.now_us()) / 1e6)

    def _wake(self) -> None:
        with contextlib.suppress(BlockingIOError):
            os.write(self._wake_write, b"w")

    def _present_us(self) -> int:
        return self.bench.now_us if self.fast_forward else self.now_us()

    # -- messages --------------------------------------------------------------------------------

    def _take(self, wires: Wires) -> bool:
        """Read and carry out what is there; False at the end of the stream. Holds the lock."""
        try:
            data = os.read(wires.messages, _READ_BYTES)
        except BlockingIOError:
            return True
        except OSError:
            return False
        if not data:
            return False
        if self._rest:
            data = self._rest + data
        whole = len(data) & ~7
        words = array.array("q", data[:whole])
        used = self._carry_out(wires, words)
        self._rest = data[used * 8 :]
        return True

    def _carry_out(self, wires: Wires, words: array.array[int]) -> int:
        """Returns the number of words used; the rest belongs to a message not yet complete."""
        write = self.bench.write
        count = len(words)
        at = 0
        self._in_message = True
        try:
            while at < count:
                word = words[at]
                operation = word >> 10 & 63
                if operation == _WRITE:
                    at += 1
                    write(_GPIO[word >> 4 & 63], word >> 16, word & 1)
                    continue
                length = 2 if operation in _TWO_WORDS else 1
                payload = 0
                if operation == _PIXELS:
                    length = 2 + (words[at + 1] + 7) // 8 if at + 1 < count else count + 1
                if at + length > count:
                    return at
                if length == 2:
                    payload = words[at + 1]
                if operation >= _READ:
                    self._answer(wires, word, payload)
                elif operation == _PIXELS:
                    size = words[at + 1]
                    data = words[at + 2 : at + length].tobytes()[:size]
                    self.bench.neopixel(_GPIO[word >> 4 & 63], word >> 16, data)
                else:
                    self._configure(operation, word, payload)
                at += length
        finally:
            self._in_message = False
        return at

    def _configure(self, operation: int, word: int, payload: int) -> None:
        bench = self.bench
        t_us, pin, argument = word >> 16, word >> 4 & 63, word & 15
        gpio = _GPIO[pin]
        if operation == _MODE:
            bench.configure(gpio, t_us, Mode(argument & 3), Pull(argument >> 2))
        elif operation == _PWM:
            bench.pwm(gpio, t_us, payload >> 20, payload & 0xFFFFF)
        elif operation == _PWM_STOP:
            bench.pwm_stop(gpio, t_us)
        elif operation == _WATCH:
            edges = Edge.NONE
            if argument & 1:
                edges |= Edge.FALLING
            if argument & 2:
                edges |= Edge.RISING
            bench.watch(gpio, edges)
        elif operation == _TIMER:
            self._set_timer(pin, t_us, payload, periodic=bool(argument))
        elif operation == _RESET:
            self._on_reset()

    def _answer(self, wires: Wires, word: int, sequence: int) -> None:
        bench = self.bench
        t_us, operation, pin = word >> 16, word >> 10 & 63, word >> 4 & 63
        self._advance(t_us)
        value = event = 0
        if operation == _READ:
            level, stable = bench.read(_GPIO[pin], t_us)
            value = level | stable << 1
        elif operation == _ADC:
            value = TEMPERATURE_RAW if pin == _WIRE_TEMPERATURE else self._convert(pin, t_us)
        elif operation == _SYNC and self._events:
            event = self._events.popleft()
        horizon = NEVER_US
        if self._events:
            horizon = 0
        elif self.fast_forward:
            due = bench.next_event_us()
            if due is not None:
                horizon = due
        if bench.reacts:
            value |= _EAGER
        with contextlib.suppress(OSError):
            os.write(wires.answers, _ANSWER.pack(sequence << 32 | value, horizon, event))

    def _convert(self, pin: int, t_us: int) -> int:
        """The RP2040's ADC: 12 bits over 0 to 3.3 V."""
        return min(4095, max(0, int(self.bench.voltage(pin, t_us) / 3.3 * 4096)))

    # -- events ----------------------------------------------------------------------------------

    def _advance(self, t_us: int) -> None:
        inside = self._in_message
        self._in_message = True
        try:
            self.bench.advance(t_us)
        finally:
            self._in_message = inside

    def _edge(self, gpio: int, edge: Edge, t_us: int) -> None:
        pin = _WIRE_LED if gpio == ONBOARD_LED else gpio
        flags = (1 if edge & Edge.FALLING else 0) | (2 if edge & Edge.RISING else 0)
        self._queue(t_us << 16 | _EVENT_EDGE << 12 | flags << 6 | pin)

    def _set_timer(self, slot: int, t_us: int, period_us: int, *, periodic: bool) -> None:
        old = self._timers.pop(slot, None)
        if old is not None:
            old.event.cancel()
        if period_us > 0:
            self._timers[slot] = _Timer(self, slot, t_us + period_us, period_us, periodic)

    def tick(self, slot: int, t_us: int) -> None:
        """A timer of the board is due."""
        self._queue(t_us << 16 | _EVENT_TICK << 12 | slot)

    def _queue(self, event: int) -> None:
        # A board that does not get round to its interrupts loses them; so does this one.
        if len(self._events) < _EVENTS_MAX:
            self._events.append(event)
        wires = self._wires
        if wires is not None and not self.fast_forward and len(self._events) == 1:
            wires.poke()

    def _scheduled(self) -> None:
        """The bench has an earlier event than before."""
        if not self.fast_forward:
            self._wake()
        elif not self._in_message:
            # Somebody at the bench: the board must look before it skips any time.
            self.command(b"H")
            self._wake()


class _Timer:
    """A running machine.Timer: re-arms itself on the bench's event queue."""

    def __init__(
        self, hardware: Hardware, slot: int, due_us: int, period_us: int, periodic: bool
    ) -> None:
        self._hardware = hardware
        self._slot = slot
        self._due_us = due_us
        self._period_us = period_us
        self._periodic = periodic
        self.event = hardware.bench.schedule(due_us, self._fire)

    def _fire(self, t_us: int) -> None:
        if self._periodic:
            self._due_us += self._period_us
            self.event = self._hardware.bench.schedule(self._due_us, self._fire)
        self._hardware.tick(self._slot, t_us)


def waiting(fd: int) -> int:
    """Bytes in a pipe that nobody has read yet; works at both ends."""
    size = array.array("i", [0])
    fcntl.ioctl(fd, termios.FIONREAD, size)
    return size[0]


def _ignore_edge(gpio: int, edge: Edge, t_us: int) -> None:
    """Nobody listens any more."""


def _ignore() -> None:
    """Nobody waits any more, and nothing more will come."""
