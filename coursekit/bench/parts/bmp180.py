"""A BMP180, `board-bmp180`: air pressure and temperature.

Registers and times as in Bosch's data sheet BST-BMP180-DS000-09 (revision 2.5), whose sections are
named below. The module is a GY-68: pull-up resistors, and a supply on VCC or on 3.3V.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from coursekit.bench.parts.base import part_type
from coursekit.bench.parts.bmp180_sums import EXAMPLE, b5_of, up_for, ut_for
from coursekit.bench.parts.i2c_chip import RegisterChip
from coursekit.bench.parts.quantity import Quantity, Sensing

if TYPE_CHECKING:
    from coursekit.bench.bench import Bench
    from coursekit.bench.diagram import PartSpec
    from coursekit.bench.netlist import Net, Netlist

ADDRESS = 0x77
"""Section 5.2: 0xEE to write, 0xEF to read."""

CALIBRATION, CALIBRATION_END = 0xAA, 0xC0
CHIP_ID = 0xD0
SOFT_RESET = 0xE0
CTRL_MEAS = 0xF4
OUT_MSB, OUT_XLSB = 0xF6, 0xF8
"""Registers, section 4."""

ID = 0x55
RESET_WORD = 0xB6
SCO = 0x20
"""Start of conversion: reads 1 while one is under way."""

TEMPERATURE, PRESSURE = 0x0E, 0x14
"""Bits 4:0 of 0x2E and 0x34."""

TEMPERATURE_US = 4_000
PRESSURE_US = (4_000, 7_000, 13_000, 25_000)
"""How long a conversion takes, by oversampling: half a millisecond less than the longest that the
data sheet allows (section 5.3; 3 to 17 ms is typical). Many drivers wait with `time.sleep(0.0045)`,
which on an rp2 is 4 ms, because it drops what is less than a millisecond."""

STARTUP_US = 10_000
"""From power-on until it can be talked to (section 1)."""

_OUT_AT_RESET = 0x800000
_WORDS = EXAMPLE.to_bytes()


@part_type("board-bmp180")
class Bmp180(Sensing, RegisterChip):
    """A barometer. It measures when told to, and takes its time.

    A conversion takes in the air as it was when it was started. What is read before it is done
    is the value before it. A new command gives up a conversion that is under way; the data sheet
    does not say what becomes of it. There is no noise: the same air gives the same values.
    Registers that the data sheet does not list read 0, and writing to one that cannot be written
    is acknowledged and changes nothing.
    """

    pins = ("VCC", "3.3V", "GND", "SCL", "SDA")
    needs = (("VCC", "3.3V"), ("GND",), ("SCL",), ("SDA",))
    noun = "barometer BMP180"
    pullup_ohms = 4700
    regulated = True
    quantities: ClassVar[dict[str, Quantity]] = {
        "temperature_c": Quantity("°C", -40, 85, 24.0, attr="temperature"),
        "pressure_pa": Quantity("Pa", 30_000, 110_000, 101_325.0, attr="pressure"),
    }

    def __init__(self, spec: PartSpec) -> None:
        super().__init__(spec)
        self._ready_us = 0
        self._reset()

    def addresses(self) -> tuple[int, ...]:
        return (ADDRESS,)

    def is_fed(self, bench: Bench) -> bool:
        inner = bench.netlist.is_wired(self.id, "3.3V")
        return bench.is_powered(self.id, "3.3V" if inner else self.plus, self.minus)

    def pullup_net(self, netlist: Netlist) -> Net:
        inner = netlist.is_wired(self.id, "3.3V")
        return netlist.net(self.id, "3.3V") if inner else super().pullup_net(netlist)

    def on_power(self, t_us: int) -> None:
        # A board that starts together with the bench takes longer to start than this chip.
        super().on_power(t_us)
        self._ready_us = t_us + STARTUP_US if t_us else 0
        self._reset()

    def on_address(self, t_us: int, address: int, *, read: bool) -> bool:
        return t_us >= self._ready_us and super().on_address(t_us, address, read=read)

    def read_register(self, t_us: int, register: int) -> int:
        self._finish(t_us)
        if CALIBRATION <= register < CALIBRATION_END:
            return _WORDS[register - CALIBRATION]
        if OUT_MSB <= register <= OUT_XLSB:
            return self._out >> 8 * (OUT_XLSB - register) & 0xFF
        return {CHIP_ID: ID, CTRL_MEAS: self._control}.get(register, 0)

    def write_register(self, t_us: int, register: int, value: int) -> bool:
        if register == CTRL_MEAS:
            self._command(t_us, value)
        elif register == SOFT_RESET and value == RESET_WORD:
            self.on_power(t_us)
        return True

    def state(self) -> dict[str, Any]:
        return dict(self.sensed)

    def _reset(self) -> None:
        self._control = 0
        self._out = self._result = _OUT_AT_RESET
        self._done_us: int | None = None

    def _finish(self, t_us: int) -> None:
        """A conversion that is done by now puts its result into the registers."""
        if self._done_us is not None and t_us >= self._done_us:
            self._done_us = None
            self._out = self._result
            self._control &= ~SCO

    def _command(self, t_us: int, value: int) -> None:
        self._finish(t_us)
        self._done_us = None
        self._control = value & ~SCO
        if not value & SCO:
            return
        oss = value >> 6
        ut = ut_for(self.sensed["temperature_c"])
        if value & 0x1F == TEMPERATURE:
            self._done_us, self._result = t_us + TEMPERATURE_US, ut << 8
        elif value & 0x1F == PRESSURE:
            up = up_for(self.sensed["pressure_pa"], oss, b5_of(ut))
            self._done_us, self._result = t_us + PRESSURE_US[oss], up << (8 - oss)
        if self._done_us is not None:
            self._control |= SCO
