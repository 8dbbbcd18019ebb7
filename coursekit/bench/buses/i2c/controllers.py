"""The two I2C controllers of a Pico W, edge by edge: the RP2040's block and SoftI2C.

Each does what its source does, so that a bus with something wrong gives the same exception as on
a desk. Results are those of MicroPython's C functions: 0 or more is success, below 0 an errno.
Sources: the rp2 port's machine_i2c.c with the Pico SDK's hardware_i2c/i2c.c and RP2040 datasheet
4.3; extmod/machine_i2c.c.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import NamedTuple

from coursekit.bench.buses.i2c.lines import Lines

SDA, SCL = 0, 1
EIO, ENODEV, ETIMEDOUT = 5, 19, 110
"""The numbers of rp2's errno, whatever this computer's are."""


class Timing(NamedTuple):
    """How long the pieces of a transfer take, in microseconds: what the methods below add up to."""

    lead: float
    """Before the edge of START, on a free bus."""
    again: float
    """Before the edge of a repeated START."""
    hold: float
    """From the edge of START to the first bit."""
    write: float
    """A byte and its acknowledge, written."""
    read: float
    """The same, read."""
    stop: float
    """From the last bit to the edge of STOP."""
    tail: float
    """After it."""
    bit: float


class Controller(ABC):
    """What both can do.

    `timeout_us` is for a whole call (hardware) or for each wait for SCL (SoftI2C).
    """

    no_ack: int
    """The errno for an address that nobody acknowledges."""
    stops_after_refusal: bool
    """Whether a byte of data that is not acknowledged is followed by STOP in any case."""

    timing: Timing

    def __init__(self, timeout_us: int) -> None:
        self.timeout_us = timeout_us
        self.held = False
        """Whether the last transfer of the hardware ended without STOP."""

    @abstractmethod
    def lasts_too_long(self, count: int) -> bool:
        """Whether so many bytes take longer than the controller waits."""

    def lasts_us(self, counts: Sequence[int]) -> float:
        """About how long a call takes at most, with so many bytes after each START."""
        timing = self.timing
        starts_us = (len(counts) + 1) * (timing.lead + timing.again + timing.hold)
        bytes_us = (len(counts) + sum(counts)) * max(timing.write, timing.read)
        return starts_us + bytes_us + timing.stop + timing.tail

    @abstractmethod
    def write(self, lines: Lines, address: int, data: bytes, *, stop: bool) -> int:
        """Write to an address; returns how many bytes were acknowledged, or minus an errno."""

    @abstractmethod
    def read(self, lines: Lines, address: int, count: int, *, stop: bool) -> int | bytes:
        """Read from an address; returns the bytes, or minus an errno."""


class _TimedOutError(Exception):
    """A line did not become high in time."""


class _LostError(Exception):
    """Somebody else pulled SDA low where this controller let it go."""


class HardwareController(Controller):
    """One of the RP2040's two I2C blocks, a Synopsys DW_apb_i2c (RP2040 datasheet, 4.3).

    It waits for an idle bus before a START, watches its own bits (arbitration), and ends each
    failure with a STOP. The SDK's deadline is for a whole call, also of one that goes well: at
    100 kHz more than 550 bytes do not come through in 50 ms. SCL is low for 3/5 of a period and
    high for the rest (i2c_set_baudrate).
    """

    no_ack = EIO
    stops_after_refusal = True

    def __init__(self, freq_hz: float, timeout_us: int) -> None:
        super().__init__(timeout_us)
        low, high = self._low_us, self._high_us = 0.6e6 / freq_hz, 0.4e6 / freq_hz
        bit = low + high
        self.timing = Timing(high, bit, high, 9 * bit, 9 * bit, bit, low, bit)
        self.nothing = SoftController(timeout_us, 500_000 // int(freq_hz) + 1)
        """The block cannot send an address alone: the port lets SoftI2C do it, on the same pins."""
        self._deadline_us = 0.0

    def write(self, lines: Lines, address: int, data: bytes, *, stop: bool) -> int:
        if not data:
            return self._write_nothing(lines, address, stop=stop)
        self._deadline_us = lines.t_us + self.timeout_us
        try:
            self._start(lines)
            if not self._send(lines, address << 1):
                self._stop(lines)
                return -EIO
            for count, byte in enumerate(data):
                if not self._send(lines, byte):
                    self._stop(lines)
                    return count
            if stop:
                self._stop(lines)
            self.held = not stop
        except (_TimedOutError, _LostError) as error:
            return self._failed(lines, error)
        return len(data)

    def read(self, lines: Lines, address: int, count: int, *, stop: bool) -> int | bytes:
        if not count:
            return b""
        self._deadline_us = lines.t_us + self.timeout_us
        try:
            self._start(lines)
            if not self._send(lines, address << 1 | 1):
                self._stop(lines)
                return -EIO
            data = bytes(self._receive(lines, last=n == count - 1) for n in range(count))
            if stop:
                self._stop(lines)
            self.held = not stop
        except (_TimedOutError, _LostError) as error:
            return self._failed(lines, error)
        return data

    def lasts_too_long(self, count: int) -> bool:
        bits = 9 * (count + 1) + 2
        return bits * self.timing.bit >= self.timeout_us

    def _write_nothing(self, lines: Lines, address: int, *, stop: bool) -> int:
        self.held = False
        status = self.nothing.write(lines, address, b"", stop=stop)
        lines.release()
        return status

    def _failed(self, lines: Lines, error: Exception) -> int:
        self.held = False
        lines.release()
        return -ETIMEDOUT if isinstance(error, _TimedOutError) else -EIO

    def _start(self, lines: Lines) -> None:
        if self.held:
            self.held = False
            lines.sda(1)
            lines.wait(self._low_us)
            lines.scl(1)
        self._wait_for_high(lines, SCL)
        self._wait_for_high(lines, SDA)
        lines.wait(self._high_us)
        lines.sda(0)
        lines.wait(self._high_us)
        lines.scl(0)

    def _stop(self, lines: Lines) -> None:
        lines.sda(0)
        lines.wait(self._low_us)
        lines.scl(1)
        self._wait_for_high(lines, SCL)
        lines.wait(self._high_us)
        lines.sda(1)
        lines.wait(self._low_us)

    def _send(self, lines: Lines, byte: int) -> bool:
        for place in range(7, -1, -1):
            bit = byte >> place & 1
            lines.sda(bit)
            if self._clock(lines) != bit and bit:
                raise _LostError
        lines.sda(1)
        return not self._clock(lines)

    def _receive(self, lines: Lines, *, last: bool) -> int:
        byte = 0
        lines.sda(1)
        for _ in range(8):
            byte = byte << 1 | self._clock(lines)
        lines.sda(int(last))
        self._clock(lines)
        lines.sda(1)
        return byte

    def _clock(self, lines: Lines) -> int:
        lines.wait(self._low_us)
        lines.scl(1)
        self._wait_for_high(lines, SCL)
        lines.wait(self._high_us)
        if lines.t_us >= self._deadline_us:
            raise _TimedOutError
        level = lines.read_sda()
        lines.scl(0)
        return level

    def _wait_for_high(self, lines: Lines, line: int) -> None:
        if not lines.wait_for_high(line, max(0.0, self._deadline_us - lines.t_us)):
            raise _TimedOutError


class SoftController(Controller):
    """SoftI2C: a program's loop over two open-drain pins. It believes what it reads.

    With SDA stuck low every address seems to be acknowledged; a SCL that stays low is the only
    thing that it notices.
    """

    no_ack = ENODEV
    stops_after_refusal = False

    def __init__(self, timeout_us: int, delay_us: int) -> None:
        super().__init__(timeout_us)
        self.delay_us = delay_us
        d = float(delay_us)
        self.timing = Timing(2 * d, 2 * d, d, 20 * d, 20 * d, 3 * d, d, 2 * d)

    def lasts_too_long(self, count: int) -> bool:
        return self.timeout_us <= 0

    def write(self, lines: Lines, address: int, data: bytes, *, stop: bool) -> int:
        return self._attempt(lambda: self._write(lines, address, data, stop=stop))

    def read(self, lines: Lines, address: int, count: int, *, stop: bool) -> int | bytes:
        got = bytearray()

        def attempt() -> int:
            self._start(lines)
            if not self._send(lines, address << 1 | 1):
                return self._not_there(lines)
            for number in range(count):
                got.append(self._receive(lines, nack=number == count - 1))
            if stop:
                self._stop(lines)
            return 0

        status = self._attempt(attempt)
        return status if status < 0 else bytes(got)

    # -- the operations that SoftI2C alone offers --------------------------------------------

    def start(self, lines: Lines) -> int:
        """A START condition."""
        return self._attempt(lambda: self._start(lines))

    def stop(self, lines: Lines) -> int:
        """A STOP condition."""
        return self._attempt(lambda: self._stop(lines))

    def write_bytes(self, lines: Lines, data: bytes) -> int:
        """Send bytes until one is not acknowledged; returns how many were."""

        def attempt() -> int:
            for count, byte in enumerate(data):
                if not self._send(lines, byte):
                    return count
            return len(data)

        return self._attempt(attempt)

    def read_bytes(self, lines: Lines, count: int, *, nack: bool) -> int | bytes:
        """Read bytes; `nack`: the last one is not acknowledged."""
        got = bytearray()

        def attempt() -> int:
            for number in range(count):
                got.append(self._receive(lines, nack=nack and number == count - 1))
            return 0

        status = self._attempt(attempt)
        return status if status < 0 else bytes(got)

    # -- as the C source goes ----------------------------------------------------------------

    def _attempt(self, action: Callable[[], int]) -> int:
        try:
            return action()
        except _TimedOutError:
            return -ETIMEDOUT

    def _write(self, lines: Lines, address: int, data: bytes, *, stop: bool) -> int:
        self._start(lines)
        if not self._send(lines, address << 1):
            return self._not_there(lines)
        acked = 0
        for byte in data:
            if not self._send(lines, byte):
                break
            acked += 1
        if stop:
            self._stop(lines)
        return acked

    def _not_there(self, lines: Lines) -> int:
        with suppress(_TimedOutError):  # whether the STOP goes well is not looked at
            self._stop(lines)
        return -ENODEV

    def _start(self, lines: Lines) -> int:
        lines.sda(1)
        lines.wait(self.delay_us)
        self._release_scl(lines)
        lines.sda(0)
        lines.wait(self.delay_us)
        return 0

    def _stop(self, lines: Lines) -> int:
        lines.wait(self.delay_us)
        lines.sda(0)
        lines.wait(self.delay_us)
        in_time = self._is_released(lines)
        lines.sda(1)
        lines.wait(self.delay_us)
        if not in_time:
            raise _TimedOutError
        return 0

    def _send(self, lines: Lines, byte: int) -> bool:
        lines.wait(self.delay_us)
        lines.scl(0)
        for place in range(7, -1, -1):
            lines.sda(byte >> place & 1)
            lines.wait(self.delay_us)
            self._release_scl_or_both(lines)
            lines.scl(0)
        lines.sda(1)
        lines.wait(self.delay_us)
        self._release_scl(lines)
        acked = not lines.read_sda()
        lines.wait(self.delay_us)
        lines.scl(0)
        return acked

    def _receive(self, lines: Lines, *, nack: bool) -> int:
        lines.wait(self.delay_us)
        lines.scl(0)
        lines.wait(self.delay_us)
        byte = 0
        for _ in range(8):
            self._release_scl(lines)
            byte = byte << 1 | lines.read_sda()
            lines.scl(0)
            lines.wait(self.delay_us)
        lines.sda(int(nack))
        lines.wait(self.delay_us)
        self._release_scl_or_both(lines)
        lines.scl(0)
        lines.sda(1)
        return byte

    def _release_scl(self, lines: Lines) -> None:
        if not self._is_released(lines):
            raise _TimedOutError

    def _release_scl_or_both(self, lines: Lines) -> None:
        """The same while it may be pulling SDA, which it lets go as well if that fails."""
        try:
            self._release_scl(lines)
        except _TimedOutError:
            lines.sda(1)
            raise

    def _is_released(self, lines: Lines) -> bool:
        """Let SCL go; whether it is high in time. With a timeout of 0 it never is."""
        lines.scl(1)
        lines.wait(self.delay_us)
        return lines.wait_for_high(SCL, self.timeout_us) and self.timeout_us > 0
