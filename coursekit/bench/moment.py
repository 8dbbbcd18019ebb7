"""What people do at a moment of board time: `bench.at(500).press(bench.btn1, for_ms=80)`.

Each call plans one event and gives the moment back, so that calls can be chained.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from coursekit.bench.errors import BenchError
from coursekit.bench.events import Event
from coursekit.bench.parts.base import Part
from coursekit.bench.parts.quantity import Sensing

if TYPE_CHECKING:
    from coursekit.bench.bench import Bench


class Moment:
    """One moment of board time, in microseconds since the board started."""

    def __init__(self, bench: Bench, t_us: int) -> None:
        self._bench = bench
        self._events: list[Event] = []
        self.t_us = t_us

    @property
    def begun(self) -> bool:
        """Whether any of what was planned has happened."""
        return any(event.happened for event in self._events)

    def cancel(self) -> None:
        """Take back what was planned and has not happened yet."""
        for event in self._events:
            event.cancel()

    def press(self, part: Part | str, for_ms: float | None = None) -> Moment:
        """Press a button; with `for_ms`, let go that many milliseconds later."""
        button = self._able(part, "do_press", "pressed")
        if for_ms is not None and not 0 <= for_ms < 1e12:
            raise BenchError(f"for_ms must be a time, and not negative, but is {for_ms}.")
        self._plan(self.t_us, button.do_press)
        if for_ms is not None:
            self._plan(self.t_us + round(1000 * for_ms), button.do_release)
        return self

    def release(self, part: Part | str) -> Moment:
        """Let go of a button."""
        self._plan(self.t_us, self._able(part, "do_release", "released").do_release)
        return self

    def turn(self, part: Part | str, position: float) -> Moment:
        """Turn a potentiometer to 0.0 .. 1.0."""
        knob = self._able(part, "do_turn", "turned")
        if not 0 <= position <= 1:
            raise BenchError(f"{knob.id} turns from 0.0 to 1.0, not to {position}.")
        self._plan(self.t_us, lambda t_us: knob.do_turn(t_us, position))
        return self

    def move(self, part: Part | str, side: str) -> Moment:
        """Move a slide switch to "left" or "right"."""
        switch = self._able(part, "do_move", "moved")
        if side not in ("left", "right"):
            raise BenchError(f'{switch.id} moves to "left" or to "right", not to {side!r}.')
        self._plan(self.t_us, lambda t_us: switch.do_move(t_us, side))
        return self

    def set(self, part: Part | str, **values: float) -> Moment:
        """Change what a part feels of the world: `.set(bench.bmp1, temperature_c=30)`."""
        sensor = self._able(part, "do_set", "set")
        if isinstance(sensor, Sensing):
            for name, value in values.items():
                sensor.check_quantity(name, value)
        self._plan(self.t_us, lambda t_us: sensor.do_set(t_us, **values))
        return self

    def tilt(self, part: Part | str, roll_deg: float = 0.0, pitch_deg: float = 0.0) -> Moment:
        """Lay a motion sensor down tilted, by angles of -360..360 degrees; see `Mpu6050.tilt`."""
        sensor = self._able(part, "do_tilt", "tilted")
        for angle in (roll_deg, pitch_deg):
            if not -360 <= angle <= 360:
                raise BenchError(f"{sensor.id} tilts by -360 to 360 degrees, not by {angle}.")
        self._plan(self.t_us, lambda t_us: sensor.do_tilt(t_us, roll_deg, pitch_deg))
        return self

    def nack(self, part: Part | str, after: int = 0, times: int = 1) -> Moment:
        """Have a chip leave its address unacknowledged; see `I2CChip.nack`."""
        chip = self._able(part, "do_nack", "silenced")
        self._plan(self.t_us, lambda t_us: chip.do_nack(t_us, after, times))
        return self

    def stick(self, part: Part | str, clocks: int | None = None) -> Moment:
        """Have a chip hold SDA low; see `I2CChip.stick`."""
        chip = self._able(part, "do_stick", "stuck")
        self._plan(self.t_us, lambda t_us: chip.do_stick(t_us, clocks))
        return self

    def stretch(self, part: Part | str, us: int) -> Moment:
        """Have a chip hold SCL low after each byte; see `I2CChip.stretch`."""
        chip = self._able(part, "do_stretch", "slowed down")
        self._plan(self.t_us, lambda t_us: chip.do_stretch(t_us, us))
        return self

    def noise(self, part: Part | str, share: float) -> Moment:
        """Have bits on a chip's data wire be misread; see `I2CChip.noise`."""
        chip = self._able(part, "do_noise", "disturbed")
        self._plan(self.t_us, lambda t_us: chip.do_noise(t_us, share))
        return self

    def cut_power(self, part: Part | str) -> Moment:
        """Pull a part's supply wire."""
        return self.unplug(self._supply_of(part))

    def restore_power(self, part: Part | str) -> Moment:
        """Plug a part's supply wire in again."""
        return self.plug(self._supply_of(part))

    def send(self, part: Part | str, data: bytes | str) -> Moment:
        """Have a serial terminal send bytes or text to the board."""
        terminal = self._able(part, "do_send", "made to send")
        if not isinstance(data, bytes | str):
            raise BenchError(f'{terminal.id} sends bytes or text, as "on\\n", not {data!r}.')
        self._plan(self.t_us, lambda t_us: terminal.do_send(t_us, data))
        return self

    def unplug(self, where: str) -> Moment:
        """Pull the wires off a pin, as "btn1:1.l" or "pico:GP14"; "btn1": off all its pins."""
        ends = self._bench.unplugged.ends(where)
        self._plan(self.t_us, lambda t_us: self._bench.rewire(t_us, ends, pulled=True))
        return self

    def plug(self, where: str) -> Moment:
        """Plug in again what was pulled there."""
        ends = self._bench.unplugged.ends(where)
        self._plan(self.t_us, lambda t_us: self._bench.rewire(t_us, ends, pulled=False))
        return self

    def call(self, action: Callable[[], object]) -> Moment:
        """Call a function of the host, without arguments; the bench's lock is held then."""

        def run(t_us: int) -> None:
            action()

        self._plan(self.t_us, run)
        return self

    def _plan(self, t_us: int, action: Callable[[int], None]) -> None:
        with self._bench.lock:
            self._events.append(self._bench.schedule(t_us, action, by_people=True))

    def _supply_of(self, part: Part | str) -> str:
        found = self._bench[part] if isinstance(part, str) else part
        pin = getattr(found, "plus", None)
        if pin is None:
            raise BenchError(found.cannot("switched off"))
        return f"{found.id}:{pin}"

    def _able(self, part: Part | str, method: str, verb: str) -> Part:
        """The part itself, if it is one that this can be done to; said now, not at its time."""
        found = self._bench[part] if isinstance(part, str) else part
        if getattr(type(found), method) is getattr(Part, method):
            raise BenchError(found.cannot(verb))
        return found
