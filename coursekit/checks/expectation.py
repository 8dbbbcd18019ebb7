"""What every expectation needs: the subject, the call that it is about, and where to write.

The words of the expectations themselves are in expect_values.py and expect_traces.py.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass, field

from coursekit.bench import Bench
from coursekit.bench.trace import Channel, Trace
from coursekit.checks.failures import failure, handler_words
from coursekit.checks.outcome import Outcome
from coursekit.checks.pictures import snapshot
from coursekit.checks.stage import Stage
from coursekit.checks.subjects import button_pin_trouble
from coursekit.checks.verdict import Finding

BEGIN_HIDDEN = "BEGIN HIDDEN TESTS"
END_HIDDEN = "END HIDDEN TESTS"


@dataclass
class Ledger:
    """The findings of a check that is running, and what of its text they depend on.

    named_pins: the pins of the parts and channels that it names.
    """

    filename: str
    hidden_lines: frozenset[int]
    stage: Stage
    bench: Bench
    named_pins: frozenset[str] = frozenset()
    findings: list[Finding] = field(default_factory=list)

    @property
    def trace(self) -> Trace:
        """The bench's trace."""
        return self.bench.trace

    def is_hidden(self) -> bool:
        """Whether the line of the check that is being carried out is a hidden one."""
        frame = sys._getframe(1)
        while frame is not None and frame.f_code.co_filename != self.filename:
            frame = frame.f_back  # type: ignore[assignment]
        return frame is not None and frame.f_lineno in self.hidden_lines


def hidden_lines(code: str) -> frozenset[int]:
    """The numbers of the lines between the marks of hidden tests, marks included."""
    found: set[int] = set()
    inside = False
    for number, line in enumerate(code.split("\n"), 1):  # the lines as Python counts them
        inside = inside or BEGIN_HIDDEN in line
        if inside:
            found.add(number)
        inside = inside and END_HIDDEN not in line
    return frozenset(found)


class Expectation:
    """What `expect` gives: each of its methods states one thing and returns nothing."""

    def __init__(self, subject: object, ledger: Ledger) -> None:
        self._subject = subject
        self._ledger = ledger

    def _button_trouble(self, call: Outcome) -> str:
        """What is wrong with the pin of a button that was handled during the call, or ""."""
        if call is not self._ledger.stage.last:
            return ""  # pins are looked at as they are now
        return button_pin_trouble(self._ledger.bench, call.touched)

    def _failure(self, call: Outcome) -> str:
        """What became of a call that has an error, in sentences."""
        return failure(call, self._ledger.bench)

    def _tell(
        self,
        met: bool,
        message: str,
        call: Outcome | None = None,
        channels: tuple[str, ...] = (),
        cause: str = "",
    ) -> None:
        """Write down one finding; the first that is not met and has channels gets their diagram."""
        text = call.text if call is not None else ""
        drawing = None
        drawn = any(finding.figure for finding in self._ledger.findings)
        if call is not None and channels and not met and not drawn:
            trace, window = self._ledger.trace, (call.start_us, call.end_us)
            names = tuple(dict.fromkeys((*channels, *_known(trace, call))))
            drawing = snapshot(trace, names, window, text)
        hidden = self._ledger.is_hidden()
        if call is not None and not met:
            message += self._handler_words(call, hidden)
        self._ledger.findings.append(Finding(met, message, hidden, drawing, text, cause))

    def _handler_words(self, call: Outcome, hidden: bool) -> str:
        """What a handler raised during the call, unless that was said about it before."""
        said = handler_words(call)
        told = any(
            said in finding.message
            for finding in self._ledger.findings
            if finding.call == call.text and finding.hidden == hidden
        )
        return "" if told else said


def _known(trace: Trace, call: Outcome) -> tuple[str, ...]:
    """The channels of the parts that were handled: their own, and what they feel if it was set."""

    def was_set(channel: Channel) -> bool:
        times_us = channel.times_us
        return bool(((call.start_us < times_us) & (times_us <= call.end_us)).any())

    return tuple(
        channel.name
        for part in call.touched
        for channel in trace
        if channel.name == part or (channel.name.startswith(f"{part} ") and was_set(channel))
    )
