"""The bench's voltages at the emulated analog-to-digital converter, converted as the chip does."""

from __future__ import annotations

from rp2040py.rp2040 import RP2040

from coursekit.bench import Bench
from coursekit.boards.virtual.protocol import TEMPERATURE_RAW

_FIRST_GPIO = 26
_TEMPERATURE = 4
_FULL_V, _STEPS = 3.3, 4096
_SAMPLE_NS = 2000.0


class Adc:
    """Answers conversions: GP26 to GP29 with the bench's voltages, 12 bits over 0 to 3.3 V."""

    def __init__(self, mcu: RP2040, bench: Bench) -> None:
        self._mcu, self._bench = mcu, bench
        self._value = 0
        self._alarm = mcu.clock.create_alarm(self._done)
        mcu.adc.on_adc_read = self._start

    def reset(self) -> None:
        """The chip was reset: a conversion under way comes to nothing."""
        self._alarm.cancel()

    close = reset

    def _start(self, channel: int) -> None:
        if channel < _TEMPERATURE:
            t_us = int(self._mcu.clock.nanos // 1000)
            volts = self._bench.voltage(_FIRST_GPIO + channel, t_us)
            self._value = min(_STEPS - 1, max(0, int(volts / _FULL_V * _STEPS)))
        else:
            self._value = TEMPERATURE_RAW if channel == _TEMPERATURE else 0
        self._alarm.schedule(_SAMPLE_NS)

    def _done(self) -> None:
        self._mcu.adc.complete_adc_read(self._value, False)
