"""Small diagrams for tests: a list of parts, a list of wires, and the usual circuits."""

from __future__ import annotations

from typing import Any

from coursekit.bench import Bench, Diagram, Mode, Pull

PICO = {"id": "pico", "type": "board-pi-pico-w"}


def part(part_id: str, part_type: str, **attrs: str) -> dict[str, Any]:
    """One part as it stands in a diagram.json."""
    return {"id": part_id, "type": part_type, "attrs": attrs}


def data(parts: list[dict[str, Any]], wires: list[str]) -> dict[str, Any]:
    """A diagram.json with a Pico W, the parts, and wires written "led1:A pico:GP15"."""
    connections = [[*wire.split(), "green", []] for wire in wires]
    return {"version": 1, "parts": [PICO, *parts], "connections": connections}


def bench(parts: list[dict[str, Any]], wires: list[str], seed: int = 0) -> Bench:
    """A bench with a Pico W, the parts and the wires."""
    return Bench(Diagram.from_dict(data(parts, wires)), seed=seed)


def led_bench(**attrs: str) -> Bench:
    """GP15 - r1 (220 ohms) - led1 - GND."""
    return bench(
        [part("led1", "wokwi-led", **attrs), part("r1", "wokwi-resistor", value="220")],
        ["pico:GP15 r1:1", "r1:2 led1:A", "led1:C pico:GND.1"],
    )


def active_low_bench() -> Bench:
    """3V3 - r1 (220 ohms) - led1 - GP15: the LED is on when the pin is low."""
    return bench(
        [part("led1", "wokwi-led"), part("r1", "wokwi-resistor", value="220")],
        ["pico:3V3 r1:1", "r1:2 led1:A", "led1:C pico:GP15"],
    )


def button_bench(to: str = "GND.1", seed: int = 0, **attrs: str) -> Bench:
    """GP14 - btn1 - GND (or another pin of the board)."""
    return bench(
        [part("btn1", "wokwi-pushbutton", **attrs)],
        ["btn1:1.l pico:GP14", f"btn1:2.r pico:{to}"],
        seed,
    )


def wire_bench(*wires: str) -> Bench:
    """Nothing but wires between the board's own pins."""
    return bench([], list(wires))


def output(bench: Bench, *gpios: int) -> None:
    """Make pins outputs."""
    for gpio in gpios:
        bench.configure(gpio, bench.now_us, Mode.OUT, Pull.NONE)


def as_input(bench: Bench, gpio: int, pull: Pull = Pull.NONE) -> None:
    """Make a pin an input."""
    bench.configure(gpio, bench.now_us, Mode.IN, pull)


def kinds(bench: Bench) -> list[str]:
    """What kinds of faults the bench has seen."""
    return [fault.kind for fault in bench.faults()]


def text_of(bench: Bench, kind: str) -> str:
    """The words of the one fault of this kind."""
    (fault,) = (f for f in bench.faults() if f.kind == kind)
    return fault.text
