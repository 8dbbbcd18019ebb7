"""Calls that did not return: what became of them, in sentences."""

from __future__ import annotations

import re

from coursekit.bench import Bench
from coursekit.bench.buses.decode import is_refused
from coursekit.bench.faults import listed
from coursekit.bench.parts.eeprom import Eeprom
from coursekit.boards import LimitReached, RemoteError
from coursekit.boards.virtual.limits import BOARD_TIME, ENDLESS
from coursekit.checks import diagnosis
from coursekit.checks.outcome import Outcome
from coursekit.checks.window import is_slow
from coursekit.checks.words import MAX_SHOWN, clean, duration, raised, sentence

_TRACEBACK = re.compile(
    r"^(?P<irq>Uncaught exception in IRQ callback handler\n)?Traceback \(most recent call last\):\n"
    r"(?:  File [^\n]{1,500}\n){1,50}[^\n]{1,1000}",
    re.MULTILINE,
)
_NO_ACKNOWLEDGE = ("[Errno 5] EIO", "[Errno 19] ENODEV")
"""The second one is what a Pico says where nothing was to be written but the address."""
_BUSY_US = 20_000
"""A memory chip stores what was written for up to so long, and answers nobody meanwhile."""
_DATA_BYTES = 2
"""A write of fewer bytes stores nothing."""
_NAME_ERROR = re.compile(r"name '(\w+)' isn't defined")


def failure(call: Outcome, bench: Bench) -> str:
    """What became of a call that has an error: one or more sentences, `blink(3) raised ...`."""
    error = call.error
    assert error is not None
    if not isinstance(error, RemoteError):  # a sentence of the kit's own
        said = sentence(f"{call.text} failed: {clean(str(error), 3 * MAX_SHOWN)}")
        if call.returned and "<bound_method " in str(error):
            return said + " Are the brackets of a call missing, as in value()?"
        timed_out = isinstance(error, LimitReached) and error.kind == BOARD_TIME
        if timed_out and is_slow(bench, call):
            said = said.replace(ENDLESS, diagnosis.ENDLESS_OR_SECONDS)
        return said
    name = _missing_function(call, error)
    if name:
        return (
            f"{call.text} failed: there is no {name} on the board. "
            f"Has the cell that defines {name} been run, without an error?"
        )
    return sentence(f"{call.text} {raised(error)}") + _undefined(error) + _refused(call, bench)


def _undefined(error: RemoteError) -> str:
    """What to look for when a name is not known: most often a cell above that was not run."""
    found = _NAME_ERROR.fullmatch(error.message) if error.name == "NameError" else None
    if found is None:
        return ""
    return f" Is {clean(found[1])} spelled right, and has the cell that defines it been run?"


def _refused(call: Outcome, bench: Bench) -> str:
    """Who did not acknowledge, and whether it may have been busy; for an OSError of an I2C bus."""
    error = call.error
    if not isinstance(error, RemoteError) or error.message not in _NO_ACKNOWLEDGE:
        return ""
    went = bench.transactions(None, call.start_us - _BUSY_US, call.end_us)
    if not went or not is_refused(went[-1]) or went[-1].start_us < call.start_us:
        return ""
    address = went[-1].address
    said = f" 0x{address:02x} did not acknowledge."
    before = [t for t in went[:-1] if t.address == address and not is_refused(t)]
    stores = any(
        isinstance(part, Eeprom) and part.powered and address in part.addresses()
        for part in bench.parts.values()
    )
    if not stores or not before or before[-1].read or len(before[-1].data) < _DATA_BYTES:
        return said
    passed = duration(went[-1].start_us - before[-1].end_us)
    return f"{said} Data was written to it {passed} before: is it still busy?"


def handler_words(call: Outcome) -> str:
    """The first exception of an interrupt handler among what the call printed, or "".

    Only a hard handler's says where it comes from; the others look like any that is printed.
    """
    for found in _TRACEBACK.finditer(call.output.replace("\r\n", "\n")):
        irq = found["irq"] or ""
        error = RemoteError.from_traceback(found[0].removeprefix(irq))
        if not error.frames:
            continue
        if irq:
            return sentence(f" An interrupt handler {raised(error)}")
        if error.frames[0].function not in (_function(call).rpartition(".")[2], "<module>", ""):
            said = raised(error).removeprefix("raised ")
            return f" The call printed {said}: was that raised in an interrupt handler?"
    return ""


def missed_words(call: Outcome) -> str:
    """What was to happen during the call and did not, because it had ended."""
    if not call.missed:
        return ""
    return f" The call ended at {duration(1000 * call.lasted_ms)}, before {listed(call.missed)}."


def _function(call: Outcome) -> str:
    """The name of the function that was called, `blink` or `door.is_open`."""
    return call.text.partition("(")[0]


def _missing_function(call: Outcome, error: RemoteError) -> str:
    """The name of the function that was called, if it is that which does not exist."""
    name = _function(call).partition(".")[0]
    inside = any(frame.function not in ("", "<module>") for frame in error.frames)
    if inside or error.name != "NameError" or error.message != f"name '{name}' isn't defined":
        return ""
    return clean(name)
