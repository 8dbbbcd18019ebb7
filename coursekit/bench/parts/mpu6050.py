"""An MPU-6050, `wokwi-mpu6050`: acceleration, rotation and temperature on three axes.

Each register as in InvenSense's RM-MPU-6000A-00 revision 4.2. The module is a GY-521: pull-up
resistors on SDA and SCL, and a pull-down on AD0. Not simulated: the auxiliary bus (XDA, XCL), the
filter's delay, the answer to the self-test bits (SELF_TEST_X to _A hold 0, which section 4.1 calls
a factory trim of 0), the motion processor and the 30 ms that the gyroscope takes to start.
"""

from __future__ import annotations

from math import cos, radians, sin
from typing import TYPE_CHECKING, Any, ClassVar

from coursekit.bench.errors import BenchError
from coursekit.bench.parts import mpu6050_map as reg
from coursekit.bench.parts.base import part_type
from coursekit.bench.parts.i2c_chip import RegisterChip
from coursekit.bench.parts.output import Output
from coursekit.bench.parts.quantity import Quantity, Sensing
from coursekit.bench.parts.sample_buffer import SampleBuffer
from coursekit.bench.parts.strap import Strap

if TYPE_CHECKING:
    from coursekit.bench.bench import Bench
    from coursekit.bench.diagram import PartSpec
    from coursekit.bench.events import Event
    from coursekit.bench.netlist import Netlist

ACCEL = ("accel_x_g", "accel_y_g", "accel_z_g")
GYRO = ("gyro_x_dps", "gyro_y_dps", "gyro_z_dps")
LSB_PER_G = (16384, 8192, 4096, 2048)
"""By AFS_SEL (section 4.17)."""
LSB_PER_DPS = (131.0, 65.5, 32.8, 16.4)
"""By FS_SEL (section 4.19)."""
WAKE_US = (800_000, 200_000, 50_000, 25_000)
"""In cycle mode, by LP_WAKE_CTRL: 1.25, 5, 20 and 40 samples a second (section 4.29)."""
FIFO_BYTES = 1024
INT_PULSE_US = 50
_DATA_BYTES = 14


def temperature_raw(celsius: float) -> int:
    """TEMP_OUT for a temperature: degrees are TEMP_OUT / 340 + 36.53 (section 4.18)."""
    return _int16((celsius - 36.53) * 340)


def _int16(value: float) -> int:
    return min(max(round(value), -0x8000), 0x7FFF)


@part_type("wokwi-mpu6050")
class Mpu6050(Sensing, RegisterChip):
    """Accelerometer, gyroscope and thermometer, sampled together at the sample rate."""

    pins = ("INT", "AD0", "XCL", "XDA", "SDA", "SCL", "GND", "VCC")
    needs = (("VCC",), ("GND",), ("SDA",), ("SCL",))
    noun = "motion sensor MPU6050"
    pullup_ohms = 4700
    regulated = True
    quantities: ClassVar[dict[str, Quantity]] = {
        **{
            name: Quantity("g", -16, 16, 1.0 if name == "accel_z_g" else 0.0, f"accel{axis}")
            for name, axis in zip(ACCEL, "XYZ", strict=True)
        },
        **{
            name: Quantity("°/s", -2000, 2000, 0.0, f"rotation{axis}")
            for name, axis in zip(GYRO, "XYZ", strict=True)
        },
        "temperature_c": Quantity("°C", -40, 85, 24.0, "temperature"),
    }

    def __init__(self, spec: PartSpec) -> None:
        super().__init__(spec)
        self._ad0 = Strap(self.id, "AD0")
        self._felt = dict(self.sensed)
        self._fifo = SampleBuffer(FIFO_BYTES)
        self._int_wired = False
        self._int_event: Event | None = None
        self._int_off: Event | None = None
        self._reset(0)

    # -- what people do to it ----------------------------------------------------------------

    def tilt(self, roll_deg: float = 0.0, pitch_deg: float = 0.0) -> None:
        """Lay it down tilted, now: gravity alone acts on it, and it does not turn.

        Roll is about the x axis, pitch about the y axis: roll = atan2(y, z) and
        pitch = atan2(-x, sqrt(y*y + z*z)) of the acceleration give them back.
        """
        with self.bench.lock:
            self.do_tilt(self.bench.present_us(), roll_deg, pitch_deg)

    def do_tilt(self, t_us: int, roll_deg: float, pitch_deg: float) -> None:
        """Lay it down tilted at `t_us`. Angles in degrees, -360..360."""
        for angle in (roll_deg, pitch_deg):
            if not -360 <= angle <= 360:
                raise BenchError(f"{self.id} tilts by -360 to 360 degrees, not by {angle}.")
        roll, pitch = radians(roll_deg), radians(pitch_deg)
        gravity = (-sin(pitch), sin(roll) * cos(pitch), cos(roll) * cos(pitch))
        values = {name: round(g, 6) + 0.0 for name, g in zip(ACCEL, gravity, strict=True)}
        values |= dict.fromkeys(GYRO, 0.0)
        self.do_set(t_us, **{name: g for name, g in values.items() if g != self.sensed[name]})

    def on_sensed(self, t_us: int) -> None:
        self._update(t_us)  # what was sampled up to now was sampled of the old values
        self._felt = dict(self.sensed)

    def state(self) -> dict[str, Any]:
        return {**super().state(), **self.sensed, "asleep": self._asleep}

    # -- on the bus --------------------------------------------------------------------------

    def addresses(self) -> tuple[int, ...]:
        return (0x69,) if self._ad0.level else (0x68,)

    def on_power(self, t_us: int) -> None:
        super().on_power(t_us)
        self._reset(t_us)

    def on_power_lost(self, t_us: int) -> None:
        self._plan_int(t_us)
        self._set_int(t_us, active=False)

    def on_address(self, t_us: int, address: int, *, read: bool) -> bool:
        # While a transfer lasts the readable copy of a sample stays as it is (section 4.17).
        self._update(t_us)
        self._shown = self._data
        return super().on_address(t_us, address, read=read)

    def next_register(self, register: int) -> int:
        return register if register == reg.FIFO_R_W else (register + 1) & 0xFF

    def read_register(self, t_us: int, register: int) -> int:
        self._update(t_us)
        value = self._read(register)
        clears = self._registers[reg.INT_PIN_CFG] & reg.INT_RD_CLEAR
        if clears or register == reg.INT_STATUS:
            self._status = 0
            self._drop_latch(t_us)
        return value

    def write_register(self, t_us: int, register: int, value: int) -> bool:
        self._update(t_us)
        if register == reg.PWR_MGMT_1 and value & reg.DEVICE_RESET:
            self._reset(t_us)
            return True
        if register == reg.FIFO_R_W and self._fifo_on:
            self._fifo.add(bytes([value]))
        elif register == reg.USER_CTRL:
            if value & reg.FIFO_RESET and not value & reg.FIFO_ON:
                self._fifo.clear()
            if value & reg.SIG_COND_RESET:
                self._data = bytes(_DATA_BYTES)
        elif register == reg.SIGNAL_PATH_RESET and value & 7:
            self._data = bytes(_DATA_BYTES)
        mask = reg.WRITABLE.get(register, 0)
        if mask:
            before, self._registers[register] = self._registers[register], value & mask
            rhythmic = register in (reg.SMPLRT_DIV, reg.CONFIG, reg.PWR_MGMT_1, reg.PWR_MGMT_2)
            if rhythmic and before != value & mask:
                self._begin(t_us)
            if register in (reg.INT_PIN_CFG, reg.INT_ENABLE) or rhythmic:
                self._drop_latch(t_us)
        return True

    # -- inside: registers -------------------------------------------------------------------

    def _read(self, register: int) -> int:
        if reg.ACCEL_XOUT_H <= register <= reg.GYRO_ZOUT_L:
            return self._shown[register - reg.ACCEL_XOUT_H]
        match register:
            case reg.INT_STATUS:
                return self._status
            case reg.FIFO_COUNTH:  # the pair stands still from here on
                self._count = len(self._fifo)
                return self._count >> 8
            case reg.FIFO_COUNTL:
                return self._count & 0xFF
            case reg.FIFO_R_W:
                return self._fifo.take() if self._fifo_on else self._fifo.last
        return self._registers[register]

    def _reset(self, t_us: int) -> None:
        self._registers = bytearray(256)
        for register, value in reg.RESET.items():
            self._registers[register] = value
        self._data = self._shown = bytes(_DATA_BYTES)
        self._status = self._count = 0
        self._fifo.clear()
        self._begin(t_us)
        self._set_int(t_us, active=False)

    @property
    def _asleep(self) -> bool:
        return bool(self._registers[reg.PWR_MGMT_1] & reg.SLEEP)

    @property
    def _fifo_on(self) -> bool:
        return bool(self._registers[reg.USER_CTRL] & reg.FIFO_ON)

    # -- inside: samples ---------------------------------------------------------------------

    def _period_us(self) -> int:
        """The time from sample to sample (sections 4.2 and 4.3): 8 kHz without filter, else 1."""
        if self._registers[reg.PWR_MGMT_1] & reg.CYCLE:
            return WAKE_US[self._registers[reg.PWR_MGMT_2] >> 6]
        unfiltered = self._registers[reg.CONFIG] & 7 in (0, 7)
        return (125 if unfiltered else 1000) * (1 + self._registers[reg.SMPLRT_DIV])

    def _begin(self, t_us: int) -> None:
        """The rhythm starts anew: the first sample comes a whole period from now."""
        self._begun_us, self._samples = t_us, 0
        self._period = self._period_us()
        self._plan_int(t_us)

    def _update(self, t_us: int) -> None:
        """Take all the samples that were due by `t_us`; they are of what it feels since then."""
        if self._asleep:
            return
        due = max((t_us - self._begun_us) // self._period, self._samples)
        fresh, self._samples = due - self._samples, due
        if not fresh:
            return
        self._data = self._sample()
        self._status |= reg.DATA_RDY
        record = self._record()
        if self._fifo_on and record and self._fifo.add(record, fresh):
            self._status |= reg.FIFO_OFLOW

    def _sample(self) -> bytes:
        """The fourteen data registers; an axis in standby keeps what it had."""
        low_power = self._registers[reg.PWR_MGMT_1]
        standby = self._registers[reg.PWR_MGMT_2]
        per_g = LSB_PER_G[self._registers[reg.ACCEL_CONFIG] >> 3 & 3]
        per_dps = LSB_PER_DPS[self._registers[reg.GYRO_CONFIG] >> 3 & 3]
        words = [_int16(self._felt[name] * per_g) for name in ACCEL]
        words.append(temperature_raw(self._felt["temperature_c"]))
        words += [_int16(self._felt[name] * per_dps) for name in GYRO]
        cycling = bool(low_power & reg.CYCLE)  # then the accelerometer alone is awake
        off = [bool(standby & 0x20 >> axis) for axis in range(6)]
        off = [*off[:3], bool(low_power & reg.TEMP_DIS), *(bit or cycling for bit in off[3:])]
        data = bytearray(self._data)
        for place, (word, still) in enumerate(zip(words, off, strict=True)):
            if not still:
                data[2 * place : 2 * place + 2] = word.to_bytes(2, "big", signed=True)
        return bytes(data)

    def _record(self) -> bytes:
        """What one sample adds to the FIFO: in the order of the registers (section 4.31)."""
        wanted, data = self._registers[reg.FIFO_EN], self._data
        record = data[0:6] if wanted & 0x08 else b""
        for bit, place in ((0x80, 6), (0x40, 8), (0x20, 10), (0x10, 12)):
            if wanted & bit:
                record += data[place : place + 2]
        return record

    # -- inside: the INT pin -----------------------------------------------------------------

    def build(self, netlist: Netlist) -> None:
        super().build(netlist)
        netlist.add_own_supply(self.id, "3.3 V")  # behind the module's regulator
        self._int = Output(netlist, self.id, "INT", plus="3.3 V", minus=self.minus)
        self._int_wired = netlist.is_wired(self.id, "INT")

    def connect(self, bench: Bench) -> None:
        self._ad0.connect(bench)
        super().connect(bench)
        self._plan_int(bench.now_us)

    def _plan_int(self, t_us: int) -> None:
        """Wake the bench at the next sample, if it makes an interrupt that can be seen."""
        if self._int_event is not None:
            self._int_event.cancel()
            self._int_event = None
        wired = self._int_wired and self._bench is not None
        wanted = self._registers[reg.INT_ENABLE] & (reg.DATA_RDY | reg.FIFO_OFLOW)
        if wired and wanted and self.powered and not self._asleep:
            due = self._begun_us + (self._samples + 1) * self._period
            self._int_event = self.bench.schedule(due, self._on_sample)

    def _on_sample(self, t_us: int) -> None:
        self._int_event = None
        if not self.powered:
            return
        self._update(t_us)
        latched = self._registers[reg.INT_PIN_CFG] & reg.LATCH_INT_EN
        if self._status & self._registers[reg.INT_ENABLE]:
            self._set_int(t_us, active=True)
            if latched:
                return  # nothing more to see until somebody reads the status
            self._int_off = self.bench.schedule(t_us + INT_PULSE_US, self._on_pulse_end)
        self._plan_int(t_us)

    def _on_pulse_end(self, t_us: int) -> None:
        self._set_int(t_us, active=False)

    def _drop_latch(self, t_us: int) -> None:
        """The status has been read, or the pin set up anew."""
        if self._int_wired:
            self._set_int(t_us, active=False)
            self._plan_int(t_us)

    def _set_int(self, t_us: int, *, active: bool) -> None:
        if self._int_off is not None:
            self._int_off.cancel()
            self._int_off = None
        if not self._int_wired or self._bench is None:
            return
        setting = self._registers[reg.INT_PIN_CFG]
        high = active != bool(setting & reg.INT_LEVEL)
        open_now = not self.powered or (high and setting & reg.INT_OPEN)
        self._int.put(self.bench, t_us, None if open_now else int(high))
