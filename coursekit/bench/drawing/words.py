"""The wiring in words, for people who cannot see the picture and for hovering over a part.

Follows each pin through resistors to the board, so that it says what a person would: "anode to
GP15 through r1 220 ohm".
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from coursekit.bench.drawing.controls import ohms, ohms_text
from coursekit.bench.parts import PART_TYPES

if TYPE_CHECKING:
    from coursekit.bench.diagram import Diagram, PartSpec

Pin = tuple[str, str]


class Row(NamedTuple):
    """One pin of one part, and in words where it leads."""

    part_id: str
    what: str
    pin: str
    leads_to: str


_BOARDS = {
    "board-pi-pico-w": "Raspberry Pi Pico W",
    "wokwi-pi-pico-w": "Raspberry Pi Pico W",
    "board-pi-pico": "Raspberry Pi Pico",
    "wokwi-pi-pico": "Raspberry Pi Pico",
}
_MEMORIES = ("coursekit-eeprom", "coursekit-24c32")
_PIN_WORDS = {
    "wokwi-led": {"A": "anode", "C": "cathode"},
    "wokwi-rgb-led": {"R": "red", "G": "green", "B": "blue", "COM": "common pin"},
    "wokwi-resistor": {"1": "one end", "2": "the other end"},
    "wokwi-pushbutton": {"1.l": "side 1", "1.r": "side 1", "2.l": "side 2", "2.r": "side 2"},
    "wokwi-slide-switch": {"1": "pin 1", "2": "pin 2 (middle)", "3": "pin 3"},
    "wokwi-potentiometer": {"SIG": "signal"},
    "wokwi-servo": {"PWM": "signal"},
    "wokwi-buzzer": {"1": "pin 1 (-)", "2": "pin 2 (+)"},
}


def is_board(kind: str) -> bool:
    """Tell whether a part type is the microcontroller board."""
    return kind in _BOARDS


def what_is(part: PartSpec) -> str:
    """Return a part's kind in words: "red LED", "resistor 220 ohm", "push button"."""
    kind = part.type
    if kind == "wokwi-led":
        return f"{part.attrs.get('color', 'red')} LED"
    if kind == "wokwi-resistor":
        return f"resistor {ohms_text(ohms(part.attrs.get('value', '1000')))} ohm"
    if kind in _BOARDS:
        return _BOARDS[kind]
    if kind in _MEMORIES:
        return f"{PART_TYPES[kind].noun} {part.attrs.get('size', '24C32')}"
    if kind in PART_TYPES:
        noun, count = PART_TYPES[kind].noun, part.attrs.get("pixels")
        return noun.replace("of", f"of {count}", 1) if count else noun
    for prefix in ("wokwi-", "board-", "coursekit-"):
        kind = kind.removeprefix(prefix)
    return kind.replace("-", " ")


class _Nets:
    """Which pins are joined by wires."""

    def __init__(self, diagram: Diagram) -> None:
        self.parts = {part.id: part for part in diagram.parts}
        self._parent: dict[Pin, Pin] = {}
        self.wired: dict[str, list[str]] = defaultdict(list)
        for wire in diagram.connections:
            ends = [split_pin(wire.source), split_pin(wire.target)]
            for part_id, pin in ends:
                if pin not in self.wired[part_id]:
                    self.wired[part_id].append(pin)
            self._join(*ends)
        for part in diagram.parts:
            for one, other in PART_TYPES[part.type].joined if part.type in PART_TYPES else ():
                self._join((part.id, one), (part.id, other))

    def _root(self, pin: Pin) -> Pin:
        pin = self._canonical(pin)
        while pin in self._parent:
            pin = self._parent[pin]
        return pin

    def _canonical(self, pin: Pin) -> Pin:
        part = self.parts.get(pin[0])
        if part is not None and is_board(part.type):
            return (pin[0], pin[1].split(".")[0])
        return pin

    def _join(self, one: Pin, other: Pin) -> None:
        a, b = self._root(one), self._root(other)
        if a != b:
            self._parent[a] = b

    def same_net(self, pin: Pin) -> list[Pin]:
        root = self._root(pin)
        return [
            (part_id, name)
            for part_id, names in self.wired.items()
            for name in names
            if self._root((part_id, name)) == root and (part_id, name) != pin
        ]

    def board_pins(self, pin: Pin) -> list[str]:
        """Return the board pins on the pin's own net, "GND" once."""
        return list(
            dict.fromkeys(
                name.split(".")[0]
                for part_id, name in self.same_net(pin)
                if part_id in self.parts and is_board(self.parts[part_id].type)
            )
        )

    def is_told(self, part: PartSpec) -> bool:
        """Tell whether a part has words of its own.

        The board has none, nor has a resistor on the way to it, which its neighbour's words name.
        One between two pins of the board, as a pull-up resistor, would be passed over.
        """
        if is_board(part.type):
            return False
        if part.type != "wokwi-resistor":
            return True
        return all(self.board_pins((part.id, pin)) for pin in ("1", "2"))

    def leads_to(self, pin: Pin) -> str:
        """Return the board pins reached, through resistors if need be, or the other parts."""
        return self._search(pin, frozenset()) or self._neighbours(pin)

    def _search(self, pin: Pin, passed: frozenset[str]) -> str:
        board_pins = self.board_pins(pin)
        if board_pins:
            return " and ".join(board_pins)
        for part_id, name in self.same_net(pin):
            part = self.parts.get(part_id)
            if part is None or part.type != "wokwi-resistor" or part_id in passed:
                continue
            far = "2" if name == "1" else "1"
            found = self._search((part_id, far), passed | {part_id, pin[0]})
            if found:
                text = ohms_text(ohms(part.attrs.get("value", "1000")))
                joint = " and " if " through " in found else " through "
                return f"{found}{joint}{part_id} {text} ohm"
        return ""

    def _neighbours(self, pin: Pin) -> str:
        others = [f"{part_id} pin {name}" for part_id, name in self.same_net(pin)
                  if part_id != pin[0]]  # fmt: skip
        return " and ".join(others)


def split_pin(text: str) -> Pin:
    """Split "led1:A" into part id and pin name."""
    part_id, _, pin = text.partition(":")
    return part_id, pin


def wiring_rows(diagram: Diagram) -> list[Row]:
    """Return one row per connected pin of every part but the board and resistors on the way."""
    nets = _Nets(diagram)
    rows: list[Row] = []
    for part in filter(nets.is_told, diagram.parts):
        pins = nets.wired.get(part.id, [])
        known = list(_PIN_WORDS.get(part.type, {}))
        words = _PIN_WORDS.get(part.type, {})
        pins = sorted(pins, key=lambda pin: known.index(pin) if pin in known else len(known))
        seen: set[tuple[str, str]] = set()
        for pin in pins:
            row = Row(part.id, what_is(part), words.get(pin, pin), nets.leads_to((part.id, pin)))
            if (row.pin, row.leads_to) not in seen:
                seen.add((row.pin, row.leads_to))
                rows.append(row)
    return rows + _board_wires(diagram)


def _board_wires(diagram: Diagram) -> list[Row]:
    """Wires from one pin of the board to another, as a loop-back: no part would tell of them."""
    boards = {part.id for part in diagram.parts if is_board(part.type)}
    ends = [(split_pin(wire.source), split_pin(wire.target)) for wire in diagram.connections]
    return [
        Row(one[0], "a wire on the board", one[1], other[1])
        for one, other in ends
        if one[0] in boards and other[0] in boards
    ]


def describe(diagram: Diagram) -> str:
    """Return the wiring in words, a line for the board and a line for each part.

    "led1 (red LED): anode to GP15 through r1 220 ohm, cathode to GND."
    """
    boards = [what_is(part) for part in diagram.parts if is_board(part.type)]
    lines = [f"Wiring of {' and '.join(boards) or 'a bench without a board'}."]
    by_part: dict[str, list[Row]] = defaultdict(list)
    for row in wiring_rows(diagram):
        by_part[row.part_id].append(row)
    for part in filter(_Nets(diagram).is_told, diagram.parts):
        rows = by_part[part.id]
        ways = ", ".join(
            f"{row.pin} to {row.leads_to}" if row.leads_to else f"{row.pin} to nothing"
            for row in rows
        )
        lines.append(f"{part.id} ({what_is(part)}): {ways or 'not connected'}.")
    lines += [f"A wire from {row.pin} to {row.leads_to}." for row in _board_wires(diagram)]
    return "\n".join(lines)
