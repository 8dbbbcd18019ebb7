"""What a check can expect of a channel of the trace, over the time of the last call.

All times are milliseconds of board time from the start of that call.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from math import isclose

from coursekit.bench.drawing.units import frequency, percent
from coursekit.boards.errors import LimitReached
from coursekit.checks import diagnosis, pulses
from coursekit.checks.expectation import Expectation
from coursekit.checks.failures import missed_words
from coursekit.checks.subjects import channel_of, inputs_driven, name_of
from coursekit.checks.window import Window
from coursekit.checks.words import count, digits, duration, sentence, show

WITHIN = 0.05
"""Lengths of time and frequencies may be off by this share."""
WITHIN_MS = 5.0
"""Moments may be off by this."""
WITHIN_SHARE = 0.03
"""Brightness and duty may be off by this part of the whole."""

_LEVELS = {0: "off", 1: "on"}


class TraceExpectation(Expectation):
    """The expectations of traces. Only what happened during the last call counts."""

    def pulses(
        self,
        number: int,
        on_ms: float | None = None,
        off_ms: float | None = None,
        within: float = WITHIN,
    ) -> None:
        """It went on and off again so many times; each pulse `on_ms` long, `off_ms` between."""
        wanted = pulses.wanted(number, on_ms, off_ms)
        window = self._window(wanted, digital=True)
        if window is None:
            return
        met = (
            not window.is_crowded
            and len(window.highs) == number
            and not window.ends_on
            and pulses.fits(window.highs, on_ms, within)
            and pulses.fits(window.gaps[:1] if number < 2 else window.gaps, off_ms, within)
        )
        seen = pulses.seen(window)
        why = "" if met else pulses.why(window, number, on_ms, off_ms, within)
        self._judge(met, window, wanted, seen, why)

    def edges(self, number: int) -> None:
        """It changed so many times."""
        wanted = count(number, "edge")
        window = self._window(wanted, digital=True)
        if window is None:
            return
        seen = window.edge_count if window.is_crowded else len(window.edges)
        about = "about " if window.is_crowded else ""
        why = diagnosis.of_count(number, seen)
        if seen * 2 == number:
            why = " A pulse has two edges, the rise and the fall."
        met = seen == number and not about
        self._judge(met, window, wanted, f"saw {about}{count(seen, 'edge')}", why)

    def period(self, ms: float, within: float = WITHIN) -> None:
        """It repeats every `ms` milliseconds."""
        wanted = f"a period of {duration(1000 * ms)}"
        window = self._window(wanted, digital=True)
        if window is None:
            return
        found = _periods_ms(window)
        met = bool(found) and all(isclose(p, ms, rel_tol=within) for p in found)
        if not found:
            self._judge(met, window, wanted, _no_period(window))
            return
        worst = max(found, key=lambda p: abs(p - ms))
        seen = f"saw a period of {duration(1000 * worst)}"
        self._judge(met, window, wanted, seen, diagnosis.of_time(ms, worst))

    def frequency(self, hz: float, within: float = WITHIN) -> None:
        """It repeats so many times in a second."""
        wanted = f"a frequency of {frequency(hz)}"
        window = self._window(wanted, digital=True)
        if window is None:
            return
        found = [1000 / p for p in _periods_ms(window)]
        met = bool(found) and all(isclose(f, hz, rel_tol=within) for f in found)
        if not found:
            self._judge(met, window, wanted, _no_period(window))
            return
        worst = max(found, key=lambda f: abs(f - hz))
        seen = f"saw {frequency(worst)}"
        self._judge(met, window, wanted, seen, diagnosis.of_rate(hz, worst))

    def duty(
        self, fraction: float, at_ms: float | None = None, within: float = WITHIN_SHARE
    ) -> None:
        """It is high for this share of the time, 0..1: at a time, or where the call left it."""
        self._share("a duty cycle of", fraction, at_ms, within)

    def level(self, level: int, at_ms: float | None = None) -> None:
        """It is on (1) or off (0): at a time, or at the end of the call."""
        when = "at the end" if at_ms is None else f"at {duration(1000 * at_ms)}"
        fact = f"{_LEVELS[level]} {when}"
        wanted = f"it {fact}"
        window = self._window(wanted, digital=True)
        if window is None or self._is_too_late(window, wanted, at_ms):
            return
        share = (
            window.on_fraction(at_ms)
            if window.pwm
            else float(
                window.after if at_ms is None else window.channel.level_at(window.at_us(at_ms))
            )
        )
        seen = f"saw it {_LEVELS[int(share)]}" if share in (0, 1) else pulses.seen(window)
        inverted = share == 1 - level and window.edges and not window.pwm
        why = diagnosis.INVERTED if inverted else ""
        self._judge(share == level, window, wanted, seen, why, fact=fact)

    def stays(self, level: int) -> None:
        """It is on (1) or off (0) during the whole call."""
        wanted = f"it to stay {_LEVELS[level]}"
        window = self._window(wanted, digital=True)
        if window is None:
            return
        changed = bool(window.edges) or window.is_crowded
        throughout = f"saw it {_LEVELS[int(bool(window.before))]} throughout"
        seen = pulses.seen(window) if changed else throughout
        met = not changed and int(bool(window.before)) == level
        self._judge(met, window, wanted, seen, fact=f"stayed {_LEVELS[level]}")

    def changes_at(self, times_ms: Sequence[float], within_ms: float = WITHIN_MS) -> None:
        """It changes at just these times, each give or take `within_ms`."""
        wanted = f"changes at {_times(times_ms)} (give or take {digits(within_ms)} ms)"
        if not times_ms:
            wanted = "no change"
        window = self._window(wanted, digital=True)
        if window is None:
            return
        found = [window.since(edge.t_us) / 1000 for edge in window.edges]
        pairs = zip(found, times_ms, strict=False)
        met = not window.is_crowded and len(found) == len(times_ms)
        met = met and all(abs(a - b) <= within_ms for a, b in pairs)
        seen = f"saw changes at {_times(found)}" if found else pulses.seen(window)
        why = ""
        if not met and found and times_ms:
            why = diagnosis.of_changes(times_ms, found, within_ms)
        self._judge(met, window, wanted, seen, why)

    def before(self, *others: object) -> None:
        """It changes before the others do, and these in the order in which they are given."""
        names = [name_of(self._subject), *map(name_of, others)]
        wanted = f"a change before {' and then '.join(names[1:])}"
        window = self._window(wanted)
        if window is None:
            return
        call = window.call
        found = [_first_change(Window(channel_of(self._ledger.bench, n), call)) for n in names]
        met = all(t_us is not None for t_us in found)
        known = [t_us for t_us in found if t_us is not None]
        met = met and all(a < b for a, b in pairwise(known))
        said = [
            f"{name} {'never' if t_us is None else 'at ' + duration(window.since(t_us))}"
            for name, t_us in zip(names, found, strict=True)
        ]
        self._judge(met, window, wanted, f"saw the first changes: {', '.join(said)}", "", names[1:])

    def events(self, expected: Sequence[object]) -> None:
        """Just these values were recorded during the call, in this order."""
        wanted = show(list(expected))
        window = self._window(wanted)
        if window is None:
            return
        seen = window.values()
        why = diagnosis.of_value(list(expected), seen)
        self._judge(seen == list(expected), window, wanted, f"saw {show(seen)}", why)

    # -- inside -----------------------------------------------------------------------------

    def _window(self, wanted: str, *, digital: bool = False, channel: str = "") -> Window | None:
        """The channel during the last call; None when the call raised, which is then told.

        channel: its name, where that is not the subject's.
        """
        name = name_of(self._subject)
        call = self._ledger.stage.last
        if call is None:
            raise RuntimeError("An expectation about a part comes after a board.call(...).")
        window = Window(channel_of(self._ledger.bench, channel or name), call)
        if digital and not window.is_digital:
            raise TypeError(f"{name} has no levels 0 and 1, it is {window.channel.kind}.")
        if call.returned:
            return window
        more = ""
        stopped = isinstance(call.error, LimitReached) and call.error.kind == "board time"
        if stopped and window.is_digital and (window.edges or window.is_crowded):
            # What it had done by another limit is not the same every time.
            more = f" Until then {name} {pulses.seen(window).replace('saw', 'had', 1)}."
        channels = (name,) if more else ()
        why = self._failure(call)
        self._tell(False, f"{name}: expected {wanted}, but {why}{more}", call, channels, why)
        return None

    def _judge(
        self,
        met: bool,
        window: Window,
        wanted: str,
        seen: str,
        why: str = "",
        others: Sequence[str] = (),
        fact: str = "",
    ) -> None:
        """Write down a finding: `wanted` where `seen` was to be seen; `fact` when it is met."""
        name = window.name
        if met:
            self._tell(True, f"{name}: {fact or wanted}.", window.call)
            return
        why = self._button_trouble(window.call) or why
        elsewhere: tuple[str, ...] = ()
        if window.is_digital and not window.edges and not window.is_crowded and not others:
            bench = self._ledger.bench
            elsewhere = pulses.changed_elsewhere(bench, window, self._ledger.named_pins)
            if not window.before:
                why = why or inputs_driven(bench, name)
            why = why or pulses.elsewhere(elsewhere)
        message = f"{sentence(f'{name}: expected {wanted}, {seen}')}{why}"
        names = (name, *others, *elsewhere)
        channels = tuple(n for n in names if n in self._ledger.trace)
        self._tell(False, message + missed_words(window.call), window.call, channels)

    def _is_too_late(self, window: Window, wanted: str, at_ms: float | None) -> bool:
        if at_ms is None or window.at_us(at_ms) <= window.end_us:
            return False
        ended = duration(window.since(window.end_us))
        self._judge(False, window, wanted, f"but the call had ended at {ended}")
        return True

    def _share(self, what: str, fraction: float, at_ms: float | None, within: float) -> None:
        when = "" if at_ms is None else f" at {duration(1000 * at_ms)}"
        wanted = f"{what} {percent(fraction)}{when}"
        window = self._window(wanted, digital=True)
        if window is None or self._is_too_late(window, wanted, at_ms):
            return
        seen = window.on_fraction(at_ms)
        met = abs(seen - fraction) <= within
        why = diagnosis.of_share(fraction, seen)
        self._judge(met, window, wanted, f"saw {percent(seen)}{when}", "" if met else why)


def _periods_ms(window: Window) -> list[float]:
    if window.pwm is not None:
        return [window.pwm.period_us / 1000] if 0 < window.pwm.on_fraction < 1 else []
    rises = window.rises()
    return [(b - a) / 1000 for a, b in pairwise(rises)]


def _no_period(window: Window) -> str:
    if window.is_crowded:
        return pulses.seen(window)
    if not window.edges:
        return pulses.seen(window)
    return f"saw only {count(len(window.rises()), 'rise')}: a period needs two"


def _first_change(window: Window) -> int | None:
    if window.is_digital:
        return window.edges[0].t_us if window.edges else None
    spans = window.channel.segments(window.start_us, window.end_us)
    times = [from_us for from_us, _, _ in spans if from_us > window.start_us]
    return times[0] if times else None


def _times(times_ms: Sequence[float]) -> str:
    shown = ", ".join(digits(ms) for ms in times_ms[:12])
    return f"{shown}{' ...' if len(times_ms) > 12 else ''} ms"
