"""What a check can expect of a display: the text that is to be read on it."""

from __future__ import annotations

from coursekit.bench.parts.frame import Frame
from coursekit.checks.display_text import best_lines, is_shown
from coursekit.checks.expect_traces import TraceExpectation
from coursekit.checks.subjects import name_of
from coursekit.checks.words import count, duration, show


class DisplayExpectation(TraceExpectation):
    """The expectations of displays."""

    def shows_text(self, text: str, at_ms: float | None = None) -> None:
        """The display shows this and nothing else: at a time, or at the end of the call.

        Lines are separated by "\\n"; where they stand on the display makes no difference. The
        letters are those of framebuf's text(), lit on a dark ground. "" is a dark display.
        """
        when = "at the end" if at_ms is None else f"at {duration(1000 * at_ms)}"
        wanted = f"{show(text)} {when}" if text.strip() else f"a dark display {when}"
        window = self._window(wanted)
        if window is None or self._is_too_late(window, wanted, at_ms):
            return
        frame = window.after if at_ms is None else window.channel.level_at(window.at_us(at_ms))
        if not isinstance(frame, Frame):
            raise TypeError(f"{name_of(self._subject)} is no display.")
        rows = frame.rows()
        lines = best_lines(rows)
        lit = sum(map(sum, rows))
        if lines:
            seen = f"saw {show(chr(10).join(lines))}"
        else:
            seen = f"saw no text, only {count(lit, 'pixel')}" if lit else "saw it dark"
        met = is_shown(rows, text)
        if not met and lines == [line.strip() for line in text.split("\n")]:
            seen += " and something beside it"
        why = "" if met or window.values() else " Nothing on it changed during the call."
        self._judge(met, window, wanted, seen, why)
