"""What a check can expect of parts that are more than on or off: servo, buzzer, pixels, RGB LED."""

from __future__ import annotations

from collections.abc import Sequence
from math import isclose

from coursekit.bench.drawing.units import frequency, percent
from coursekit.checks import diagnosis
from coursekit.checks.expect_traces import WITHIN, WITHIN_MS, WITHIN_SHARE, TraceExpectation
from coursekit.checks.failures import missed_words
from coursekit.checks.subjects import channel_of, name_of
from coursekit.checks.window import Window
from coursekit.checks.words import count, duration


class PartExpectation(TraceExpectation):
    """The expectations of parts. Only what happened during the last call counts."""

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

    def angle(self, degrees: float, at_ms: float | None = None, within: float = 3.0) -> None:
        """The servo stands at this angle: at a time, or at the end of the call."""
        when = "" if at_ms is None else f" at {duration(1000 * at_ms)}"
        wanted = f"{degrees:.0f}°{when}"
        window = self._window(wanted)
        if window is None or self._is_too_late(window, wanted, at_ms):
            return
        seen = window.after if at_ms is None else window.channel.level_at(window.at_us(at_ms))
        why = ""
        if not window.values():
            why = " It did not move: a servo wants a pulse of 0.5 to 2.5 ms, 50 times a second."
        elif abs(seen - (180 - degrees)) <= within and abs(degrees - 90) > within:
            why = diagnosis.INVERTED
        met = abs(seen - degrees) <= within
        self._judge(met, window, wanted, f"saw {seen:.0f}°{when}", why)

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

    # -- inside -----------------------------------------------------------------------------

    def _colour(self, asked: tuple[float, ...], at_ms: float | None, within: float) -> None:
        name = name_of(self._subject)
        call = self._ledger.stage.last
        wanted = f"a brightness of {_shares(asked)} (red, green, blue)"
        first = self._window(wanted, digital=True, channel=f"{name}.R")
        if first is None or call is None or self._is_too_late(first, wanted, at_ms):
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


def _shares(shares: Sequence[float]) -> str:
    return f"({', '.join(percent(share) for share in shares)})"


def _melody(tones: Sequence[tuple[float, float | None]]) -> str:
    said = [
        frequency(hz) + (f" for {duration(1000 * ms)}" if ms is not None else "")
        for hz, ms in tones[:8]
    ]
    return ", ".join(said) + (" ..." if len(tones) > 8 else "")
