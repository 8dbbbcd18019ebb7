"""An LM75, `coursekit-lm75`: a thermometer with a thermostat's output and a choice of addresses.

Registers and times as in TI's data sheet SNIS153B (LM75B); where that is silent, NXP's LM75B,
revision 6.1. It is a bare chip: SDA, SCL and OS need resistors to the supply.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, ClassVar

from coursekit.bench.parts.base import part_type
from coursekit.bench.parts.i2c_chip import SINK_OHMS, I2CChip
from coursekit.bench.parts.quantity import Quantity, Sensing
from coursekit.bench.parts.strap import Strap

if TYPE_CHECKING:
    from coursekit.bench.bench import Bench
    from coursekit.bench.diagram import PartSpec
    from coursekit.bench.events import Event
    from coursekit.bench.netlist import Netlist

ADDRESS = 0x48
"""With A2, A1 and A0 as its lowest bits."""

TEMP, CONF, THYST, TOS = range(4)
"""What the pointer register selects."""

SHUTDOWN, INTERRUPT, ACTIVE_HIGH = 0x01, 0x02, 0x04
"""Bits of the configuration register; bits 4:3 are the fault queue, 7:5 stay 0."""

QUEUE = (1, 2, 4, 6)
"""How many conversions in a row must agree before OS changes."""

CONVERSION_US = 100_000
"""Typical; one follows the other."""

HALVES_AT_RESET = {THYST: 2 * 75, TOS: 2 * 80}


def to_halves(celsius: float) -> int:
    """The nearest half degree, as a number of halves: 9 bits, two's complement."""
    return min(max(round(2 * celsius), -256), 255)


def to_bytes(halves: int) -> bytes:
    """A temperature register: the 9 bits stand at its left end, high byte first."""
    return (halves << 7 & 0xFFFF).to_bytes(2, "big")


def from_bytes(raw: bytes) -> int:
    """The number of half degrees in a temperature register; its lowest 7 bits do not count."""
    return int.from_bytes(raw, "big", signed=True) >> 7


@dataclass
class Watchdog:
    """What decides about OS at the end of each conversion."""

    active: bool = False
    fallen: bool = True
    """In interrupt mode: whether it waits for T_OS, else for T_HYST."""
    faults: int = 0

    def compare(self, halves: int, limits: dict[int, int], config: int) -> None:
        """A conversion has ended with this temperature."""
        interrupt = bool(config & INTERRUPT)
        if interrupt and self.active:
            return  # until a register is read
        rises = self.fallen if interrupt else not self.active
        fault = halves > limits[TOS] if rises else halves < limits[THYST]
        self.faults = self.faults + 1 if fault else 0
        if self.faults >= QUEUE[config >> 3 & 3]:
            self.faults = 0
            self.active = rises or interrupt
            self.fallen = not rises


@part_type("coursekit-lm75")
class Lm75(Sensing, I2CChip):
    """A thermometer in steps of half a degree, from -55 to 125 °C.

    It converts all the time; a read gives the conversion that ended last, of the temperature at
    its end. After a power cut the first one ends 100 ms later, and until then it says 0 °C; at the
    bench's start it has had that time while the board started. A set point changes when both of
    its bytes have come. An address pin that nothing is wired to counts as 0.
    """

    pins = ("SDA", "SCL", "OS", "GND", "A2", "A1", "A0", "VCC")
    needs = (("VCC",), ("GND",), ("SCL",), ("SDA",), ("A0",), ("A1",), ("A2",))
    noun = "thermometer LM75"
    quantities: ClassVar[dict[str, Quantity]] = {
        "temperature_c": Quantity("°C", -55, 125, 24.0, attr="temperature"),
    }

    def __init__(self, spec: PartSpec) -> None:
        super().__init__(spec)
        self._straps = [Strap(self.id, pin) for pin in ("A0", "A1", "A2")]
        self._felt = self.sensed["temperature_c"]
        self._os_control = -1
        self._os_wired = False
        self._event: Event | None = None
        self._reset(0)

    # -- its place on the bench --------------------------------------------------------------

    def build(self, netlist: Netlist) -> None:
        super().build(netlist)
        self._os_control = netlist.add_control(0.0)
        netlist.add_sink(self.id, "OS", self.minus, self._os_control, SINK_OHMS)

    def connect(self, bench: Bench) -> None:
        for strap in self._straps:
            strap.connect(bench)
        self._os_wired = bench.netlist.is_wired(self.id, "OS")
        super().connect(bench)
        self._settle(bench.now_us)

    def state(self) -> dict[str, Any]:
        if self._bench is not None:
            self._catch_up(self._bench.present_us())
        return {**self.sensed, "os": self._watchdog.active}

    def on_sensed(self, t_us: int) -> None:
        self._catch_up(t_us)
        self._felt = self.sensed["temperature_c"]
        self._settle(t_us)

    def on_power(self, t_us: int) -> None:
        self._reset(t_us)
        self._settle(t_us)

    def on_power_lost(self, t_us: int) -> None:
        self._reset(t_us)
        self._settle(t_us)

    # -- on the bus --------------------------------------------------------------------------

    def addresses(self) -> tuple[int, ...]:
        bits = sum(strap.level << place for place, strap in enumerate(self._straps))
        return (ADDRESS | bits,)

    def on_address(self, t_us: int, address: int, *, read: bool) -> bool:
        self._bytes = 0
        return True

    def on_write(self, t_us: int, byte: int) -> bool:
        self._catch_up(t_us)
        self._bytes += 1
        if self._bytes == 1:
            self._pointer = byte & 3
        elif self._pointer == CONF:
            self._configure(t_us, byte & 0x1F)
        elif self._pointer in self._limits:
            if self._bytes % 2 == 0:
                self._high_byte = byte
            else:
                self._limits[self._pointer] = from_bytes(bytes((self._high_byte, byte)))
        self._settle(t_us)
        return True

    def on_read(self, t_us: int) -> int:
        self._catch_up(t_us)
        if self._watchdog.active and self._config & INTERRUPT:
            self._watchdog.active = False  # reading any register does that
            self._settle(t_us)
        if self._pointer == CONF:
            return self._config
        if self._bytes % 2 == 0:
            self._shown = to_bytes(self._limits.get(self._pointer, self._halves))
        self._bytes += 1
        return self._shown[(self._bytes - 1) % 2]

    # -- inside ------------------------------------------------------------------------------

    def _reset(self, t_us: int) -> None:
        self._begun_us, self._conversions = t_us, 0
        self._halves = 0 if t_us else to_halves(self._felt)
        self._pointer, self._config, self._limits = TEMP, 0, dict(HALVES_AT_RESET)
        self._watchdog = Watchdog()
        self._shown, self._bytes, self._high_byte = b"", 0, 0

    def _configure(self, t_us: int, config: int) -> None:
        changed, self._config = config ^ self._config, config
        if changed & SHUTDOWN:
            self._begun_us, self._conversions = t_us, 0
            self._watchdog.faults = 0
            if config & SHUTDOWN and config & INTERRUPT:
                self._watchdog.active = False
        if changed & INTERRUPT:
            self._watchdog.faults = 0
            self._watchdog.fallen = not self._watchdog.active

    def _catch_up(self, t_us: int) -> None:
        """All conversions that have ended by now, of the temperature that it feels so far."""
        if self._config & SHUTDOWN:
            return
        ended = max((t_us - self._begun_us) // CONVERSION_US, self._conversions)
        fresh, self._conversions = ended - self._conversions, ended
        if fresh:
            self._halves = to_halves(self._felt)
        # With T_OS below T_HYST the output swings, once in 2, 4, 8 or 12 conversions.
        for _ in range(fresh if fresh < 48 else 24 + fresh % 24):
            self._watchdog.compare(self._halves, self._limits, self._config)

    def _settle(self, t_us: int) -> None:
        """Put the output right, and wake the bench when a conversion will change it."""
        if self._bench is None or not self._os_wired:
            return
        low = self.powered and self._watchdog.active != bool(self._config & ACTIVE_HIGH)
        if self.bench.control(self._os_control) != float(low):
            self.bench.set_control(self._os_control, float(low), t_us)
        if self._event is not None:
            self._event.cancel()
            self._event = None
        if self.powered and not self._config & SHUTDOWN:
            after = self._conversions_to_change()
            if after:
                due_us = self._begun_us + (self._conversions + after) * CONVERSION_US
                self._event = self.bench.schedule(due_us, self._on_change)

    def _conversions_to_change(self) -> int:
        """After how many conversions OS will change if the temperature stays; 0 for never."""
        trial, halves = replace(self._watchdog), to_halves(self._felt)
        for number in range(1, QUEUE[-1] + 1):
            trial.compare(halves, self._limits, self._config)
            if trial.active != self._watchdog.active:
                return number
        return 0

    def _on_change(self, t_us: int) -> None:
        self._event = None
        self._catch_up(t_us)
        self._settle(t_us)
