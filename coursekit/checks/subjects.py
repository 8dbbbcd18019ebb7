"""From what a check names, a part or a channel, to the channels of the trace behind it."""

from __future__ import annotations

import re
from difflib import get_close_matches

from coursekit.bench import Bench, Part
from coursekit.bench.pins import GPIOS, ONBOARD_LED
from coursekit.bench.trace import Channel, Trace

_GPIO = re.compile(r"GP(\d+)")


def channel_of(bench: Bench, name: str) -> Channel:
    """The channel `name`; one without records for a pin that nobody has used.

    Raises KeyError, with what there is, for any other name.
    """
    if name in bench.trace:
        return bench.trace[name]
    number = _GPIO.fullmatch(name)
    if number and int(number[1]) in GPIOS:
        return Trace().channel(name, "digital")
    known = [channel.name for channel in bench.trace]
    near = get_close_matches(name, known, n=1)
    hint = f"Did you mean {near[0]!r}?" if near else f"There are: {', '.join(known)}."
    raise KeyError(f"{name!r} is neither a part with a channel of its own nor a channel. {hint}")


def name_of(subject: object) -> str:
    """The channel that a subject names: a part's id, or the text itself. Raises TypeError."""
    if isinstance(subject, Part):
        return subject.id
    if isinstance(subject, str):
        return subject
    raise TypeError(
        "This expectation is about a part or a channel: expect(bench.led1) or expect('GP15')."
    )


def inputs_driven(bench: Bench, name: str) -> str:
    """Says so when the program gave a level to a pin of this part that is still an input."""
    for wired in sorted(wired_to(bench, name)):
        number = _GPIO.fullmatch(wired)
        if number and bench.pin(int(number[1])).is_written_input:
            return f" {wired} is an input: was Pin({number[1]}, Pin.OUT) meant?"
    return ""


def wired_to(bench: Bench, name: str) -> frozenset[str]:
    """The channels of the board's pins that have to do with a part or channel, itself included."""
    found = {name}
    part = name.partition(".")[0]
    number = _GPIO.fullmatch(name)
    for component in bench.netlist.components:
        gpios = {gpio for gpio in component.gpios if gpio != ONBOARD_LED}
        ids = {part_id for net in component.nets for part_id, _ in bench.netlist.nets[net].pins}
        if part in ids or (number and int(number[1]) in gpios):
            found |= {f"GP{gpio}" for gpio in gpios}
    return frozenset(found)
