"""What is wrong with the wires of an I2C bus, said when a controller begins to use them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from coursekit.bench.faults import Fault, listed
from coursekit.bench.netlist import Resistor
from coursekit.bench.pins import gpio_name

if TYPE_CHECKING:
    from coursekit.bench.netlist import Netlist
    from coursekit.bench.parts.i2c_chip import I2CChip


def bus_faults(
    netlist: Netlist, chips: Sequence[I2CChip], sda: int, scl: int, *, soft: bool
) -> Iterator[Fault]:
    """Faults of the bus that a controller has on these GPIOs."""
    nets = netlist.gpio_net(sda).index, netlist.gpio_net(scl).index
    names = gpio_name(sda), gpio_name(scl)
    on_bus: list[I2CChip] = []
    swapped: list[str] = []
    for chip in chips:
        wires = tuple(netlist.net(chip.id, pin).index for pin in (chip.sda, chip.scl))
        if wires == nets:
            on_bus.append(chip)
            if not chip.powered:
                yield Fault(
                    chip.id,
                    f"{chip.id} has no power and does not answer: join its {chip.plus} to "
                    f"{chip.supply} and its {chip.minus} to GND.",
                    "no power",
                )
        elif wires == nets[::-1]:
            swapped.append(chip.id)
        elif set(wires) & set(nets):
            right = 0 if wires[0] == nets[0] else 1
            pin, gpio = ((chip.scl, names[1]), (chip.sda, names[0]))[right]
            yield Fault(
                chip.id,
                f"{chip.id} is on this bus with one wire only: join its {pin} to {gpio}.",
                "half connected",
            )
    if swapped:
        its = "Its" if len(swapped) == 1 else "Their"
        yield Fault(
            listed(swapped),
            f"{listed(swapped)}: SDA and SCL are swapped. {its} SDA is on {names[1]}, which is "
            f"the board's SCL here, and {its.lower()} SCL on {names[0]}. Swap the two wires, or "
            "the pins in the program.",
            "swapped wires",
        )
    yield from _same_addresses(on_bus)
    weak = [names[line] for line in (0, 1) if not _has_pull_up(netlist, nets[line])]
    if weak:
        yield _no_pull_up(weak, soft=soft)


def call_faults(netlist: Netlist, chips: Sequence[I2CChip], sda: int, scl: int) -> Iterator[Fault]:
    """What a call on these GPIOs has met, beyond the wires: a chip that holds SDA, or no chip."""
    nets = netlist.gpio_net(sda).index, netlist.gpio_net(scl).index
    for chip in chips:
        if chip.target.holds_sda and chip.target.nets[0] == nets[0]:
            yield Fault(
                chip.id,
                f"{chip.id} holds SDA ({gpio_name(sda)}) low, as a chip does that was left in the "
                "middle of a byte. Clock it free: up to nine clocks on SCL, then a STOP. Or cut "
                "its power for a moment.",
                "held line",
            )
    if chips and not any(set(chip.target.nets) & set(nets) for chip in chips):
        names = f"{gpio_name(sda)} and {gpio_name(scl)}"
        yield Fault(
            names,
            f"No chip is wired to {names}, which this I2C uses: {_where(netlist, chips)}.",
            "no chip",
        )


def _where(netlist: Netlist, chips: Sequence[I2CChip]) -> str:
    """On which GPIOs the chips are: "bmp1 and lm1 are on GP4 and GP5"."""
    by_pins: dict[str, list[str]] = {}
    for chip in chips:
        gpios = [netlist.net(chip.id, pin).gpios for pin in (chip.sda, chip.scl)]
        pins = " and ".join(gpio_name(found[0]) if found else "no GPIO" for found in gpios)
        by_pins.setdefault(pins, []).append(chip.id)
    return ", ".join(
        f"{listed(ids)} {'is' if len(ids) == 1 else 'are'} on {pins}"
        for pins, ids in by_pins.items()
    )


def _same_addresses(chips: Sequence[I2CChip]) -> Iterator[Fault]:
    by_address: dict[int, list[str]] = {}
    for chip in chips:
        for address in chip.addresses():
            by_address.setdefault(address, []).append(chip.id)
    for address, ids in by_address.items():
        if len(ids) > 1:
            names = " and ".join(ids)
            yield Fault(
                names,
                f"{names} share the address 0x{address:02x} on one bus: both answer at once, and "
                "what is read is a mixture. Change the address pins of one, or give it the other "
                "I2C block.",
                "same address",
            )


def _has_pull_up(netlist: Netlist, net: int) -> bool:
    return any(
        isinstance(element, Resistor)
        and net in (element.a, element.b)
        and any((netlist.nets[end].volts or 0) > 2 for end in (element.a, element.b))
        for element in netlist.elements
    )


def _no_pull_up(names: Sequence[str], *, soft: bool) -> Fault:
    lines = " and ".join(names)
    has = "have" if len(names) > 1 else "has"
    if soft:
        what = (
            "SoftI2C turns on no pull-up of its own, so the line never becomes high: every call "
            "ends in ETIMEDOUT."
        )
    else:
        what = (
            "The Pico's own pull-ups of 50 to 80 kilohms hold the line now, which is far too weak "
            "for a long wire or 400 kHz (UM10204, 7.1)."
        )
    return Fault(
        lines,
        f"{lines} {has} no pull-up resistor. {what} Put 4.7 kilohms from each line to 3V3.",
        "no pull-up",
    )
