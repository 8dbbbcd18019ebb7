"""%at: what people do to the parts while the program runs."""

from __future__ import annotations

import re

from coursekit.session.connection import bench_of
from coursekit.session.magics.registry import line_magic
from coursekit.session.run import CellRun, UsageError
from coursekit.session.stimuli import Stimulus

_NUMBER = r"\d+(?:\.\d*)?|\.\d+"
_FORM = re.compile(
    rf"(?P<at>{_NUMBER})\s+(?P<verb>\w+)\s+(?P<part>\S+)"
    rf"(?:\s+for\s+(?P<for>{_NUMBER})|(?:\s+(?P<quantity>[a-z]\w*))?\s+to\s+(?P<to>\S+))?"
)
MEANT = {
    "press": "%at 500 press btn1 for 80",
    "release": "%at 600 release btn1",
    "turn": "%at 500 turn pot1 to 0.5",
    "move": "%at 500 move sw1 to right",
    "set": "%at 500 set bmp1 temperature_c to 30",
    "unplug": "%at 500 unplug bmp1:SDA",
    "plug": "%at 900 plug bmp1:SDA",
}
"""What can be done, each with an example."""
_VERBS = "press, release, turn, move, set, unplug or plug"


@line_magic("at", in_answers=True)
def at(arguments: str, run: CellRun) -> None:
    """Does something to a part while the program below it runs.

    %at TIME press PART [for MS]     presses a button, lets go after MS milliseconds
    %at TIME release PART            lets go of a button
    %at TIME turn PART to VALUE      turns a potentiometer to 0.0 ... 1.0
    %at TIME move PART to SIDE       moves a slide switch left or right
    %at TIME set PART QUANTITY to VALUE    what it feels, as bmp1 temperature_c
    %at TIME unplug PART:PIN         pulls the wires off a pin; PART alone: off all its pins
    %at TIME plug PART:PIN           plugs them in again

    TIME is in milliseconds of board time from the start of the cell's program. What was to come
    after the program's end does not happen. With a real board it says what you should do.
    """
    found = _FORM.fullmatch(arguments)
    if not found or found["verb"] not in MEANT:
        verb = found["verb"] if found else ""
        example = MEANT.get([*arguments.split(), "", ""][1], MEANT["press"])
        why = f"There is no verb {verb!r}: {_VERBS}. " if verb else ""
        raise UsageError(f"{why}Write it like this: {example}")
    verb, part, at_ms = found["verb"], found["part"], float(found["at"])
    needs_to, takes_for = verb in ("turn", "move", "set"), verb == "press"
    quantity = found["quantity"] or ""
    fits = needs_to == bool(found["to"]) and (verb == "set") == bool(quantity)
    if not fits or (found["for"] and not takes_for):
        raise UsageError(f"Write it like this: {MEANT[verb]}")
    for_ms = float(found["for"]) if found["for"] else None
    if bench_of(run.session.open_board(run)) is None:
        during = f" for {for_ms:g} ms" if for_ms is not None else ""
        to = f" to {found['to']}" if found["to"] else ""
        what = f" {quantity}" if quantity else ""
        run.write(f"At {at_ms / 1000:g} s: {verb} {part}{what}{to}{during}\n")
        return
    if not run.has_code:
        raise UsageError("%at stands above a program: the time counts from its start.")
    number = {"turn": _NUMBER, "set": f"-?(?:{_NUMBER})"}.get(verb)
    if number and not re.fullmatch(number, found["to"]):
        raise UsageError(f"Write it like this: {MEANT[verb]}")
    run.stimuli.append(Stimulus(at_ms, verb, part, for_ms, found["to"] or "", quantity))
