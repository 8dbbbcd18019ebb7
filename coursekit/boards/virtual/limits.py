"""How much one run on the virtual board may take, so that a program that never ends ends.

A check must be over in seconds, and must say the same each time: what a program did up to its limit
does not depend on how busy the computer is.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from coursekit.boards.errors import LimitReached
from coursekit.boards.virtual.watch import processor_s

VALUE_BYTES = 1_000_000
"""How long the text of one value may be that `eval` brings back, in bytes."""

BOARD_TIME, PROCESSOR_TIME, WALL_TIME = "board time", "processor time", "wall time"
OUTPUT, INPUT = "output", "input"
NOTEBOOK_TIME = "notebook time"
ENDLESS = "Does a loop never end?"

_FIRST_PAUSE_S, _LONGEST_PAUSE_S = 0.004, 0.25
_STOPS_MAX = 2
_REAL_TIMES = 5
_PATIENCE_CPU_S, _PATIENCE_S = 0.5, 4.0
_WAITS_BELOW = 0.1  # of the real time in processor time: it waits; above, the computer is busy


@dataclass(frozen=True)
class Limits:
    """What one `exec` or `eval` may take; None is no limit.

    board_s: board time. cpu_s: processor time of MicroPython. wall_s: real time, the last resort,
    for a program that waits; one that computes is given longer, because the computer may be busy.
    output_bytes: printed text, as UTF-8. memory_mib: of the process, for its whole life; the
    memory that a program sees is the board's. notebook_s: of all runs of a notebook together, see
    Budget; a board alone does not keep to it.
    """

    board_s: float | None = 120.0
    cpu_s: float | None = 10.0
    wall_s: float | None = 60.0
    output_bytes: int | None = 100_000
    memory_mib: int | None = 512
    notebook_s: float | None = 120.0


class Budget:
    """What the runs of a notebook may take together, on however many boards; None is no limit.

    Counts processor time, and real time where a run only waited. A run is never cut short by it:
    when it is used up, no further one begins. Nor when five times as much real time is over, which
    bounds whatever else a program finds to hold the host up with.
    """

    def __init__(self, total_s: float | None) -> None:
        self.total_s = total_s
        self.used_s = 0.0
        self._start_s = time.monotonic()

    def check(self) -> None:
        """Raise LimitReached when it is used up."""
        if self.total_s is None:
            return
        if self.used_s >= self.total_s:
            taken = f"have taken {self.total_s:g} s of computing and waiting in all"
        elif time.monotonic() - self._start_s >= _REAL_TIMES * self.total_s:
            taken = f"have taken {_REAL_TIMES * self.total_s:g} s of real time in all"
        else:
            return
        raise LimitReached(
            NOTEBOOK_TIME,
            f"The programs of this notebook {taken}, so this one was not run. "
            "Which one takes so long?",
        )


class Runner(Protocol):
    """What a guard needs of the port: to stop what runs there."""

    def stop_input(self) -> bool:
        """Stop a program that waits for input; whether it did."""
        ...

    def stop(self) -> None:
        """Ctrl-C."""
        ...

    def switch_off(self, reason: str) -> None:
        """End the process."""
        ...


class Guard:
    """Watches one run. Whoever reads the program's output calls `look` when `wait_s` is over.

    reached: the kind of the limit that was reached, or empty. Stops the program with Ctrl-C, twice
    if need be, and then switches the board off.
    """

    def __init__(self, limits: Limits, pid: int, end_us: int | None, *, fast_forward: bool) -> None:
        self.limits = limits
        self._end_us = end_us
        self.reached = ""
        self.restarted = False
        self._fast_forward = fast_forward
        self._pid = pid
        self._cpu_before_s = processor_s(pid)
        self._start_s = time.monotonic()
        self._pause_s = _FIRST_PAUSE_S
        self._look_s = self._start_s + self._pause_s
        self._stops = 0
        self._stopped_s = self._stopped_cpu_s = 0.0

    # -- for the reader of the output ------------------------------------------------------------

    def wait_s(self) -> float:
        """How long until the next look, in seconds; 0 when it is due."""
        return max(0.0, self._look_s - time.monotonic())

    def heard(self) -> None:
        """The program has printed something, and may wait for an answer to it now."""
        self._pause_s = _FIRST_PAUSE_S
        self._look_s = min(self._look_s, time.monotonic() + self._pause_s)

    def look(self, runner: Runner) -> None:
        """See what the program has taken, and stop it if that is too much."""
        now_s = time.monotonic()
        wall_s = now_s - self._start_s
        cpu_s = self._used_s(wall_s)
        if runner.stop_input():
            self.reached = self.reached or INPUT
            self._count(now_s, cpu_s)
            if self._stops > _STOPS_MAX:
                self._switch_off(runner)
        else:
            if not self.reached:
                self.reached = self._find(wall_s, cpu_s)
            if self.reached and self._is_time(now_s, cpu_s):
                self._count(now_s, cpu_s)
                if self._stops > _STOPS_MAX:
                    self._switch_off(runner)
                else:
                    runner.stop()
        left = self.limits.cpu_s - cpu_s if self.limits.cpu_s is not None else _LONGEST_PAUSE_S
        self._look_s = time.monotonic() + min(self._pause_s, max(left / 2, _FIRST_PAUSE_S))
        self._pause_s = min(2 * self._pause_s, _LONGEST_PAUSE_S)

    # -- for those who notice by themselves ------------------------------------------------------

    def board_time_over(self) -> None:
        """The board has stopped the program by itself; it counts as the first Ctrl-C."""
        if not self.reached:
            self.reached = BOARD_TIME
            wall_s = time.monotonic() - self._start_s
            self._count(time.monotonic(), self._used_s(wall_s))

    def meter(self, on_output: Callable[[str], None] | None, room: int = 0) -> Meter:
        """`on_output` that gets only what the limit lets through, and `room` bytes more."""
        allowed = self.limits.output_bytes
        return Meter(on_output, None if allowed is None else allowed + room, self._output_full)

    def _output_full(self) -> None:
        if not self.reached:
            self.reached = OUTPUT
            self._look_s = 0.0

    # -- the end ---------------------------------------------------------------------------------

    def taken_s(self) -> float:
        """What the run took of a notebook's Budget, in seconds."""
        wall_s = time.monotonic() - self._start_s
        cpu_s = self._used_s(wall_s)
        return wall_s if cpu_s < _WAITS_BELOW * wall_s else cpu_s

    def error(self) -> LimitReached:
        """What to raise for the limit that was reached."""
        message = _words(self.reached, self.limits)
        if self.restarted:
            message += (
                " It did not end at Ctrl-C, so the board was switched off and on: variables and "
                "imports are gone."
            )
        end_us = self._end_us if self.reached == BOARD_TIME else None
        return LimitReached(self.reached, message, self.restarted, end_us)

    def _find(self, wall_s: float, cpu_s: float) -> str:
        limits = self.limits
        if not self._fast_forward and limits.board_s is not None and wall_s >= limits.board_s:
            return BOARD_TIME
        if limits.cpu_s is not None and cpu_s >= limits.cpu_s:
            return PROCESSOR_TIME
        if limits.wall_s is not None and wall_s >= limits.wall_s:
            busy = limits.cpu_s is not None and cpu_s > _WAITS_BELOW * wall_s
            return "" if busy else WALL_TIME
        return ""

    def _is_time(self, now_s: float, cpu_s: float) -> bool:
        """Whether the last Ctrl-C, if there was one, has had its time."""
        if not self._stops:
            return True
        used_s = cpu_s - self._stopped_cpu_s
        return used_s > _PATIENCE_CPU_S or now_s - self._stopped_s > _PATIENCE_S

    def _count(self, now_s: float, cpu_s: float) -> None:
        self._stops += 1
        self._stopped_s, self._stopped_cpu_s = now_s, cpu_s

    def _switch_off(self, runner: Runner) -> None:
        self.restarted = True
        runner.switch_off(self.error().message)

    def _used_s(self, wall_s: float) -> float:
        """Processor time of the run; real time where the operating system does not tell."""
        now_s = processor_s(self._pid)
        if now_s is None or self._cpu_before_s is None:
            return wall_s
        return now_s - self._cpu_before_s


class Meter:
    """Hands on the first `allowed` bytes of text (None: all), then calls `on_full` once."""

    def __init__(
        self,
        on_output: Callable[[str], None] | None,
        allowed: int | None,
        on_full: Callable[[], None],
    ) -> None:
        self._on_output = on_output
        self._left = allowed
        self._on_full = on_full
        self.full = False

    def __call__(self, text: str) -> None:
        if self._left is not None and not self.full:
            size = len(text) if text.isascii() else len(text.encode("utf-8", "replace"))
            if size > self._left:
                cut = text.encode("utf-8", "replace")[: self._left]
                text = cut.decode("utf-8", "ignore")
                self._left = 0
            else:
                self._left -= size
                size = 0
            if size:
                self.full = True
                self._on_full()
        elif self.full:
            return
        if text and self._on_output is not None:
            self._on_output(text)


def _words(kind: str, limits: Limits) -> str:
    if kind == BOARD_TIME:
        return f"The program ran for {limits.board_s:g} s of board time and was stopped. {ENDLESS}"
    if kind == PROCESSOR_TIME:
        return (
            f"The program computed for {limits.cpu_s:g} s and was stopped. {ENDLESS} "
            "A loop that waits for something should sleep in between, as with time.sleep_ms(10)."
        )
    if kind == OUTPUT:
        return (
            f"The program printed more than {limits.output_bytes} bytes, or returned more than "
            f"{VALUE_BYTES}, and was stopped; the rest is left out. Does it print in a loop that "
            "never ends?"
        )
    if kind == INPUT:
        return (
            "The program waits for somebody to type, and nobody does, so it was stopped. "
            "Take out input() and sys.stdin; give values as arguments instead."
        )
    return (
        f"The program waited for {limits.wall_s:g} s of real time and was stopped. "
        "What it waits for does not come."
    )
