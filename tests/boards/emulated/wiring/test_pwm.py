"""PWM of real firmware on the bench: as the virtual board sets it for the same calls."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from coursekit.bench import Bench, Diagram
from coursekit.boards.emulated import EmulatedBoard
from tests.bench.diagrams import data, part
from tests.boards.emulated.wiring.both import both
from tests.boards.emulated.wiring.seen import changes

PARTS = [
    part("led1", "wokwi-led"),
    part("r1", "wokwi-resistor", value="220"),
    part("servo", "wokwi-servo"),
    part("buzzer", "wokwi-buzzer"),
]
WIRES = [
    *("pico:GP15 r1:1", "r1:2 led1:A", "led1:C pico:GND.1"),
    *("servo:PWM pico:GP2", "servo:GND pico:GND.2", "servo:V+ pico:VBUS"),
    *("buzzer:1 pico:GND.3", "buzzer:2 pico:GP8"),
]
CHANNELS = ("led1", "GP15", "GP2", "GP8")


def values(bench: Bench, channel: str = "led1") -> list[Any]:
    """Settings and levels, one after the other."""
    return [value for _, value in changes(bench, channel)]


def test_settings_are_those_of_the_virtual_board(firmware: Path) -> None:
    with both(firmware, PARTS, WIRES, "from machine import PWM\n") as boards:
        boards.exec("w = PWM(Pin(15), freq=1000, duty_u16=20000)")
        for step in (
            "w.duty_u16(40000)",
            "w.freq(500)",
            "w.duty_ns(100_000)",
            "w.freq(333)",
            "w.duty_u16(0)",
            "w.duty_u16(65535)",
            "w.freq(8)",
            "w.freq(10_000_000); w.duty_u16(32768)",
            "s = PWM(Pin(2)); s.freq(50); s.duty_ns(1_000_000)",
            "s.duty_ns(1_750_000)",
            "z = PWM(Pin(8), freq=440, duty_u16=32768)",
            "z.freq(2093)",
            "w.init(freq=2000, duty_u16=3000, invert=True)",
            "w.init(invert=False)",
        ):
            boards.exec(f"{step}; time.sleep_ms(5)")
        found = boards.on_bench(lambda bench: [values(bench, name) for name in CHANNELS])
        assert [len(each) for each in found] == [10, 10, 2, 2]
        assert boards.on_bench(lambda bench: bench.led1.state()) == {"brightness": 3000 / 65535}
        assert boards.on_bench(lambda bench: bench.servo.state()["angle"]) == 112.49
        buzz = {"on": True, "frequency_hz": 2093.0}
        assert boards.on_bench(lambda bench: bench.buzzer.state()) == buzz


def test_it_ends_as_on_the_virtual_board(firmware: Path) -> None:
    with both(firmware, PARTS, WIRES, "from machine import PWM\n") as boards:
        boards.exec("w = PWM(Pin(15), freq=1000, duty_u16=32768); time.sleep_ms(5); w.deinit()")
        assert boards.on_bench(lambda bench: bench.led1.state()) == {"brightness": 0.0}
        boards.exec("w = PWM(Pin(15), freq=1000, duty_u16=32768); time.sleep_ms(5)")
        assert boards.on_bench(lambda bench: bench.led1.state()["brightness"]) > 0.4
        boards.exec("p = Pin(15, Pin.OUT, value=1); time.sleep_ms(5); p.off()")
        assert boards.on_bench(values) == [(1000.0, 32768), 0, (1000.0, 32768), 1, 0]


def test_a_level_written_to_a_pin_does_nothing_while_pwm_has_it(firmware: Path) -> None:
    with both(firmware, PARTS, WIRES, "from machine import PWM\n") as boards:
        boards.exec("w = PWM(Pin(15), freq=1000, duty_u16=32768); Pin(15).on(); Pin(15).off()")
        assert boards.on_bench(values) == [(1000.0, 32768)]


def test_both_channels_of_a_slice_change_their_frequency_together(firmware: Path) -> None:
    with both(firmware, PARTS, WIRES, "from machine import PWM\n") as boards:
        boards.exec("w = PWM(Pin(15), freq=1000, duty_u16=10000)")
        boards.exec("z = PWM(Pin(14), freq=1000, duty_u16=20000); time.sleep_ms(5); z.freq(5000)")
        assert boards.on_bench(lambda bench: values(bench, "GP15")) == [
            (1000.0, 10000),
            (5000.0, 10001),
        ]


def test_a_pin_taken_from_pwm_is_an_output_at_once(firmware: Path) -> None:
    """With a pull-up, a moment without either would be an edge."""
    wires = [*WIRES, "r2:1 pico:3V3", "r2:2 pico:GP8"]
    parts = [*PARTS, part("r2", "wokwi-resistor", value="10000")]
    with both(firmware, parts, wires, "from machine import PWM\n") as boards:
        boards.exec("w = PWM(Pin(8), freq=1000, duty_u16=32768); time.sleep_ms(5)")
        boards.exec("p = Pin(8, Pin.OUT, value=0)")
        assert boards.on_bench(lambda bench: values(bench, "GP8"))[-2:] == [(1000.0, 32768), 0]


def test_registers_count_whoever_writes_them(firmware: Path) -> None:
    diagram = Diagram.from_dict(data(PARTS, WIRES))
    with EmulatedBoard(diagram, firmware=firmware, fast_forward=True) as board:
        board.exec(
            "from machine import Pin, mem32\nimport time\n"
            "slice7 = 0x40050000 + 7 * 0x14\n"
            "Pin(15, Pin.ALT, alt=Pin.ALT_PWM)\n"
            "mem32[slice7 + 4] = 125 << 4; mem32[slice7 + 16] = 999\n"
            "mem32[slice7 + 12] = 250 << 16; mem32[slice7] = 1; time.sleep_ms(1)\n"
            "mem32[slice7] = 1 | 2; time.sleep_ms(1)\n"
            "mem32[0x400500A0] = 0"
        )
        assert values(board.bench) == [(1000.0, 16384), (501.0, 16384), 0]


def test_its_edges_are_not_played(firmware: Path) -> None:
    diagram = Diagram.from_dict(data(PARTS, WIRES))
    with EmulatedBoard(diagram, firmware=firmware, fast_forward=True) as board:
        edges: list[object] = []
        board.chip.mcu.gpio[15].add_listener(lambda new, old: edges.append(new))
        board.exec(
            "from machine import PWM, Pin\nimport time\n"
            "w = PWM(Pin(15), freq=100_000, duty_u16=32768); time.sleep_ms(500)"
        )
        assert len(edges) < 10
        assert board.bench.trace["GP15"].segments()[-1][2].freq_hz == 100_000
