"""`at(500).press(bench.btn1)`: what happens on the bench during the next call.

Planned when the call begins, because only then is the board time known that it counts from.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import isfinite
from typing import Any

from coursekit.bench import Bench, Moment, Part
from coursekit.checks.words import duration

_WORDS = {
    "press": "was pressed",
    "release": "was released",
    "turn": "was turned",
    "move": "was moved",
    "unplug": "was unplugged",
    "plug": "was plugged in",
    "set": "was set",
    "tilt": "was tilted",
    "nack": "was to refuse",
    "stick": "was to hold SDA",
    "stretch": "was to stretch the clock",
    "noise": "was disturbed",
    "cut_power": "lost its power",
    "restore_power": "got its power back",
    "send": "was to send",
}
_NOT_FOR_CHECKS = ("begun", "cancel", "t_us")


@dataclass(frozen=True)
class _Step:
    at_ms: float
    verb: str
    args: tuple[Any, ...]
    kwargs: dict[str, Any]

    @property
    def part(self) -> str:
        first = next(iter((*self.args, *self.kwargs.values())), "")
        return first.id if isinstance(first, Part) else str(first)


class Planned:
    """A moment of the next call; its methods are those of `bench.at(...)`."""

    def __init__(self, stimuli: Stimuli, ms: float) -> None:
        self._stimuli = stimuli
        self._ms = ms

    def __getattr__(self, verb: str) -> Callable[..., Planned]:
        if verb.startswith("_") or verb in _NOT_FOR_CHECKS or not hasattr(Moment, verb):
            raise AttributeError(f"at(...) knows no {verb}.")

        def plan(*args: Any, **kwargs: Any) -> Planned:
            self._stimuli.add(_Step(self._ms, verb, args, kwargs))
            return self

        return plan


class Stimuli:
    """What `at` has planned for the next call."""

    def __init__(self) -> None:
        self._waiting: list[_Step] = []
        self._running: list[tuple[_Step, Moment]] = []
        self._trouble: Exception | None = None

    def at(self, ms: float) -> Planned:
        """A moment `ms` milliseconds after the start of the next call. Raises ValueError."""
        if isinstance(ms, bool) or not isinstance(ms, int | float) or not isfinite(ms) or ms < 0:
            raise ValueError(f"at() needs a time in milliseconds, and not negative: not {ms!r}.")
        return Planned(self, ms)

    def add(self, step: _Step) -> None:
        """Keep it for the next call."""
        self._waiting.append(step)

    def begin(self, bench: Bench, start_us: int) -> None:
        """Plan all of it on the bench. Raises what the bench raises; nothing is planned then."""
        steps, self._waiting = self._waiting, []
        self._trouble = None
        with bench.lock:
            try:
                for step in steps:
                    moment = Moment(bench, start_us + round(1000 * step.at_ms))
                    self._running.append((step, moment))
                    args = self._guarded(step) if step.verb == "call" else step.args
                    getattr(moment, step.verb)(*args, **step.kwargs)
            except BaseException:
                self.end(bench)
                raise

    def end(self, bench: Bench) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Take back what has not begun; returns that in words, and the parts that were handled.

        Raises what a function given to `at(...).call` has raised.
        """
        missed: list[str] = []
        touched: list[str] = []
        running, self._running = self._running, []
        with bench.lock:
            for step, moment in running:
                if step.part in bench.parts:
                    touched.append(step.part)
                if not moment.begun:
                    moment.cancel()
                    if step.verb in _WORDS:
                        when = duration(1000 * step.at_ms)
                        missed.append(f"{step.part} {_WORDS[step.verb]} at {when}")
        if self._trouble is not None:
            raise self._trouble
        return tuple(missed), tuple(dict.fromkeys(touched))

    def clear(self, bench: Bench) -> None:
        """Forget what waits for a call that will not come."""
        self._waiting.clear()

    def _guarded(self, step: _Step) -> tuple[Any, ...]:
        """The function of `at(...).call`: what it raises is the check's fault, not the board's."""
        if not step.args:
            return step.args
        action, *rest = step.args

        def run() -> None:
            try:
                action()
            except Exception as error:
                self._trouble = self._trouble or error

        return (run, *rest)
