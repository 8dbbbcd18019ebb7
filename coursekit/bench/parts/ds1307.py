"""A DS1307, `wokwi-ds1307`: a clock with a battery, and 56 bytes of RAM.

Registers as in Maxim's data sheet 19-5629 (64 x 8, Serial, I2C Real-Time Clock). The module is a
Tiny RTC: resistors from SDA and SCL to its 5 V pin, none on SQW, a lithium cell.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from coursekit.bench.errors import BenchError
from coursekit.bench.parts.base import part_type
from coursekit.bench.parts.bcd_clock import CENTURY, HOURS, SECONDS, advance, decode, encode
from coursekit.bench.parts.i2c_chip import SINK_OHMS, RegisterChip

if TYPE_CHECKING:
    from coursekit.bench.bench import Bench
    from coursekit.bench.diagram import PartSpec
    from coursekit.bench.events import Event
    from coursekit.bench.netlist import Netlist

ADDRESS = 0x68
CONTROL, RAM, END = 0x07, 0x08, 0x40

HALT = 0x80
"""CH, in the seconds: the oscillator stands still."""

OUT, SQWE, RATE = 0x80, 0x10, 0x03
"""Bits of the control register."""

RATES_HZ = (1, 4096, 8192, 32_768)

MASKS = (0xFF, 0x7F, 0x7F, 0x07, 0x3F, 0x1F, 0xFF, OUT | SQWE | RATE)
"""The bits that there are, by register (table 2)."""

FIRST_POWER = bytes((HALT, 0, 0, 1, 1, 1, 0)), 0x03
"""Time and control register when power comes for the first time: 1 January 2000, halted."""

BATTERY_V = 3.0
POWER_FAIL = 1.25
"""Below so many times the battery's voltage it keeps the time, but answers nobody."""

SECOND_US = 1_000_000


@part_type("wokwi-ds1307")
class Ds1307(RegisterChip):
    """A clock that goes on with board time, and without power as long as it has its battery.

    Attributes: initTime, as "2026-03-29T01:59:30" (a zone behind it is not looked at), "now" for
    the computer's time, "0" or nothing for 2000-01-01, so that a bench run twice runs the same;
    battery, "0" for an empty holder: then it starts halted, as the data sheet says, and forgets
    everything when the power goes.

    A nonsensical time (month 0, 45 o'clock) is kept as it was written until the next second, and
    then becomes the nearest legal one; the data sheet leaves that open. SQW shows 1 Hz, low for
    the first half of each second. Edges of 4 kHz and more are not simulated: the pin stays high,
    and the bench says so.
    """

    pins = ("GND", "5V", "SDA", "SCL", "SQW")
    needs = (("5V",), ("GND",), ("SDA",), ("SCL",))
    noun = "clock DS1307"
    plus, supply = "5V", "VBUS"
    pullup_ohms = 3300
    pointer_bits = 6

    def __init__(self, spec: PartSpec) -> None:
        super().__init__(spec)
        battery = spec.attrs.get("battery", "1")
        if battery not in ("0", "1"):
            raise ValueError(f'battery must be "0" or "1", not {battery!r}.')
        self.battery = battery == "1"
        begin = parse_time(spec.attrs.get("initTime", "0"))
        self._time, self._ram, self._control, self._anchor_us = bytearray(), bytearray(), 0, 0
        self._forget(0)
        if self.battery:
            self._time = encode(begin)
        self._shown = bytes(self._time)
        self._sqw_control = -1
        self._sqw_wired = False
        self._event: Event | None = None

    # -- its place on the bench --------------------------------------------------------------

    def build(self, netlist: Netlist) -> None:
        super().build(netlist)
        self._sqw_control = netlist.add_control(0.0)
        netlist.add_sink(self.id, "SQW", self.minus, self._sqw_control, SINK_OHMS)

    def is_fed(self, bench: Bench) -> bool:
        if not super().is_fed(bench):
            return False
        volts = bench.netlist.net(self.id, self.plus).volts or 0.0
        if not self.battery or volts >= POWER_FAIL * BATTERY_V:
            return True
        bench.fault(
            "supply too low",
            self.id,
            f"{self.id} does not answer: it gets {volts:.1f} V on {self.plus}, and a DS1307 wants "
            "4.5 to 5.5 V. It takes less for a power failure and saves its battery. Wire "
            f"{self.plus} to VBUS.",
        )
        return False

    def connect(self, bench: Bench) -> None:
        self._sqw_wired = bench.netlist.is_wired(self.id, "SQW")
        super().connect(bench)
        self._settle(bench.now_us)

    def on_power(self, t_us: int) -> None:
        super().on_power(t_us)
        if not self.battery:
            self._forget(t_us)
        self._settle(t_us)

    def on_power_lost(self, t_us: int) -> None:
        self._settle(t_us)

    # -- people ------------------------------------------------------------------------------

    @property
    def time(self) -> datetime:
        """What it shows now."""
        with self.bench.lock:
            return decode(self._at(self.bench.present_us()))

    def set_time(self, time: datetime | Sequence[int]) -> None:
        """Set the clock and let it run, now: a datetime, or (year, month, day, hour, ...)."""
        with self.bench.lock:
            self.do_set_time(self.bench.present_us(), time)

    def do_set_time(self, t_us: int, time: datetime | Sequence[int]) -> None:
        """Set the clock at `t_us`. Raises BenchError for a time that there is not."""
        try:
            moment = time if isinstance(time, datetime) else _datetime(*time)
        except (TypeError, ValueError) as error:
            raise BenchError(
                f"{self.id}: {time!r} is no time ({error}). "
                "Give year, month, day, hour, minute, second."
            ) from None
        if not CENTURY <= moment.year < CENTURY + 100:
            raise BenchError(f"{self.id} knows the years 2000 to 2099, not {moment.year}.")
        self._time = encode(moment, self._time[HOURS])
        self._anchor_us = t_us
        self._settle(t_us)

    def state(self) -> dict[str, Any]:
        return {"time": self.time.isoformat(sep=" "), "running": not self._time[SECONDS] & HALT}

    # -- on the bus --------------------------------------------------------------------------

    def addresses(self) -> tuple[int, ...]:
        return (ADDRESS,)

    def on_address(self, t_us: int, address: int, *, read: bool) -> bool:
        # The time that is read is that of the START, so that it cannot change half-way.
        self._shown = bytes(self._at(t_us))
        return super().on_address(t_us, address, read=read)

    def read_register(self, t_us: int, register: int) -> int:
        if register < CONTROL:
            return self._shown[register]
        return self._control if register == CONTROL else self._ram[register - RAM]

    def write_register(self, t_us: int, register: int, value: int) -> bool:
        if register >= RAM:
            self._ram[register - RAM] = value
            return True
        value &= MASKS[register]
        if register == CONTROL:
            self._control = value
        else:
            self._go_on(t_us)
            self._time[register] = value
            if register == SECONDS:  # resets the countdown chain
                self._anchor_us = t_us
        self._settle(t_us)
        return True

    # -- inside: the time --------------------------------------------------------------------

    def _forget(self, t_us: int) -> None:
        self._time, self._control = bytearray(FIRST_POWER[0]), FIRST_POWER[1]
        self._ram = bytearray(random.Random(f"{self.id} {t_us}").randbytes(END - RAM))
        self._anchor_us = t_us  # when the second in `_time` began

    def _seconds(self, t_us: int) -> int:
        """How many seconds have begun since that in `_time`."""
        if self._time[SECONDS] & HALT:
            return 0
        return max(int(t_us - self._anchor_us) // SECOND_US, 0)

    def _at(self, t_us: int) -> bytearray:
        return advance(self._time, self._seconds(t_us))

    def _go_on(self, t_us: int) -> None:
        seconds = self._seconds(t_us)
        self._time = advance(self._time, seconds)
        self._anchor_us += seconds * SECOND_US

    # -- inside: SQW -------------------------------------------------------------------------

    def _settle(self, t_us: int) -> None:
        """Put SQW right, and wake the bench at its next edge."""
        if self._event is not None:
            self._event.cancel()
            self._event = None
        if self._bench is None or not self._sqw_wired:
            return
        low, until_us = self._sqw(t_us)
        if until_us is not None:
            self._event = self.bench.schedule(until_us, self._settle)
        if self.bench.control(self._sqw_control) != float(low):
            self.bench.set_control(self._sqw_control, float(low), t_us)

    def _sqw(self, t_us: int) -> tuple[bool, int | None]:
        """Whether SQW is pulled low, and until when; None as long as nobody changes it."""
        if not (self.powered or self.battery):
            return False, None
        if not self._control & SQWE:
            return not self._control & OUT, None
        if self._time[SECONDS] & HALT:
            return False, None
        rate = RATES_HZ[self._control & RATE]
        if rate > 1:
            self.bench.fault(
                "square wave",
                self.id,
                f"{self.id} is told to give {rate} Hz at SQW. This bench shows 1 Hz only: the "
                "pin stays high.",
            )
            return False, None
        halves = int(t_us - self._anchor_us) // (SECOND_US // 2)
        return halves % 2 == 0, self._anchor_us + (halves + 1) * (SECOND_US // 2)


def _datetime(
    year: int, month: int, day: int, hour: int = 0, minute: int = 0, second: int = 0
) -> datetime:
    return datetime(year, month, day, hour, minute, second)


def parse_time(text: str) -> datetime:
    """Wokwi's attribute initTime. Raises ValueError."""
    if text in ("", "0"):
        return datetime(CENTURY, 1, 1)
    if text == "now":
        return datetime.now().replace(microsecond=0)
    try:
        found = datetime.fromisoformat(text.removesuffix("Z")).replace(tzinfo=None)
    except ValueError:
        found = datetime(1, 1, 1)
    if not CENTURY <= found.year < CENTURY + 100:
        raise ValueError(
            'initTime must be "now", "0", or a time from 2000 to 2099 as '
            f'"2026-03-29T01:59:30", not {text!r}.'
        )
    return found
