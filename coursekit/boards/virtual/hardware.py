"""The host's end of the wires between a MicroPython process and the bench.

Messages of the board (overlay/_bench.py says what they look like) become calls of the bench, and
what happens on the bench becomes answers and events for the board. This is the only place where
boards and bench meet. One Hardware serves a board for its whole life, one `Wires` each process.
"""

from __future__ import annotations

import array
import contextlib
import os
import select
import threading
import time
from collections.abc import Callable

from coursekit.bench import ONBOARD_LED, Bench, Edge, Mode, Pull
from coursekit.bench.buses.i2c.calls import OutOfTimeError
from coursekit.bench.buses.i2c.controllers import ETIMEDOUT
from coursekit.boards.virtual import protocol as p
from coursekit.boards.virtual.exchanges import exchange
from coursekit.boards.virtual.interrupts import Interrupts
from coursekit.boards.virtual.timers import BoardTimer
from coursekit.boards.virtual.wires import WireError, Wires, waiting

_ATTENTION_EVERY_S = 0.005
_REMIND_EVERY_S = 0.1
_CHUNK = 1 << 16
_TIDY_WORDS = _CHUNK // 8
_LED = 30  # its place behind the GPIOs


def monotonic_us() -> int:
    """The clock that MicroPython's `ticks_us` reads on the same machine, in microseconds."""
    return time.clock_gettime_ns(time.CLOCK_MONOTONIC) // 1000


class Hardware:
    """Runs a bench for a board: one thread that reads messages and keeps the bench's time.

    on_reset: called (from the thread) when a program asked for `machine.reset()`.
    on_fault: called, in words, when a program sent what no board sends; nothing more of it is
    taken then. on_over: called when the run has had its board time; with True when it did not stop
    and is to be switched off. All may be called with the bench's lock held.
    """

    def __init__(
        self,
        bench: Bench,
        *,
        fast_forward: bool,
        on_reset: Callable[[], None],
        on_fault: Callable[[str], None],
        on_over: Callable[[bool], None] = lambda off: None,
    ) -> None:
        self.bench = bench
        self.fast_forward = fast_forward
        self._on_reset = on_reset
        self._on_fault = on_fault
        self._on_over = on_over
        self._stop_us = p.NEVER_US  # where the board stops the run's program
        self._end_us = p.NEVER_US  # no program of this run gets as far
        self._process_ended = False
        self._call_events = 0  # of the bench, during a call of a bus controller
        self._lock = bench.lock
        self._power_on_us = monotonic_us()
        self._wires: Wires | None = None
        self._rest = b""
        self._untidied = 0  # words taken since the trace was last kept within its bounds
        self._events = Interrupts()
        self._unsaid = False  # real time: an event waits, of which no answer has told
        self._timers: dict[int, BoardTimer] = {}
        self._modes: dict[int, int] = {}  # what MODE said last of each pin on the wire
        self._in_message = False
        self._poked = False  # and nothing has come from the board since
        self._looked_s = 0.0
        self._wake_read, self._wake_write = os.pipe()
        os.set_blocking(self._wake_read, False)
        os.set_blocking(self._wake_write, False)
        self._closing = False
        bench.on_edge = self._edge
        bench.serial_lines.on_irq = self._serial_irq
        bench.on_schedule = self._scheduled
        bench.catch_up = self.settle
        bench.i2c.let_pass = self._let_pass
        self._thread = threading.Thread(target=self._run, name="bench", daemon=True)
        try:
            self._thread.start()
        except BaseException:
            self._let_go()
            raise

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
                p.BOOT.pack(
                    self.fast_forward,
                    reset_cause,
                    start_us,
                    p.RTC_AT_POWER_ON_S * 1_000_000,
                    self._pins_left(),
                ),
            )
            self._wires = wires
            self._rest = b""
            self._stop_us = self._end_us = p.NEVER_US
            self._process_ended = False
        self._wake()

    def limit_run(self, board_us: int | None) -> int | None:
        """Fast-forward: the next program may run for so long, from now on; None is for ever.

        Call it while no program runs. Returns the board time of the limit, if there is one.
        """
        with self._lock:
            if not self.fast_forward or (board_us is None and self._end_us == p.NEVER_US):
                return None
            self.settle()
            stop_us = p.NEVER_US if board_us is None else self.bench.now_us + board_us
            self._stop_us = stop_us
            self._end_us = min(stop_us + p.OVERTIME_US, p.NEVER_US)
            wires = self._wires
            if wires is not None:
                wires.command(b"L", p.LIMIT.pack(stop_us))
            return None if board_us is None else stop_us

    def take_in(self) -> None:
        """Carry out what the board has sent so far; no event of the bench happens by this alone."""
        with self._lock:
            if self._wires is not None and not self._in_message:
                self._take_waiting(self._wires, everything=False)

    def detach(
        self, *, for_good: bool = False, is_soft: Callable[[], bool] = lambda: False
    ) -> None:
        """The process has ended: take its last messages, then let all pins go.

        for_good: there will be no other; then the bench stays as it was left. is_soft: called when
        the messages are taken; whether it was a soft reset, which leaves the chip's pins alone
        (ports/rp2/main.c), but for those of a controller: of what that did the bench has no memory.
        """
        self._process_ended = True  # whoever holds the lock may do so for a call of that process
        with self._lock:
            wires = self._wires
            if wires is None:
                return
            # A stimulus that fails now has nobody to fail for, and the wires must be closed.
            with contextlib.suppress(Exception):
                self._take_waiting(wires, everything=True)
                self._catch_up()
            self._wires = None
            self._rest = b""
            self._events.clear()
            self._poked = self._unsaid = False
            for timer in self._timers.values():
                timer.cancel()
            self._timers.clear()
            if not for_good:
                left = self._modes if is_soft() else {}
                self._modes = {pin: mode for pin, mode in left.items() if mode & 3 != Mode.ALT}
                self.bench.reset_gpio(self._present_us(), {p.GPIO[pin] for pin in self._modes})
            wires.close()
        self._wake()

    def _pins_left(self) -> bytes:
        """How a process finds the pins; see `protocol.BOOT`."""
        left = bytearray(31)
        for pin, mode in self._modes.items():
            level = self.bench.pin(p.GPIO[pin]).latch
            left[_LED if pin == p.WIRE_LED else pin] = p.LEFT | level << 6 | mode
        return bytes(left)

    def close(self) -> None:
        """End the thread and close what is open. Idempotent."""
        if self._closing:
            return
        self.detach(for_good=True)
        self._closing = True
        self._wake()
        if threading.current_thread() is not self._thread:
            self._thread.join()
        self._let_go()

    def _let_go(self) -> None:
        wake_write, self._wake_write = self._wake_write, -1
        os.close(wake_write)
        os.close(self._wake_read)
        self.bench.on_edge = _ignore_edge
        self.bench.serial_lines.on_irq = _ignore_irq
        self.bench.on_schedule = self.bench.catch_up = _ignore
        self.bench.i2c.let_pass = self.bench.advance

    def settle(self) -> None:
        """Take in everything that the board has sent so far, and let due events happen.

        Raises what a scripted stimulus raises.
        """
        with self._lock:
            if self._in_message:
                return  # asked by an event of the very message that is being carried out
            if self._wires is not None:
                if self.fast_forward:
                    self.command(b"N")
                self._take_waiting(self._wires, everything=False)
            self._catch_up()

    def _run_due(self) -> None:
        """Real time: let happen what is due, but go no further.

        A message with an earlier time stamp may be under way, and the bench's time never goes back.
        """
        due_us = None if self.fast_forward else self.bench.next_event_us()
        while due_us is not None and due_us <= self.now_us():
            self._advance(due_us)
            due_us = self.bench.next_event_us()

    def _catch_up(self) -> None:
        if not self.fast_forward:
            self._advance(self.now_us())

    def _take_waiting(self, wires: Wires, *, everything: bool) -> None:
        """Take what is in the pipe now; `everything`: until it is empty, the writer has ended."""
        left = waiting(wires.messages)
        while left > 0 and self._take(wires):
            left = waiting(wires.messages) if everything else left - _CHUNK

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
                self._drain_wake()
            with self._lock:
                if wires is None or wires is not self._wires:
                    continue
                if wires.messages in ready and not self._take(wires):
                    # The process has ended. Whoever owns it will detach; do not spin until then.
                    self._wires_ended(wires)
                    continue
                try:
                    self._run_due()
                except Exception as error:  # of a scripted stimulus: it may not end this thread
                    self._give_up(wires, error)
                if self._needs_attention(idle=not ready):
                    self._poke(wires)

    def _wires_ended(self, wires: Wires) -> None:
        self._lock.release()
        try:
            while self._wires is wires and not self._closing:
                select.select([self._wake_read], [], [], None)
                self._drain_wake()
        finally:
            self._lock.acquire()

    def _patience_s(self) -> float | None:
        with self._lock:
            due = self.bench.next_event_us()
            remind = _REMIND_EVERY_S if self._poked else _ATTENTION_EVERY_S
            if self.fast_forward:
                return None if due is None and not self._events else remind
            if due is not None:
                due_s = max(0.0, (due - self.now_us()) / 1e6)
                return min(due_s, remind) if self._events else due_s
            return remind if self._events else None

    def _needs_attention(self, *, idle: bool) -> bool:
        """Whether the board has to be told to look at the bench.

        In real time it is told of each event, and this is the reminder. In fast-forward it looks
        by itself when it touches hardware, unless it computes for long or only writes.
        """
        if not self.fast_forward:
            return idle and bool(self._events)
        if self._events and time.monotonic() - self._looked_s > _ATTENTION_EVERY_S:
            return True
        return idle and self.bench.next_event_us() is not None

    def _poke(self, wires: Wires) -> None:
        self._poked = True
        self._looked_s = time.monotonic()
        wires.poke()

    def _give_up(self, wires: Wires, error: Exception) -> None:
        if wires.broken:
            return
        wires.broken = True
        if isinstance(error, _OverError):
            self._on_over(True)
        elif not isinstance(error, _EndedError):
            self._on_fault(str(error) if isinstance(error, WireError) else repr(error))

    def _wake(self) -> None:
        if self._wake_write >= 0:
            with contextlib.suppress(BlockingIOError):
                os.write(self._wake_write, b"w")

    def _drain_wake(self) -> None:
        with contextlib.suppress(BlockingIOError):
            os.read(self._wake_read, 4096)

    def _present_us(self) -> int:
        return self.bench.now_us if self.fast_forward else self.now_us()

    # -- messages --------------------------------------------------------------------------------

    def _take(self, wires: Wires) -> bool:
        """Read and carry out what is there; False when nothing more is to be expected.

        Holds the lock.
        """
        if wires.broken or not wires.open:
            return False
        try:
            data = os.read(wires.messages, _CHUNK)
        except BlockingIOError:
            return True
        except OSError:
            return False
        if not data:
            return False
        if self._rest:
            data = self._rest + data
        self._poked = False
        whole = len(data) & ~7
        words = array.array("q", data[:whole])
        try:
            used = self._carry_out(wires, words)
        except Exception as error:
            self._give_up(wires, error)
            return False
        self._rest = data[used * 8 :]
        self._untidied += used
        if self._untidied >= _TIDY_WORDS:  # the bench itself looks when its time has gone on
            self._untidied = 0
            self.bench.trace.tidy()
        return True

    def _carry_out(self, wires: Wires, words: array.array[int]) -> int:
        """Returns the number of words used; the rest belongs to a message not yet complete."""
        write, write_, gpio = self.bench.write, p.WRITE, p.GPIO
        count = len(words)
        at = 0
        plausible_us = self._plausible_us()
        self._in_message = True
        try:
            while at < count:
                word = words[at]
                if word >> 16 > plausible_us:
                    plausible_us = self._leap(word >> 16)
                operation = word >> 10 & 63
                if operation == write_:
                    at += 1
                    write(gpio[word >> 4 & 63], word >> 16, word & 1)
                    continue
                length = p.WORDS.get(operation, 0)
                if not length:
                    raise WireError(f"an unknown message, {operation}")
                if at + length > count:
                    return at
                payload = words[at + 1] if length == 2 else 0
                if operation == p.EXCHANGE:
                    size = words[at + 2]
                    if not 0 <= size <= p.EXCHANGE_BYTES_MAX:
                        raise WireError(f"{size} bytes for a bus")
                    length += (size + 7) // 8
                    if at + length > count:
                        return at
                    data = words[at + 7 : at + length].tobytes()[:size]
                    self._exchange(wires, words[at : at + 7], data)
                elif operation >= p.READ:
                    self._answer(wires, word, payload)
                elif operation == p.PIXELS:
                    if not 0 <= payload <= p.PIXEL_BYTES_MAX:
                        raise WireError(f"{payload} bytes for NeoPixels")
                    length += (payload + 7) // 8
                    if at + length > count:
                        return at
                    data = words[at + 2 : at + length].tobytes()[:payload]
                    self.bench.neopixel(p.GPIO[word >> 4 & 63], word >> 16, data)
                else:
                    self._configure(operation, word, payload)
                at += length
        finally:
            self._in_message = False
            self._say()
        return at

    def _plausible_us(self) -> int:
        """Up to where a time stamp of the board needs no second look."""
        if self.fast_forward:
            return min(self.bench.now_us + p.LEAP_US, self._end_us)
        return self.now_us() + p.AHEAD_MAX_US

    def _leap(self, t_us: int) -> int:
        if not self.fast_forward:
            raise WireError("a time that is still to come")
        if t_us > self._end_us:
            raise _OverError
        self._advance(t_us)
        return self._plausible_us()

    def _configure(self, operation: int, word: int, payload: int) -> None:
        bench = self.bench
        t_us, pin, argument = word >> 16, word >> 4 & 63, word & 15
        gpio = p.GPIO[pin]
        if operation == p.MODE:
            bench.configure(gpio, t_us, Mode(argument & 3), Pull(argument >> 2))
            self._modes[pin] = argument
        elif operation == p.PWM:
            bench.pwm(gpio, t_us, payload >> 20, payload & 0xFFFFF)
        elif operation == p.PWM_STOP:
            bench.pwm_stop(gpio, t_us)
        elif operation == p.WATCH:
            edges = Edge.NONE
            if argument & 1:
                edges |= Edge.FALLING
            if argument & 2:
                edges |= Edge.RISING
            self._events.set_hard(pin, bool(argument & p.HARD_HANDLER))
            bench.watch(gpio, edges)
        elif operation == p.TIMER:
            self._set_timer(pin, t_us, payload, periodic=bool(argument))
        elif operation == p.RESET:
            self._on_reset()
        elif operation == p.PASS:
            self._advance(t_us)
        elif operation == p.OVER:
            self._advance(t_us)
            self._on_over(argument >= p.STOPS_MAX)

    def _answer(self, wires: Wires, word: int, sequence: int) -> None:
        bench = self.bench
        t_us, operation, pin = word >> 16, word >> 10 & 63, word >> 4 & 63
        self._advance(t_us)
        self._looked_s = time.monotonic()
        value = event = 0
        if operation == p.READ:
            level, stable = bench.read(p.GPIO[pin], t_us)
            value = level | stable << 1
        elif operation == p.ADC:
            value = p.TEMPERATURE_RAW if pin == p.WIRE_TEMPERATURE else self._convert(pin, t_us)
        elif operation == p.SYNC:
            self._unsaid = False
            value, event = self._events.answer(word & 15)
        wires.answer(self._answer_words(sequence, value, event))

    def _answer_words(self, sequence: int, value: int, third: int) -> bytes:
        horizon = p.NEVER_US
        if self._events:
            horizon = 0
        elif self.fast_forward:
            due = self.bench.next_event_us()
            if due is not None:
                horizon = due
        if self.bench.reacts:
            value |= p.EAGER
        if self.bench.interrupts:
            value |= p.INTERRUPTS
        return p.ANSWER.pack((sequence & p.SEQUENCE_MASK) << 32 | value, horizon, third)

    def _exchange(self, wires: Wires, words: array.array[int], data: bytes) -> None:
        """A call of a bus controller: bytes go to the bench, and bytes come back."""
        t_us = words[0] >> 16
        self._advance(t_us)
        self._looked_s = time.monotonic()
        until_us = self.bench.i2c.until_us = self._call_until_us(t_us)
        self._call_events = 0
        try:
            status, got, end_us = exchange(self.bench, words[0] >> 4 & 63, t_us, words[3:], data)
        except OutOfTimeError:  # in fast-forward this is where the board stops the program
            status, got, end_us = -ETIMEDOUT, b"", until_us + 1
        if status < 0:
            value, got = p.FAILED | -status, b""
        else:
            value = len(got) | p.DATA if got else status & 0xFFFFFF
        wires.answer(self._answer_words(words[1], value, end_us) + got)

    def _call_until_us(self, t_us: int) -> int:
        """Until when a call of a bus controller may go on that begins at `t_us`."""
        if not self.fast_forward:
            return t_us + p.CALL_MAX_US
        return self._stop_us if t_us <= self._stop_us else self._end_us

    def _let_pass(self, t_us: int) -> None:
        """Let time pass during a call, which nobody else can end."""
        if self._process_ended:
            raise _EndedError
        bench = self.bench
        while (due := bench.next_event_us()) is not None and due <= t_us:
            self._call_events += 1
            if self._call_events > p.LEAP_EVENTS_MAX:
                raise WireError(f"a call of a bus that lasts over {p.LEAP_EVENTS_MAX} events")
            bench.advance(due)
        bench.advance(t_us)

    def _convert(self, pin: int, t_us: int) -> int:
        """The RP2040's ADC: 12 bits over 0 to 3.3 V."""
        return min(4095, max(0, int(self.bench.voltage(pin, t_us) / 3.3 * 4096)))

    # -- events ----------------------------------------------------------------------------------

    def _advance(self, t_us: int) -> None:
        inside = self._in_message
        self._in_message = True
        bench = self.bench
        try:
            if self.fast_forward:
                events = 0
                while (due := bench.next_event_us()) is not None and due < t_us:
                    bench.advance(due)
                    events += 1
                    if events > p.LEAP_EVENTS_MAX:
                        raise WireError(f"a leap in time over {events} events")
            bench.advance(t_us)
        finally:
            self._in_message = inside
            if not inside:
                self._say()

    def _edge(self, gpio: int, edge: Edge, t_us: int) -> None:
        pin = p.WIRE_LED if gpio == ONBOARD_LED else gpio
        flags = (1 if edge & Edge.FALLING else 0) | (2 if edge & Edge.RISING else 0)
        self._queue(p.EVENT_EDGE << 12 | flags << 6 | pin)

    def _set_timer(self, slot: int, t_us: int, period_us: int, *, periodic: bool) -> None:
        old = self._timers.pop(slot, None)
        if old is not None:
            old.cancel()
        if 0 < period_us <= p.PERIOD_MAX_US:
            self._timers[slot] = BoardTimer(
                self.bench, t_us, period_us, periodic, lambda due_us: self._tick(slot, due_us)
            )

    def _tick(self, slot: int, t_us: int) -> None:
        self._queue(p.EVENT_TICK << 12 | slot)

    def _serial_irq(self, number: int, flags: int, t_us: int) -> None:
        self._queue(p.EVENT_UART << 12 | flags << 6 | number)

    def _queue(self, event: int) -> None:
        self._events.add(event)
        if not self.fast_forward and len(self._events) == 1:
            self._unsaid = True
            if not self._in_message:
                self._say()

    def _say(self) -> None:
        """Real time: the board looks when it is told, unless an answer has told it already."""
        wires, unsaid = self._wires, self._unsaid
        self._unsaid = False
        if unsaid and self._events and wires is not None:
            self._poke(wires)

    def _scheduled(self) -> None:
        """The bench has an earlier event than before."""
        if not self.fast_forward:
            self._wake()
        elif not self._in_message:
            # Somebody at the bench: the board must look before it skips any time.
            self.command(b"H")
            self._wake()


class _OverError(Exception):
    """A message from a time that the program may not reach."""


class _EndedError(Exception):
    """The process whose call is being carried out is no more."""


def _ignore_edge(gpio: int, edge: Edge, t_us: int) -> None:
    """Nobody listens any more."""


def _ignore_irq(number: int, flags: int, t_us: int) -> None:
    """Nobody listens any more."""


def _ignore() -> None:
    """Nobody waits any more, and nothing more will come."""
