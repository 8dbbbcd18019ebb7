"""What the lines of `%at` plan for a program: all of it or nothing, and no longer than it runs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from coursekit.session.run import UsageError

if TYPE_CHECKING:
    from coursekit.bench import Bench, Moment

_DONE = {
    "press": "pressed",
    "release": "released",
    "turn": "turned",
    "move": "moved",
    "set": "set",
    "unplug": "unplugged",
    "plug": "plugged in",
}


@dataclass(frozen=True)
class Stimulus:
    """Something done to a part, `at_ms` after the start of a program."""

    at_ms: float
    verb: str
    part: str
    for_ms: float | None = None
    value: str = ""
    quantity: str = ""

    def plan(self, bench: Bench, start_us: int) -> Moment:
        """Plan it on the bench. Raises UsageError or BenchError, and has planned nothing then."""
        from coursekit.bench import Moment

        moment = Moment(bench, start_us + round(1000 * self.at_ms))
        try:
            if self.verb == "press":
                return moment.press(self.part, for_ms=self.for_ms)
            if self.verb == "release":
                return moment.release(self.part)
            if self.verb == "turn":
                return moment.turn(self.part, float(self.value))
            if self.verb == "set":
                return moment.set(self.part, **{self.quantity: float(self.value)})
            if self.verb == "unplug":
                return moment.unplug(self.part)
            if self.verb == "plug":
                return moment.plug(self.part)
            return moment.move(self.part, self.value)
        except KeyError as error:
            raise UsageError(str(error.args[0])) from None


class Plan:
    """The stimuli of one program, on their way. Raises as `Stimulus.plan` does: none is left."""

    def __init__(self, stimuli: Sequence[Stimulus], bench: Bench, start_us: int) -> None:
        self._bench = bench
        self._start_us = start_us
        self._moments: list[tuple[Stimulus, Moment]] = []
        with bench.lock:  # none happens before the last one is checked
            try:
                for stimulus in stimuli:
                    self._moments.append((stimulus, stimulus.plan(bench, start_us)))
            except BaseException:
                for _, moment in self._moments:
                    moment.cancel()
                raise

    def end(self, end_us: int) -> list[str]:
        """The program has ended: cancel what has not begun, and return a line for each of it.

        A button that is held down is still let go at its time.
        """
        from coursekit.bench.drawing.units import duration

        late: list[str] = []
        with self._bench.lock:
            for stimulus, moment in self._moments:
                if not moment.begun:
                    moment.cancel()
                    late.append(
                        f"{stimulus.part} was to be {_DONE[stimulus.verb]} at "
                        f"{duration(1000 * stimulus.at_ms)}, but the program ended at "
                        f"{duration(end_us - self._start_us)}."
                    )
        return late
