"""From what a check names, a part or a channel, to the channels of the trace behind it."""

from __future__ import annotations

import re
from difflib import get_close_matches

from coursekit.bench import Bench, Part
from coursekit.bench.circuit import solve
from coursekit.bench.faults import pull_fault
from coursekit.bench.live import PinState
from coursekit.bench.netlist import Switch
from coursekit.bench.parts.button import PushButton
from coursekit.bench.pins import GPIOS, ONBOARD_LED, Mode, Pull
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


def handled_buttons(bench: Bench, touched: tuple[str, ...]) -> list[str]:
    """Those of the parts that are push buttons."""
    return [part for part in touched if isinstance(bench.parts.get(part), PushButton)]


def button_pin_trouble(bench: Bench, touched: tuple[str, ...]) -> str:
    """What is wrong with how the program set up the pin of a button that was handled, or ""."""
    for button in handled_buttons(bench, touched):
        for wired in sorted(wired_to(bench, button)):
            number = _GPIO.fullmatch(wired)
            trouble = _pin_trouble(bench, button, int(number[1])) if number else ""
            if trouble:
                return trouble
    return ""


def _pin_trouble(bench: Bench, button: str, gpio: int) -> str:
    pin, name = bench.pin(gpio), f"GP{gpio}"
    if pin.mode == Mode.OUT:  # the rows of a keypad are: there a button joins two pins
        alone = sum(number != ONBOARD_LED for number in pin.group.component.gpios) == 1
        return f" {name} is an output: was Pin.IN meant?" if alone else ""
    if pin.mode != Mode.IN or not pin.is_input:
        return ""  # the program does not use it
    if pull_fault(bench.netlist, gpio, pin.pull) is not None:
        rail, other = ("GND", "UP") if pin.pull == Pull.DOWN else ("3V3", "DOWN")
        return f" The button connects {name} to {rail}: that needs Pin.PULL_{other}."
    if pin.pull == Pull.NONE and _floats_while_open(bench, button, pin):
        high = pull_fault(bench.netlist, gpio, Pull.UP) is not None
        pull = "PULL_DOWN" if high else "PULL_UP"
        return (
            f" {name} floats while the button is open: nothing decides its level. "
            f"Was Pin.{pull} meant?"
        )
    return ""


def _floats_while_open(bench: Bench, button: str, pin: PinState) -> bool:
    component, node = pin.group.component, pin.group.node
    contacts = {
        switch.control
        for switch in bench.netlist.elements
        if isinstance(switch, Switch) and switch.part == button
    }
    controls = tuple(
        0.0 if control in contacts else setting
        for control, setting in zip(component.controls, node.controls, strict=True)
    )
    solution = solve(bench.netlist, component, node.drives, controls)
    return bench.netlist.gpio_net(pin.gpio).index in solution.floating


def pins_named(bench: Bench, code: str) -> frozenset[str]:
    """The pins that have to do with the parts and channels that the text of a check names."""
    words = frozenset(re.findall(r"\w+", code))
    found = {word for word in words if _GPIO.fullmatch(word)}
    for part in words.intersection(bench.parts):
        found |= wired_to(bench, part) - {part}
    return frozenset(found)


def is_driven(bench: Bench, name: str) -> bool:
    """Whether the program has made the pin `name`, "GP15" or "LED", an output."""
    pin = bench.pin(ONBOARD_LED if name == "LED" else int(name.removeprefix("GP")))
    return pin.drives or pin.pwm is not None


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
