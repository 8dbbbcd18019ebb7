"""Driver for the DS1307 (Maxim), a clock and calendar that goes on with a battery.

It has 56 bytes of memory besides, which the battery keeps as well.
"""

from machine import I2C
from micropython import const

_CONTROL = const(0x07)
_RAM = const(0x08)
_RAM_BYTES = const(56)
_HALT = const(0x80)
_TWELVE_HOURS = const(0x40)
_PM = const(0x20)

# Hertz, and what is written into the control register for it.
_SQUARE_WAVES = {0: 0x00, 1: 0x10, 4096: 0x11, 8192: 0x12, 32768: 0x13}


class DS1307:
    """A DS1307: `rtc.datetime()` as that of machine.RTC.

    Raises OSError if nothing answers at its address, which is always 0x68.
    """

    def __init__(self, i2c: I2C, addr: int = 0x68) -> None:
        self._i2c = i2c
        self._addr = addr
        self._time = bytearray(7)
        self._set = bytearray(8)
        self._one = bytearray(1)
        self.year = 2000
        self.month = 1
        self.day = 1
        self.weekday = 0
        self.hour = 0
        self.minute = 0
        self.second = 0
        try:
            i2c.readfrom_mem_into(addr, 0, self._time)
        except OSError as error:
            raise OSError(
                error.errno,
                f"no DS1307 at 0x{addr:02x}: check GND, SDA, SCL and its supply, which is 5 V; "
                "i2c.scan() lists who answers",
            ) from None

    def read(self) -> None:
        """Read the time into `year`, `month`, `day`, `weekday`, `hour`, `minute` and `second`.

        Allocates nothing. Monday is 0. Raises RuntimeError if what the chip has is no time.
        """
        time = self._time
        self._i2c.readfrom_mem_into(self._addr, 0, time)
        self.second = self._number(time[0] & 0x7F, 0, 59)
        self.minute = self._number(time[1], 0, 59)
        if time[2] & _TWELVE_HOURS:
            hour = self._number(time[2] & 0x1F, 1, 12) % 12
            self.hour = hour + 12 if time[2] & _PM else hour
        else:
            self.hour = self._number(time[2], 0, 23)
        self.weekday = self._number(time[3], 1, 7) - 1
        self.day = self._number(time[4], 1, 31)
        self.month = self._number(time[5], 1, 12)
        self.year = 2000 + self._number(time[6], 0, 99)

    def datetime(
        self, datetime: tuple[int, ...] | None = None
    ) -> tuple[int, int, int, int, int, int, int, int]:
        """The time: (year, month, day, weekday, hour, minute, second, 0); with a tuple: set it.

        Setting starts a clock that stood still. Years are 2000 to 2099, Monday is 0.
        """
        if datetime is not None:
            self._write(datetime)
        self.read()
        return (
            self.year,
            self.month,
            self.day,
            self.weekday,
            self.hour,
            self.minute,
            self.second,
            0,
        )

    def running(self) -> bool:
        """Whether it goes. Without a battery it stands still after power-on until it is set."""
        self._i2c.readfrom_mem_into(self._addr, 0, self._one)
        return not self._one[0] & _HALT

    def square_wave(self, freq: int, level: int = 1) -> None:
        """Put 1, 4096, 8192 or 32768 Hz on the pin SQW, or with 0 a steady `level`.

        SQW is an open drain: it needs a pull-up.
        """
        if freq not in _SQUARE_WAVES:
            raise ValueError("freq must be 0, 1, 4096, 8192 or 32768")
        value = _SQUARE_WAVES[freq] | (0x80 if level else 0)
        self._i2c.writeto(self._addr, bytes((_CONTROL, value)))

    def read_memory(self, start: int, buf: bytearray | memoryview) -> None:
        """Fill `buf` with what the memory has from byte `start` on. Allocates nothing."""
        self._check_memory(start, len(buf))
        self._i2c.readfrom_mem_into(self._addr, _RAM + start, buf)

    def write_memory(self, start: int, buf: bytes | bytearray | memoryview) -> None:
        """Write `buf` into the memory, from byte `start` on."""
        self._check_memory(start, len(buf))
        self._i2c.writeto_mem(self._addr, _RAM + start, buf)

    def _write(self, datetime: tuple[int, ...]) -> None:
        year, month, day, weekday, hour, minute, second = datetime[:7]
        if not (
            2000 <= year <= 2099
            and 1 <= month <= 12
            and 1 <= day <= 31
            and 0 <= weekday <= 6
            and 0 <= hour <= 23
            and 0 <= minute <= 59
            and 0 <= second <= 59
        ):
            raise ValueError("a time is (year from 2000, month, day, weekday 0-6, h, min, s, 0)")
        values = (second, minute, hour, weekday + 1, day, month, year - 2000)
        self._set[0] = 0
        for i in range(7):
            self._set[i + 1] = values[i] // 10 << 4 | values[i] % 10
        self._i2c.writeto(self._addr, self._set)

    def _number(self, bcd: int, low: int, high: int) -> int:
        value = (bcd >> 4) * 10 + (bcd & 0x0F)
        if bcd & 0x0F > 9 or not low <= value <= high:
            raise RuntimeError(
                f"the chip at 0x{self._addr:02x} has no time in its registers: set it with "
                "datetime(...); if that does not help it is no DS1307"
            )
        return value

    def _check_memory(self, start: int, count: int) -> None:
        if start < 0 or start + count > _RAM_BYTES:
            raise ValueError("the memory has the bytes 0 to 55")
