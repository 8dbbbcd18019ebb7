"""What a check can expect of a channel of the trace, over the time of the last call.

All times are milliseconds of board time from the start of that call.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from math import isclose

from coursekit.bench.drawing.units import duration, frequency, percent, three_digits
from coursekit.checks import diagnosis, pulses
from coursekit.checks.expectation import Expectation
from coursekit.checks.failures import failure, missed_words
from coursekit.checks.subjects import channel_of, name_of, wired_to
from coursekit.checks.window import Window
from coursekit.checks.words import count, sentence, show

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

    def brightness(
        self,
        fraction: float | Sequence[float],
        at_ms: float | None = None,
        within: float = WITHIN_SHARE,
    ) -> None:
        """The LED is so bright, 0..1; of an RGB LED all three: `brightness((1, 0.5, 0))`."""
        if isinstance(fraction, int | float):
            self._share("a brightness of", float(fraction), at_ms, within)
        else:
            self._colour(tuple(float(part) for part in fraction), at_ms, within)

    def level(self, level: int, at_ms: float | None = None) -> None:
        """It is on (1) or off (0): at a time, or at the end of the call."""
        when = "at the end" if at_ms is None else f"at {duration(1000 * at_ms)}"
        wanted = f"{_LEVELS[level]} {when}"
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
        seen = _LEVELS[int(share)] if share in (0, 1) else f"PWM, on {percent(share)}"
        why = "" if window.edges or window.pwm else self._elsewhere(window)
        if share == 1 - level and window.edges and not window.pwm:
            why = why or diagnosis.INVERTED
        self._judge(share == level, window, wanted, f"saw it {seen} {when}", why)

    def stays(self, level: int) -> None:
        """It is on (1) or off (0) during the whole call."""
        wanted = f"it to stay {_LEVELS[level]}"
        window = self._window(wanted, digital=True)
        if window is None:
            return
        if window.edge_count or window.edges:
            seen = pulses.seen(window)
        else:
            seen = f"saw it {_LEVELS[int(bool(window.before))]} throughout"
        met = not window.edge_count and not window.edges and int(bool(window.before)) == level
        if window.pwm and window.on_fraction() not in (0.0, 1.0):
            met = False
        self._judge(met, window, wanted, seen)

    def changes_at(self, times_ms: Sequence[float], within_ms: float = WITHIN_MS) -> None:
        """It changes at just these times, each give or take `within_ms`."""
        wanted = f"changes at {_times(times_ms)} (give or take {three_digits(within_ms)} ms)"
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
            why = diagnosis.of_count(len(times_ms), len(found))
            why = why or diagnosis.of_time(times_ms[-1], found[-1])
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

    def angle(self, degrees: float, at_ms: float | None = None, within: float = 3.0) -> None:
        """The servo stands at this angle: at a time, or at the end of the call."""
        when = "" if at_ms is None else f" at {duration(1000 * at_ms)}"
        wanted = f"{three_digits(degrees)}°{when}"
        window = self._window(wanted)
        if window is None or self._is_too_late(window, wanted, at_ms):
            return
        seen = window.after if at_ms is None else window.channel.level_at(window.at_us(at_ms))
        why = ""
        if abs(seen - (180 - degrees)) <= within and abs(degrees - 90) > within:
            why = diagnosis.INVERTED
        elif not window.values():
            why = " It did not move: a servo wants a pulse of 0.5 to 2.5 ms, 50 times a second."
        met = abs(seen - degrees) <= within
        self._judge(met, window, wanted, f"saw {three_digits(seen)}°{when}", why)

    def tone(self, hz: float, for_ms: float | None = None, within: float = WITHIN) -> None:
        """The buzzer sounded this one tone, and for so long."""
        wanted = f"a tone of {frequency(hz)}"
        if for_ms is not None:
            wanted += f" for {duration(1000 * for_ms)}"
        self._tones([(hz, for_ms)], wanted, within)

    def tones(self, melody: Sequence[float | tuple[float, float]], within: float = WITHIN) -> None:
        """The buzzer sounded these tones in this order: frequencies, or (Hz, ms)."""
        asked = [(float(t), None) if isinstance(t, int | float) else t for t in melody]
        self._tones(asked, f"the tones {_melody(asked)}", within)

    def shows(
        self,
        pixels: Sequence[tuple[int, int, int]],
        at_ms: float | None = None,
        within: int = 0,
    ) -> None:
        """The NeoPixels show these colours, (r, g, b) each; those not named are dark."""
        when = "at the end" if at_ms is None else f"at {duration(1000 * at_ms)}"
        window = self._window(f"other pixels {when}")
        if window is None or self._is_too_late(window, f"pixels {when}", at_ms):
            return
        now = window.after if at_ms is None else window.channel.level_at(window.at_us(at_ms))
        seen = [tuple(pixel) for pixel in now]
        asked = [tuple(pixel) for pixel in pixels]
        asked += [(0, 0, 0)] * (len(seen) - len(asked))
        wrong = [
            number
            for number, (a, b) in enumerate(zip(asked, seen, strict=False))
            if any(abs(x - y) > within for x, y in zip(a, b, strict=True))
        ]
        if not wrong:
            self._judge(True, window, f"{len(asked)} colours {when}", "saw them")
            return
        n = wrong[0]
        why = ""
        if not window.values():
            why = " Nothing was sent to the pixels: write() shows what was set."
        elif seen == asked[::-1]:
            why = " The order is the wrong way round."
        elif (asked[n][1], asked[n][0], asked[n][2]) == seen[n]:
            why = " Red and green are swapped."
        more = f", and {count(len(wrong) - 1, 'more pixel')} wrong" if len(wrong) > 1 else ""
        self._judge(
            False, window, f"pixel {n} to show {asked[n]} {when}", f"saw {seen[n]}{more}", why
        )

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

    def _window(self, wanted: str, *, digital: bool = False) -> Window | None:
        """The channel during the last call; None when the call raised, which is then told."""
        name = name_of(self._subject)
        call = self._ledger.stage.last
        if call is None:
            raise RuntimeError("An expectation about a part comes after a board.call(...).")
        window = Window(channel_of(self._ledger.bench, name), call)
        if digital and not window.is_digital:
            raise TypeError(f"{name} has no levels 0 and 1, it is {window.channel.kind}.")
        if call.returned:
            return window
        more = ""
        if not call.ended and window.is_digital and (window.edges or window.is_crowded):
            more = f" Until then {name} {pulses.seen(window).replace('saw', 'had', 1)}."
            more += pulses.why(window, 0, 1.0, None, 1.0) if window.ends_on else ""
        channels = (name,) if more else ()
        message = f"{name}: expected {wanted}, but {failure(call)}{more}"
        self._tell(False, message, call, channels)
        return None

    def _judge(
        self,
        met: bool,
        window: Window,
        wanted: str,
        seen: str,
        why: str = "",
        others: Sequence[str] = (),
    ) -> None:
        name = window.name
        if met:
            self._tell(True, f"{name}: {wanted}.", window.call)
            return
        if not why and window.is_digital and not window.edges and not window.is_crowded:
            why = self._elsewhere(window)
        message = f"{sentence(f'{name}: expected {wanted}, {seen}')}{why}"
        changed = pulses.changed_elsewhere(self._ledger.trace, window, self._own(name))
        nothing = window.is_digital and not window.edges and not window.is_crowded
        names = (name, *others, *(changed if nothing else ()))
        channels = tuple(n for n in names if n in self._ledger.trace)
        self._tell(False, message + missed_words(window.call), window.call, channels)

    def _own(self, name: str) -> frozenset[str]:
        return wired_to(self._ledger.bench, name)

    def _elsewhere(self, window: Window) -> str:
        return pulses.elsewhere(self._ledger.trace, window, self._own(window.name))

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

    def _colour(self, asked: tuple[float, ...], at_ms: float | None, within: float) -> None:
        name = name_of(self._subject)
        call = self._ledger.stage.last
        wanted = f"a brightness of {_shares(asked)} (red, green, blue)"
        first = TraceExpectation(f"{name}.R", self._ledger)._window(wanted, digital=True)
        if first is None or call is None:
            return
        bench = self._ledger.bench
        names = [f"{name}.{colour}" for colour in "RGB"]
        found = [Window(channel_of(bench, n), call).on_fraction(at_ms) for n in names]
        met = all(abs(a - b) <= within for a, b in zip(asked, found, strict=True))
        why = ""
        if all(abs(1 - a - b) <= within for a, b in zip(asked, found, strict=True)):
            why = diagnosis.INVERTED
        elif sorted(asked) == sorted(found):
            why = " The colours are swapped: which pin is which?"
        channels = () if met else tuple(names)
        message = f"expected {wanted}, saw {_shares(found)}."
        text = f"{name}: {wanted}." if met else f"{name}: {message}{why}{missed_words(call)}"
        self._tell(met, text, call, channels)

    def _tones(
        self, asked: Sequence[tuple[float, float | None]], wanted: str, within: float
    ) -> None:
        window = self._window(wanted)
        if window is None:
            return
        found = window.tones()
        met = len(found) == len(asked) and all(
            isclose(hz, want, rel_tol=within)
            and (for_ms is None or abs(ms - for_ms) <= max(within * for_ms, WITHIN_MS))
            for (hz, ms), (want, for_ms) in zip(found, asked, strict=True)
        )
        if not found:
            seen = "heard nothing"
        elif len(found) == 1:
            seen = f"heard {frequency(found[0][0])} for {duration(1000 * found[0][1])}"
        else:
            seen = f"heard {count(len(found), 'tone')}: {_melody(found)}"
        why = ""
        if found and not met:
            why = diagnosis.of_count(len(asked), len(found))
            if not why:
                why = diagnosis.of_rate(asked[0][0], found[0][0])
            if not why and asked[0][1]:
                why = diagnosis.of_time(asked[0][1], found[0][1])
        self._judge(met, window, wanted, seen, why)


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
    shown = ", ".join(three_digits(ms) for ms in times_ms[:12])
    return f"{shown}{' ...' if len(times_ms) > 12 else ''} ms"


def _shares(shares: Sequence[float]) -> str:
    return f"({', '.join(percent(share) for share in shares)})"


def _melody(tones: Sequence[tuple[float, float | None]]) -> str:
    said = [
        frequency(hz) + (f" for {duration(1000 * ms)}" if ms is not None else "")
        for hz, ms in tones[:8]
    ]
    return ", ".join(said) + (" ..." if len(tones) > 8 else "")
