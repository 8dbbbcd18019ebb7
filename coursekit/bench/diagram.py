"""Reads Wokwi's diagram.json: which parts lie on the bench, and which wires join them.

Whatever is wrong with a file is found here, once, and said in one message that names the file,
the part and the pin, so that everything behind can rely on a sound diagram.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from typing import Any, NamedTuple

from coursekit.bench.errors import DiagramError
from coursekit.bench.pico import BOARD_PINS, BOARD_TYPES, GPIO_OF

ONBOARD_LED_ID = "LED"
_RESERVED_IDS = {ONBOARD_LED_ID, *GPIO_OF}


class PinRef(NamedTuple):
    """One end of a wire."""

    part: str
    pin: str

    @classmethod
    def parse(cls, text: str) -> PinRef:
        """Split "led1:A"; part ids hold no colon."""
        part, _, pin = text.partition(":")
        return cls(part, pin)

    def __str__(self) -> str:
        return f"{self.part}:{self.pin}"


@dataclass(frozen=True, slots=True)
class PartSpec:
    """A part as the diagram has it; `left`, `top` in pixels, `rotate` in degrees."""

    id: str
    type: str
    left: float = 0.0
    top: float = 0.0
    rotate: float = 0.0
    hide: bool = False
    attrs: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Connection:
    """A wire between two pins, each "part:pin"; `route` is how Wokwi draws its bends."""

    source: str
    target: str
    colour: str = ""
    route: tuple[str, ...] = ()

    @property
    def ends(self) -> tuple[PinRef, PinRef]:
        """Both ends as (part, pin)."""
        return PinRef.parse(self.source), PinRef.parse(self.target)


@dataclass(frozen=True, slots=True)
class Diagram:
    """A bench on paper: its parts (the board among them) and its wires."""

    parts: tuple[PartSpec, ...]
    connections: tuple[Connection, ...]
    name: str = "diagram.json"

    @classmethod
    def load(cls, path: str | Path) -> Diagram:
        """Read a diagram.json. Raises DiagramError with one message, whatever is wrong."""
        path = Path(path)
        try:
            data = json.loads(path.read_text(encoding="utf-8"))
        except FileNotFoundError:
            raise DiagramError(f"{path}: there is no such file.") from None
        except OSError as error:
            raise DiagramError(f"{path}: cannot be read: {error.strerror}.") from error
        except json.JSONDecodeError as error:
            raise DiagramError(
                f"{path}: not JSON: {error.msg} in line {error.lineno}, column {error.colno}."
            ) from error
        except (UnicodeDecodeError, RecursionError) as error:
            raise DiagramError(f"{path}: not JSON text: {error}.") from error
        return cls.from_dict(data, name=str(path))

    @classmethod
    def from_dict(cls, data: object, name: str = "diagram.json") -> Diagram:
        """The diagram in a parsed JSON file; `name` is what messages call the file."""
        return _Reader(name).read(data)

    @classmethod
    def empty(cls) -> Diagram:
        """A bare Pico W: only its on-board LED is there to see."""
        return cls((PartSpec("pico", BOARD_TYPES[0]),), (), "the empty diagram")

    @property
    def board(self) -> PartSpec:
        """The board that everything is wired to."""
        return next(part for part in self.parts if part.type in BOARD_TYPES)

    def part(self, part_id: str) -> PartSpec:
        """The part with this id. Raises KeyError."""
        for part in self.parts:
            if part.id == part_id:
                return part
        raise KeyError(part_id)

    def pins_of(self, part: PartSpec) -> tuple[str, ...]:
        """The names of a part's pins."""
        return pin_names(part.type)


def pin_names(part_type: str) -> tuple[str, ...]:
    """The pins of a type of part, the board included. Raises KeyError for an unknown type."""
    from coursekit.bench.parts import PART_TYPES

    return BOARD_PINS if part_type in BOARD_TYPES else PART_TYPES[part_type].pins


def joined_pins(part_type: str) -> tuple[tuple[str, str], ...]:
    """Pairs of pins that are one inside a part of this type."""
    from coursekit.bench.parts import PART_TYPES

    return () if part_type in BOARD_TYPES else PART_TYPES[part_type].joined


def known_types() -> tuple[str, ...]:
    """Every type that a diagram may use."""
    from coursekit.bench.parts import PART_TYPES

    return (*BOARD_TYPES, *PART_TYPES)


class _Reader:
    """Turns parsed JSON into a Diagram, or into the message that says why not."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.parts: dict[str, PartSpec] = {}

    def read(self, data: object) -> Diagram:
        if not isinstance(data, dict):
            raise self.error(f"must hold a JSON object, not {_kind(data)}.")
        if "version" not in data:
            raise self.error('the key "version" is missing. Add "version": 1.')
        if data["version"] != 1 or isinstance(data["version"], bool):
            raise self.error(f"version {data['version']!r} is not known. Only version 1 is.")
        for key in ("parts", "connections"):
            if key not in data:
                raise self.error(f'the key "{key}" is missing. Add "{key}": [].')
            if not isinstance(data[key], list):
                raise self.error(f'"{key}" must be a list, not {_kind(data[key])}.')
        for number, raw in enumerate(data["parts"]):
            part = self.part(number, raw)
            self.parts[part.id] = part
        boards = [p.id for p in self.parts.values() if p.type in BOARD_TYPES]
        if not boards:
            raise self.error(f'no board among the parts. Add one of type "{BOARD_TYPES[0]}".')
        if len(boards) > 1:
            raise self.error(f"{len(boards)} boards ({', '.join(boards)}). Keep one.")
        wires = (self.wire(number, raw) for number, raw in enumerate(data["connections"]))
        return Diagram(
            tuple(self.parts.values()), tuple(w for w in wires if w is not None), self.name
        )

    def part(self, number: int, raw: object) -> PartSpec:
        if not isinstance(raw, dict):
            raise self.error(f"part {number} must be an object, not {_kind(raw)}.")
        for key in ("id", "type"):
            if key not in raw:
                who = f"part {raw['id']!r}" if "id" in raw else f"part {number}"
                raise self.error(f'{who} has no "{key}".')
            if not isinstance(raw[key], str) or not raw[key]:
                raise self.error(f'the "{key}" of part {number} must be a text that is not empty.')
        part_id, part_type = raw["id"], raw["type"]
        if part_id in self.parts:
            raise self.error(f"two parts have the id {part_id!r}. Rename one of them.")
        if part_id in _RESERVED_IDS:
            what = "the on-board LED" if part_id == ONBOARD_LED_ID else "a pin of the board"
            raise self.error(f"the id {part_id!r} belongs to {what}. Rename the part.")
        if ":" in part_id:
            raise self.error(f"the id {part_id!r} must not hold a colon. Rename the part.")
        types = known_types()
        if part_type not in types:
            raise self.error(
                f"part {part_id!r} is of type {part_type!r}, which this bench does not have."
                + _nearest(part_type, types)
            )
        spec = PartSpec(
            part_id,
            part_type,
            left=self.number(part_id, raw, "left"),
            top=self.number(part_id, raw, "top"),
            rotate=self.number(part_id, raw, "rotate"),
            hide=bool(raw.get("hide", False)),
            attrs=self.attrs(part_id, raw.get("attrs", {})),
        )
        self.try_out(spec)
        return spec

    def try_out(self, spec: PartSpec) -> None:
        """Let the part read its own attributes, so that a wrong one is found now."""
        from coursekit.bench.parts import PART_TYPES

        if spec.type in PART_TYPES:
            try:
                PART_TYPES[spec.type](spec)
            except ValueError as error:
                raise self.error(f"part {spec.id!r}: {error}") from None

    def number(self, part_id: str, raw: Mapping[str, Any], key: str) -> float:
        value = raw.get(key, 0)
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise self.error(f'"{key}" of part {part_id!r} must be a number, not {value!r}.')
        return float(value)

    def attrs(self, part_id: str, raw: object) -> dict[str, str]:
        if not isinstance(raw, dict):
            raise self.error(f'"attrs" of part {part_id!r} must be an object, not {_kind(raw)}.')
        for key, value in raw.items():
            if isinstance(value, dict | list):
                raise self.error(f"attribute {key!r} of part {part_id!r} must be a text.")
        return {key: _text(value) for key, value in raw.items()}

    def wire(self, number: int, raw: object) -> Connection | None:
        if (
            not isinstance(raw, list)
            or len(raw) < 2
            or not all(isinstance(end, str) and ":" in end for end in raw[:2])
            or (len(raw) > 2 and not isinstance(raw[2], str))
            or (len(raw) > 3 and not isinstance(raw[3], list))
        ):
            raise self.error(
                f"connection {number} is malformed: {json.dumps(raw)[:80]}. "
                'It must look like ["led1:A", "pico:GP15", "green", []].'
            )
        route = tuple(map(str, raw[3])) if len(raw) > 3 else ()
        wire = Connection(raw[0], raw[1], raw[2] if len(raw) > 2 else "", route)
        if any(end.part.startswith("$") for end in wire.ends):
            return None  # Wokwi's own windows, as $serialMonitor, are no parts of the bench
        for end in wire.ends:
            self.check_end(number, end)
        return wire

    def check_end(self, number: int, end: PinRef) -> None:
        if end.part not in self.parts:
            raise self.error(
                f"connection {number} goes to {str(end)!r}, but there is no part {end.part!r}."
                + _nearest(end.part, tuple(self.parts))
            )
        part = self.parts[end.part]
        pins = pin_names(part.type)
        if end.pin not in pins:
            raise self.error(
                f"connection {number} goes to {str(end)!r}, but {part.id!r} "
                f"({part.type}) has no pin {end.pin!r}." + _nearest(end.pin, pins)
            )

    def error(self, text: str) -> DiagramError:
        return DiagramError(f"{self.name}: {text}")


def _nearest(wrong: str, right: Sequence[str]) -> str:
    """Ask "Did you mean ...?", or list what there is when nothing is near."""
    by_lower = {name.lower(): name for name in right}
    near = get_close_matches(wrong.lower(), by_lower, n=1, cutoff=0.5)
    if near:
        return f" Did you mean {by_lower[near[0]]!r}?"
    return f" There is: {', '.join(right)}." if right else ""


def _kind(value: object) -> str:
    names = {list: "a list", dict: "an object", str: "a text", bool: "true or false"}
    return "null" if value is None else names.get(type(value), "a number")


def _text(value: object) -> str:
    if isinstance(value, bool):
        return "1" if value else ""  # as Wokwi writes them
    return "" if value is None else str(value)
