"""The bench's voltages as a program of real firmware measures them."""

from __future__ import annotations

from pathlib import Path

from tests.bench.diagrams import part
from tests.boards.emulated.wiring.both import both
from tests.boards.emulated.wiring.seen import faults

KNOB = [part("pot1", "wokwi-potentiometer")]
WIRES = ["pot1:GND pico:GND.1", "pot1:VCC pico:3V3", "pot1:SIG pico:GP26"]
PROGRAM = "from machine import ADC\na = ADC(26)\n"


def test_a_potentiometer_reads_as_on_the_virtual_board(firmware: Path) -> None:
    with both(firmware, KNOB, WIRES, PROGRAM) as boards:
        found = []
        for position in (0.0, 0.213, 0.5, 0.99, 1.0):
            for bench in boards.benches:
                bench.pot1.turn(position)
            found.append(boards.value("a.read_u16()"))
        assert found == sorted(found)
        assert (found[0], found[-1]) == (0, 65535)
        assert boards.value("ADC(0).read_u16()") == 65535
        assert boards.on_bench(faults) == []


def test_a_knob_that_turns_while_the_program_sleeps(firmware: Path) -> None:
    with both(firmware, KNOB, WIRES, PROGRAM) as boards:
        for bench in boards.benches:
            bench.pot1.turn(0.0)
            bench.after(50).turn(bench.pot1, 1.0)
        boards.exec("before = a.read_u16(); time.sleep_ms(100); later = a.read_u16()")
        assert boards.value("(before, later)") == (0, 65535)


def test_temperature_and_a_pin_with_nothing_on_it(firmware: Path) -> None:
    with both(firmware, KNOB, WIRES, PROGRAM) as boards:
        assert boards.value("ADC(ADC.CORE_TEMP).read_u16()") == 876 << 4 | 876 >> 8
        assert boards.value("(Pin(26).value(), str(Pin(26)))")[0] == 0
        noise = boards.value("[ADC(27).read_u16() for i in range(5)]")
        assert len(set(noise)) > 1
        (fault,) = boards.on_bench(faults)
        assert fault.startswith("GP27 is measured, but nothing sets its voltage")
