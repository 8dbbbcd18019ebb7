"""What a check can expect of a value: of a call's outcome, or of any value on the host."""

from __future__ import annotations

import builtins
from collections.abc import Sequence
from dataclasses import replace

from coursekit.boards.errors import BoardError, BoardFault, RemoteError
from coursekit.checks import diagnosis, speed
from coursekit.checks.compare import is_close, is_number, is_same
from coursekit.checks.expectation import Expectation
from coursekit.checks.failures import missed_words
from coursekit.checks.outcome import Outcome
from coursekit.checks.subjects import handled_buttons, wired_to
from coursekit.checks.words import duration, raised, sentence, show, type_name


class ValueExpectation(Expectation):
    """The expectations of values. Types count: True is not 1, and 1 is not 1.0."""

    def equals(self, expected: object, *, hexadecimal: bool = False) -> None:
        """The value is `expected`, and of its type. Floats agree to six digits.

        hexadecimal: the message writes whole numbers so, as the addresses of a bus are written.
        """
        wanted = show(expected, hexadecimal=hexadecimal)
        if self._failed(wanted):
            return
        value = self._value
        met = is_same(value, expected)
        why = "" if met else diagnosis.of_value(expected, value, self._output)
        if not met:
            why = self._of_button(expected, why)
        if why == diagnosis.NO_RETURN and self._may_be_none():
            why = ""
        self._say(met, wanted, why, hexadecimal=hexadecimal)

    def close_to(self, expected: float, within: float) -> None:
        """The value is a number, not further than `within` from `expected`."""
        wanted = f"{show(expected)} (give or take {show(within)})"
        if self._failed(wanted):
            return
        value = self._value
        met = is_close(value, expected, within)
        self._say(met, wanted, "" if met else diagnosis.of_value(expected, value, self._output))

    def between(self, low: float, high: float) -> None:
        """The value is a number from `low` to `high`, both included."""
        wanted = f"a number from {show(low)} to {show(high)}"
        if self._failed(wanted):
            return
        value = self._value
        met = isinstance(value, int | float) and is_number(value) and low <= value <= high
        self._say(met, wanted, "" if is_number(value) else self._of_type(value, "a number"))

    def one_of(self, *expected: object) -> None:
        """The value is one of these."""
        wanted = f"one of {', '.join(map(show, expected))}"
        if self._failed(wanted):
            return
        value = self._value
        met = any(is_same(value, choice) for choice in expected)
        self._say(met, wanted, diagnosis.of_value(expected[0], None) if value is None else "")

    def contains(self, item: object) -> None:
        """The value is a str with this in it, or a list, tuple, set or dict with this item."""
        wanted = f"something with {show(item)} in it"
        if self._failed(wanted):
            return
        value = self._value
        if isinstance(value, str | bytes | bytearray):
            same = isinstance(item, str) is isinstance(value, str)
            met = same and isinstance(item, str | bytes) and item in value  # type: ignore[operator]
        elif isinstance(value, list | tuple | set | frozenset | dict):
            met = any(is_same(found, item) for found in value)
        else:
            met = False
        self._say(met, wanted, diagnosis.of_value(item, None) if value is None else "")

    def is_a(self, kind: str | type) -> None:
        """The value is of this type: `"int"` or `int`. A bool is no int."""
        name = kind if isinstance(kind, str) else kind.__name__
        wanted = f"a value of type {name}"
        if self._failed(wanted):
            return
        known = getattr(builtins, name, type(self._value))  # a record may have any name
        met = type_name(self._value) == name and type(self._value) in (known, type(known))
        why = "" if met else self._of_type(self._value, name)
        if not met and type_name(self._value) == name:
            why = f" That is no {name}, though it is called one."
        self._say(met, wanted, why)

    def returns_nothing(self) -> None:
        """The call returned without a value."""
        if not self._failed("no value (None)"):
            self._say(self._value is None, "no value (None)")

    def raises(self, name: str, saying: str = "") -> None:
        """The call raised the exception `name`, with `saying` in its message."""
        call = self._call("raises")
        wanted = name + (f" saying {show(saying)}" if saying else "")
        error = call.error
        if error is None:
            message = f"{call.text} gave {show(call.value)}, expected it to raise {wanted}."
            self._tell(False, message, call)
            return
        met = isinstance(error, RemoteError) and error.name == name and saying in error.message
        why = self._failure(call)
        message = f"{why} Expected {wanted}."
        if met and isinstance(error, RemoteError):
            message = sentence(f"{call.text} {raised(error)}")
        if call.returned and f"{name}(" in str(error):
            message = (
                f"{call.text} returned {name}(...), expected it to raise {wanted}. "
                "Write raise in place of return."
            )
        self._tell(met, message, call, cause=why)

    def prints(self, text: str) -> None:
        """The call printed just this; a line end after it makes no difference."""
        self.prints_lines(text.removesuffix("\n").split("\n"))

    def prints_lines(self, lines: Sequence[str]) -> None:
        """The call printed just these lines."""
        call = self._call("prints")
        wanted = _lines_shown(lines)
        if self._failed(f"it to print {wanted}"):
            return
        seen = call.output.removesuffix("\n").split("\n") if call.output else []
        met = seen == list(lines)
        if met:
            self._tell(True, f"{call.text} printed {wanted}.", call)
            return
        printed = f"printed {_lines_shown(seen)}" if seen else "printed nothing"
        why = ""
        if not seen and isinstance(call.value, str):
            why = " It returned a str: print() is what shows it."
        elif [line.strip() for line in seen] == [line.strip() for line in lines]:
            why = " Only spaces differ."
        elif len(seen) != len(lines):
            why = diagnosis.of_count(len(lines), len(seen))
        self._tell(False, f"{call.text} {printed}, expected {wanted}.{why}", call)

    def prints_nothing(self) -> None:
        """The call printed nothing."""
        call = self._call("prints_nothing")
        if self._failed("it to print nothing"):
            return
        seen = show(call.output.removesuffix("\n"))
        met = not call.output
        self._tell(
            met,
            f"{call.text} printed nothing."
            if met
            else f"{call.text} printed {seen}, expected it to print nothing.",
            call,
        )

    def lasts(self, ms: float, within_ms: float | None = None) -> None:
        """The call took so long, in board time; give or take 5 % and at least 2 ms."""
        call = self._call("lasts")
        slack = within_ms if within_ms is not None else max(2.0, 0.05 * ms)
        if self._failed(f"it to last {duration(1000 * ms)}"):
            return
        met = abs(call.lasted_ms - ms) <= slack
        why = "" if met else diagnosis.of_time(ms, call.lasted_ms)
        self._say_time(met, call, duration(1000 * ms), why)

    def lasts_at_most(self, ms: float) -> None:
        """The call took no longer than that, in board time."""
        call = self._call("lasts_at_most")
        if self._failed(f"it to last at most {duration(1000 * ms)}"):
            return
        met = call.lasted_ms <= ms
        why = "" if met else diagnosis.of_time(ms, call.lasted_ms)
        self._say_time(met, call, f"at most {duration(1000 * ms)}", why)

    def allocates_at_most(self, size: int) -> None:
        """The call takes no more than `size` bytes of heap; for that it is made four more times.

        What only a garbage collection gives back counts. A word has eight bytes.
        """
        call = self._call("allocates_at_most")
        wanted = f"at most {_bytes(size)} of heap"
        if self._failed(wanted):
            return
        if call.heap is None:
            raise TypeError("allocates_at_most() is about a board.call(...).")
        try:
            taken = call.heap()
        except BoardFault:
            raise
        except BoardError as error:
            again = replace(call, error=error)
            self._tell(False, f"Called again, {self._failure(again)} Expected {wanted}.", call)
            return
        if taken is None:
            message = f"{call.text} collected garbage, so what it takes of the heap cannot be told"
            self._tell(False, f"{message}, expected {wanted}. Leave out gc.collect().", call)
            return
        met = taken <= size
        why = "" if met else diagnosis.NEW_OBJECTS
        message = f"{call.text} took {_bytes(taken)} of heap, expected {wanted}.{why}"
        self._tell(met, message, call)

    def faster_than(self, other: Outcome, times: float) -> None:
        """The call takes the processor at most 1/`times` as long as `other` does.

        Both are made many times more. The message holds no figure, for that would differ a little
        each time.
        """
        call = self._call("faster_than")
        wanted = f"at least {times:g} times as fast as {other.text}"
        if self._failed(wanted):
            return
        if other.error is not None:
            self._tell(False, f"{self._failure(other)} Expected {call.text} to be {wanted}.", other)
            return
        if call.repeated is None or other.repeated is None:
            raise TypeError("faster_than() is about two board.call(...)s.")
        try:
            found = speed.ratio(other.repeated, call.repeated, times)
        except BoardFault:
            raise
        except BoardError as error:
            again = replace(call, error=error)
            self._tell(False, f"Called again, {self._failure(again)} Expected {wanted}.", call)
            return
        met = found >= times
        self._tell(met, f"{call.text} is {'' if met else 'not '}{wanted}.", call)

    # -- inside -----------------------------------------------------------------------------

    @property
    def _value(self) -> object:
        return self._subject.value if isinstance(self._subject, Outcome) else self._subject

    @property
    def _output(self) -> str:
        return self._subject.output if isinstance(self._subject, Outcome) else ""

    def _of_button(self, expected: object, why: str) -> str:
        """`why`, or what is more likely where somebody handled a button during the call."""
        call, value = self._subject, self._value
        if not isinstance(call, Outcome) or not handled_buttons(self._ledger.bench, call.touched):
            return why
        if type(value) is type(expected) and (trouble := self._button_trouble(call)):
            return trouble
        if why == diagnosis.EACH_INVERTED and diagnosis.is_uniform(value):
            why = diagnosis.INVERTED  # then nothing shows that it followed the button
        if why in (diagnosis.INVERTED, diagnosis.EACH_INVERTED):
            return why + diagnosis.ACTIVE_LOW
        if isinstance(value, int) and isinstance(expected, int) and value > expected:
            return diagnosis.BOUNCE
        return why

    def _may_be_none(self) -> bool:
        """Whether this check has expected None of the same call before, and got it."""
        call = self._subject
        return isinstance(call, Outcome) and any(
            finding.met and finding.call == call.text and finding.message.endswith(" gave None.")
            for finding in self._ledger.findings
        )

    def _call(self, method: str) -> Outcome:
        if isinstance(self._subject, Outcome):
            return self._subject
        raise TypeError(f"{method}() is about a call: expect(board.call(...)).{method}(...).")

    def _failed(self, wanted: str) -> bool:
        """Write down that the call raised, if it did; then there is nothing more to expect."""
        call = self._subject
        if not isinstance(call, Outcome) or call.error is None:
            return False
        why = self._failure(call)
        self._tell(False, f"{why} Expected {wanted}.", call, cause=why)
        return True

    def _say(self, met: bool, wanted: str, why: str = "", *, hexadecimal: bool = False) -> None:
        call = self._subject if isinstance(self._subject, Outcome) else None
        value = show(self._value, hexadecimal=hexadecimal)
        seen = f"{call.text} gave {value}" if call else f"Found {value}"
        if met:
            same = seen.endswith(f" {wanted}")
            self._tell(True, f"{seen}." if same else f"{seen}, expected {wanted}.", call)
        else:
            missed = missed_words(call) if call else ""
            if missed and why != diagnosis.NO_RETURN:
                why = ""  # it saw less than was to be seen, whatever the number looks like
            message = f"{seen}, expected {wanted}.{why}{missed}"
            self._tell(False, message, call, self._handled(call))

    def _say_time(self, met: bool, call: Outcome, wanted: str, why: str) -> None:
        seen = f"{call.text} took {duration(1000 * call.lasted_ms)}"
        missed = "" if met else missed_words(call)
        self._tell(met, f"{seen}, expected {wanted}.{why}{missed}", call, self._handled(call))

    def _handled(self, call: Outcome | None) -> tuple[str, ...]:
        """The parts that were handled during the call, each with the pins wired to it."""
        bench = self._ledger.bench
        found: list[str] = []
        for part in call.touched if call is not None else ():
            pins = sorted(wired_to(bench, part) - {part})
            found += [name for name in (part, *pins) if name in self._ledger.trace]
        return tuple(dict.fromkeys(found))

    @staticmethod
    def _of_type(value: object, name: str) -> str:
        return (
            f" That is of type {type_name(value)}, not {name}."
            if value is not None
            else (diagnosis.of_value(name, None))
        )


def _bytes(number: int) -> str:
    return "1 byte" if number == 1 else f"{number} bytes"


def _lines_shown(lines: Sequence[str]) -> str:
    if len(lines) == 1:
        return show(lines[0])
    return f"{len(lines)} lines, {', '.join(map(show, lines[:4]))}" + (
        " ..." if len(lines) > 4 else ""
    )
