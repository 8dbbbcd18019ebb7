"""A hobby servo, `wokwi-servo`: pins GND, V+ and PWM. The width of the pulse is the angle.

500 us is 0 degrees, 2500 us is 180, some 50 times a second; as usual for SG90-like servos.
Its channel is the angle in degrees.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from coursekit.bench.live import Tap
from coursekit.bench.parts.base import Part, part_type

if TYPE_CHECKING:
    from coursekit.bench.bench import Bench
    from coursekit.bench.circuit import Solution
    from coursekit.bench.diagram import PartSpec
    from coursekit.bench.pwm import PwmSegment
    from coursekit.bench.trace import Channel

MIN_PULSE_US, MAX_PULSE_US = 500, 2500
_SLACK_US = 100  # a pulse this far outside still counts as the end of the range
_SLOWEST_HZ, _FASTEST_HZ = 30.0, 400.0


@part_type("wokwi-servo")
class Servo(Part):
    """Turns its horn to the angle that the pulses ask for; without pulses it stays."""

    pins = ("GND", "V+", "PWM")
    needs = (("GND",), ("V+",), ("PWM",))
    noun = "servo"

    def __init__(self, spec: PartSpec) -> None:
        super().__init__(spec)
        self._angle = 0.0
        self._rise_us: int | None = None
        self._channel: Channel | None = None

    def attach(self, bench: Bench) -> None:
        super().attach(bench)
        self._channel = bench.trace.channel(self.id, "analog", unit="°")
        self._channel.record(bench.now_us, self._angle)
        self._tap = Tap(self._level, on_level=self._on_level, on_pwm=self._on_pwm)

    def connect(self, bench: Bench) -> None:
        if bench.is_powered(self.id, plus="V+", minus="GND"):
            self._net = bench.netlist.net(self.id, "PWM").index
            bench.add_tap(self._tap, net=self._net)

    def _level(self, solution: Solution) -> int | None:
        return solution.level(self._net)

    @property
    def angle(self) -> float:
        """Where the horn stands now, in degrees 0..180."""
        return self._angle

    def _on_level(self, t_us: int, level: int) -> None:
        if level:
            self._rise_us = t_us
        elif self._rise_us is not None:
            self._pulse(t_us, t_us - self._rise_us)

    def _on_pwm(self, t_us: int, segment: PwmSegment) -> None:
        self._rise_us = None
        if _SLOWEST_HZ <= segment.freq_hz <= _FASTEST_HZ:
            width_us = segment.high_us if segment.high else segment.period_us - segment.high_us
            self._pulse(t_us, width_us)
        else:
            self.bench.fault(
                "servo frequency",
                self.id,
                f"{self.id} gets PWM of {segment.freq_hz:g} Hz and does not move. A servo wants a "
                "pulse about 50 times a second: set the frequency to 50.",
            )

    def _pulse(self, t_us: int, width_us: float) -> None:
        if not MIN_PULSE_US - _SLACK_US <= width_us <= MAX_PULSE_US + _SLACK_US:
            return
        share = (width_us - MIN_PULSE_US) / (MAX_PULSE_US - MIN_PULSE_US)
        angle = round(180 * min(max(share, 0.0), 1.0), 2)
        if angle != self._angle and self._channel is not None:
            self._angle = angle
            self._channel.record(t_us, angle)

    def state(self) -> dict[str, Any]:
        return {"angle": self._angle}
