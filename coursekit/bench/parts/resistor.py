"""A resistor, `wokwi-resistor`: pins 1 and 2, attribute value in ohms ("220", "4.7k", "1M")."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from coursekit.bench.parts.base import Part, part_type

if TYPE_CHECKING:
    from coursekit.bench.diagram import PartSpec
    from coursekit.bench.netlist import Netlist

_FACTORS = {"": 1.0, "r": 1.0, "k": 1e3, "m": 1e6}


def parse_ohms(text: str) -> float:
    """Ohms from "220", "10k", "4.7k", "4k7", "1M". Raises ValueError."""
    plain = re.sub(r"(ohms?|Ω|\s)", "", text.strip(), flags=re.IGNORECASE)
    match = re.fullmatch(r"(\d+)(?:\.(\d+))?([rkm]?)(\d*)", plain, flags=re.IGNORECASE)
    if match is None or (match[2] and match[4]) or (match[4] and not match[3]):
        raise ValueError(f'value must be ohms as "220" or "10k", not {text!r}.')
    return float(f"{match[1]}.{match[2] or match[4] or 0}") * _FACTORS[match[3].lower()]


@part_type("wokwi-resistor")
class Resistor(Part):
    """Limits current, pulls up, pulls down."""

    pins = ("1", "2")
    needs = (("1",), ("2",))
    noun = "resistor"

    def __init__(self, spec: PartSpec) -> None:
        super().__init__(spec)
        self.ohms = parse_ohms(spec.attrs.get("value", "1000"))

    def build(self, netlist: Netlist) -> None:
        netlist.add_resistor(self.id, "1", "2", self.ohms)
