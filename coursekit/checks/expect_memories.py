"""What a check can expect of a memory chip: what is stored in it, whatever the program says."""

from __future__ import annotations

from coursekit.bench.parts.eeprom import Eeprom
from coursekit.checks.expectation import Expectation
from coursekit.checks.outcome import Outcome
from coursekit.checks.words import count, show

_MOST_BYTES = 16
_TELLING_BYTES = 4
"""So many bytes, not all the same, are somewhere by chance hardly ever."""


class MemoryExpectation(Expectation):
    """The expectations of memory chips. They are about what the chip holds now."""

    def stores(self, data: bytes, at: int = 0) -> None:
        """The chip holds these bytes from address `at` on."""
        chip = self._subject
        if not isinstance(chip, Eeprom):
            raise TypeError("stores() is about a memory chip: expect(bench.rom1).stores(b'...').")
        if not data or not 0 <= at <= at + len(data) <= chip.kind.size:
            raise ValueError(f"{chip.id} has the addresses 0 to {chip.kind.size - 1}.")
        seen = chip.memory[at : at + len(data)]
        wrong = [n for n, (a, b) in enumerate(zip(data, seen, strict=True)) if a != b]
        call = self._ledger.stage.last
        if not wrong:
            what = show(data) if len(data) <= _MOST_BYTES else f"the expected {len(data)} bytes"
            self._tell(True, f"{chip.id}: {what} from address {at} on.", call)
            return
        first = wrong[0]
        part = slice(first, first + _MOST_BYTES)
        if len(data) <= 2 * _MOST_BYTES:
            first, part = 0, slice(None)
        message = (
            f"{chip.id}: expected {show(data[part])} from address {at + first} on, "
            f"saw {show(seen[part])}. {len(wrong)} of {count(len(data), 'byte')} differ"
            f"{'' if len(wrong) > 1 else 's'}."
        )
        why = _why(chip, data, at)
        if call is not None and call.error is not None and not self._is_expected(call):
            why = f" {self._failure(call)}"
        self._tell(False, message + why, call)

    def _is_expected(self, call: Outcome) -> bool:
        """Whether this check has expected the call to raise what it raised."""
        return any(finding.met and finding.call == call.text for finding in self._ledger.findings)


def _why(chip: Eeprom, data: bytes, at: int) -> str:
    """The name of a common mistake: data that went over the border of a page."""
    page, memory = chip.kind.page, chip.memory
    for border in range(at + page - at % page, at + len(data), page):
        begin = data[border - at :][:_TELLING_BYTES]
        for first in range(at - at % page, border, page):
            there = memory[first : first + len(begin)]
            right = first >= at and data[first - at :].startswith(begin)
            if there == begin and len(set(begin)) > 1 and not right:
                return (
                    f" What belongs at {border} stands at {first}: behind the last byte of a page "
                    "the chip goes on with the first one."
                )
    return ""
