"""PWM settings read back from the slices' registers, as the numbers that the bench wants.

The emulator makes three alarms of each period and an edge of each level. Here a slice only counts:
nobody needs its edges, and PWM of 100 kHz costs nothing while the program sleeps.
"""

from __future__ import annotations

from rp2040py.peripherals.pwm import RPPWM
from rp2040py.rp2040 import RP2040

from coursekit.bench import Bench
from coursekit.boards.emulated.wiring.numbers import BENCH_GPIO, FUNCTION_PWM

_PWM = 0x40050
_CTR = 0x08
_SLICE_BYTES = 0x14
_SLICES_END = 0xA0
_ENABLE_ALL, _INTERRUPT_ENABLE = 0xA0, 0xA8
_ENABLED, _PHASE_CORRECT, _INVERT_A, _INVERT_B = 1, 2, 4, 8
_SETTLE_NS = 5_000.0
"""MicroPython sets divider, end, levels and inversion one after the other, some us apart. They are
one change, complete when nothing has been set for so long."""


class Pwm(RPPWM):
    """The PWM block of `mcu`, which tells `bench` what its slices put out.

    A change counts at once, as on the virtual board, not at the end of a period. What follows from
    single periods is left out: DMA requests, and counting another pin's edges.
    """

    def __init__(self, mcu: RP2040, bench: Bench) -> None:
        super().__init__(mcu, "PWM_BASE")
        self._bench = bench
        self._sent: dict[int, tuple[float, int]] = {}
        self._setting_up: set[int] = set()  # slices of which the bench is still to be told
        self._set_us = 0
        self._alarm = mcu.clock.create_alarm(self._settle)
        for slice_ in self.channels:
            for alarm in (slice_.alarm_a, slice_.alarm_b, slice_.alarm_bottom):
                alarm.enable = False
        self.reset()
        mcu.pwm = self
        mcu.peripherals[_PWM] = self

    def reset(self) -> None:
        super().reset()
        self._sent.clear()
        self._setting_up.clear()
        self._alarm.cancel()

    def close(self) -> None:
        """Nothing is told any more."""
        self._alarm.cancel()

    def write_uint32(self, offset: int, value: int) -> None:
        super().write_uint32(offset, value)
        if offset < _SLICES_END:
            number, register = divmod(offset, _SLICE_BYTES)
            self.channels[number].timer.top = self.channels[number].top
            if register != _CTR:
                self._set_up(number)
        elif offset == _ENABLE_ALL:
            for number in range(len(self.channels)):
                self._set_up(number)
        elif offset == _INTERRUPT_ENABLE:
            for slice_ in self.channels:
                slice_.alarm_bottom.enable = bool(value >> slice_.index & 1)

    def joined(self, gpio: int) -> None:
        """A pin has got the function PWM."""
        self._sent.pop(gpio, None)
        self._set_us = self._now_us()
        self._tell(gpio >> 1 & 7)

    def left(self, gpio: int) -> None:
        """A pin has got another function."""
        if self._sent.pop(gpio, None) is not None:
            self._bench.pwm_stop(BENCH_GPIO[gpio], self._now_us())

    def _set_up(self, number: int) -> None:
        self._setting_up.add(number)
        self._set_us = self._now_us()
        if self.channels[number].csr & _ENABLED:
            self._alarm.schedule(_SETTLE_NS)
        else:
            self._tell(number)

    def _settle(self) -> None:
        for number in sorted(self._setting_up):
            self._tell(number)

    def _tell(self, number: int) -> None:
        """Tell the bench what the pins of a slice put out now, if it is something new."""
        self._setting_up.discard(number)
        slice_ = self.channels[number]
        for gpio in (slice_.pin_a1, slice_.pin_b1, slice_.pin_a2, slice_.pin_b2):
            if gpio < 0 or self.rp2040.gpio[gpio].function_select != FUNCTION_PWM:
                continue
            if not slice_.csr & _ENABLED:
                self.left(gpio)
                continue
            setting = self._hz(number), self._duty_u16(number, gpio & 1)
            if self._sent.get(gpio) != setting:
                self._sent[gpio] = setting
                self._bench.pwm(BENCH_GPIO[gpio], self._set_us, *setting)

    def _hz(self, number: int) -> float:
        """Rounded to whole hertz, as `PWM.freq()` gives it."""
        slice_ = self.channels[number]
        div16 = slice_.div & 0xFFF
        if div16 < 16:
            div16 += 256 * 16  # an integer part of 0 stands for 256
        counts = 2 * slice_.top if slice_.csr & _PHASE_CORRECT else slice_.top + 1
        period = max(div16 * counts, 1)
        return max(1, (16 * self.clock_freq + period // 2) // period)

    def _duty_u16(self, number: int, channel: int) -> int:
        slice_ = self.channels[number]
        counts = slice_.top + 1
        level = slice_.cc >> 16 * channel & 0xFFFF
        duty = min(0xFFFF, (level * 0xFFFF + counts // 2) // counts)
        inverted = slice_.csr & (_INVERT_B if channel else _INVERT_A)
        return 0xFFFF - duty if inverted else duty

    def _now_us(self) -> int:
        return int(self.rp2040.clock.nanos // 1000)
