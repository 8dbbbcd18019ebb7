"""Driver for the LM75 and its kin (LM75A, LM75B, PCT2075): a thermometer with an alarm pin.

A plain LM75 gives half degrees, the others eighths; all put them at the left of two bytes.
"""

from machine import I2C
from micropython import const

_TEMPERATURE = const(0)
_CONFIGURATION = const(1)
_LOWER = const(2)
_UPPER = const(3)
_SHUTDOWN = const(0x01)
_INTERRUPT = const(0x02)
_ACTIVE_HIGH = const(0x04)


class LM75:
    """An LM75: `lm.measure()`, then `lm.temperature()`.

    It measures about ten times a second by itself, so nothing waits. addr: 0x48 to 0x4f, by the
    pins A0 to A2. Raises OSError if nothing answers.
    """

    def __init__(self, i2c: I2C, addr: int = 0x48) -> None:
        self._i2c = i2c
        self._addr = addr
        self._two = bytearray(2)
        self._command = bytearray(2)
        self._limit = bytearray(3)
        self.eighths = 0
        try:
            self.measure()
        except OSError as error:
            raise OSError(
                error.errno,
                f"no LM75 at 0x{addr:02x}: check VCC, GND, SDA, SCL and A0 to A2, which make the "
                "address; i2c.scan() lists who answers",
            ) from None

    def measure(self) -> None:
        """Read the temperature; afterwards `eighths` has it in 0.125 degrees. Allocates nothing."""
        two = self._two
        self._i2c.readfrom_mem_into(self._addr, _TEMPERATURE, two)
        value = two[0] << 3 | two[1] >> 5
        self.eighths = value - 2048 if value & 0x400 else value

    def temperature(self) -> float:
        """The temperature when it was read last, in degrees Celsius."""
        return self.eighths / 8

    def alarm(
        self, above: float, until: float, active_high: bool = False, latched: bool = False
    ) -> None:
        """Switch the pin OS on `above` so many degrees, and off again below `until`.

        latched: it stays on until somebody reads the temperature (the data sheet's interrupt mode).
        OS is an open drain: with active_high=False it is low while it is on, and needs a pull-up.
        """
        if not -55 <= until < above <= 125:
            raise ValueError("until must be below above, both from -55 to 125 degrees")
        self._write_limit(_LOWER, until)
        self._write_limit(_UPPER, above)
        self._configure(_INTERRUPT, latched)
        self._configure(_ACTIVE_HIGH, active_high)

    def shutdown(self, on: bool = True) -> None:
        """Stop measuring, which saves power: the last value stays. on=False: measure again."""
        self._configure(_SHUTDOWN, on)

    def _configure(self, bit: int, on: bool) -> None:
        command = self._command
        two = self._two
        self._i2c.readfrom_mem_into(self._addr, _CONFIGURATION, two)
        command[0] = _CONFIGURATION
        command[1] = two[0] | bit if on else two[0] & ~bit
        self._i2c.writeto(self._addr, command)

    def _write_limit(self, register: int, degrees: float) -> None:
        halves = round(degrees * 2)
        self._limit[0] = register
        self._limit[1] = halves >> 1 & 0xFF
        self._limit[2] = halves << 7 & 0x80
        self._i2c.writeto(self._addr, self._limit)
