"""A passive piezo buzzer, `wokwi-buzzer`: pins 1 (-) and 2 (+). It sounds what it is fed.

Its channel is the frequency in hertz, 0 for silence. A steady voltage makes no sound.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from coursekit.bench.live import Tap
from coursekit.bench.parts.base import Part, part_type

if TYPE_CHECKING:
    from coursekit.bench.bench import Bench
    from coursekit.bench.circuit import Solution
    from coursekit.bench.diagram import PartSpec
    from coursekit.bench.netlist import Netlist
    from coursekit.bench.pwm import PwmSegment
    from coursekit.bench.trace import Channel

PIEZO_OHMS = 1e6
"""Only the leakage: a piezo is a capacitor, and the bench has no capacitors."""
SILENCE_US = 50_000
"""No rise for so long is silence: below 20 Hz nobody hears a tone."""


@part_type("wokwi-buzzer")
class Buzzer(Part):
    """Sounds at the frequency of the voltage between its pins."""

    pins = ("1", "2")
    needs = (("1",), ("2",))
    noun = "buzzer"

    def __init__(self, spec: PartSpec) -> None:
        super().__init__(spec)
        self._hz = 0.0
        self._rise_us: int | None = None
        self._listening = False
        self._channel: Channel | None = None

    def build(self, netlist: Netlist) -> None:
        netlist.add_resistor(self.id, "1", "2", PIEZO_OHMS)

    def attach(self, bench: Bench) -> None:
        super().attach(bench)
        self._channel = bench.trace.channel(self.id, "analog", unit="Hz")
        self._channel.record(bench.now_us, 0.0)
        self._tap = Tap(self._level, on_level=self._on_level, on_pwm=self._on_pwm)

    def connect(self, bench: Bench) -> None:
        minus, plus = (bench.netlist.net(self.id, pin).index for pin in ("1", "2"))
        self._nets = minus, plus
        for net in self._nets:
            if bench.netlist.nets[net].volts is None:
                bench.add_tap(self._tap, net=net)
                return

    def _level(self, solution: Solution) -> int:
        minus, plus = self._nets
        if minus in solution.floating or plus in solution.floating:
            return 0
        return 1 if abs(solution.volts[plus] - solution.volts[minus]) > 1.0 else 0

    @property
    def frequency_hz(self) -> float:
        """What it sounds now, in hertz; 0 is silence."""
        return self._hz

    @property
    def sounding(self) -> bool:
        """Whether a tone is to be heard now."""
        return self._hz > 0

    def _on_pwm(self, t_us: int, segment: PwmSegment) -> None:
        self._rise_us = None
        self._sound(t_us, segment.freq_hz)

    def _on_level(self, t_us: int, level: int) -> None:
        if not self._listening and self._hz:
            self._sound(t_us, 0.0)  # PWM has ended
        if not level:
            return
        if self._rise_us is not None and 0 < t_us - self._rise_us < SILENCE_US:
            hz = 1e6 / (t_us - self._rise_us)
            if abs(hz - self._hz) > 0.03 * hz:  # a program's jitter is no new tone
                self._sound(t_us, hz)
            if not self._listening:
                self._listen_until(t_us + SILENCE_US)
        self._rise_us = t_us

    def _listen_until(self, t_us: int) -> None:
        self._listening = True
        self.bench.schedule(t_us, self._listen)

    def _listen(self, t_us: int) -> None:
        self._listening = False
        if self._rise_us is None:  # PWM has taken over
            return
        if t_us - self._rise_us >= SILENCE_US:
            self._sound(t_us, 0.0)
        else:
            self._listen_until(self._rise_us + SILENCE_US)

    def _sound(self, t_us: int, hz: float) -> None:
        if hz != self._hz and self._channel is not None:
            self._hz = hz
            self._channel.record(t_us, hz)

    def state(self) -> dict[str, Any]:
        return {"on": self.sounding, "frequency_hz": self._hz}
