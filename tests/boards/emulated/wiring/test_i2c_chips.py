"""Sensors, a memory and a display do the same for real firmware as for the virtual board."""

from __future__ import annotations

from pathlib import Path

import pytest

from coursekit.bench import Bench
from tests.boards.emulated.wiring.both import both
from tests.boards.virtual import test_i2c_modules as modules
from tests.boards.virtual import test_i2c_sensors as sensors
from tests.boards.virtual.i2c_desk import BUSES


def told(bench: Bench, chip: str) -> list[str]:
    """What went over the bus to one chip."""
    return [str(transaction) for transaction in bench.transactions(chip)]


def heat_up(bench: Bench) -> None:
    """In half a second the thermometer becomes warm."""
    bench.after(500).call(lambda: bench.lm1.set(temperature_c=35))


@pytest.mark.parametrize("bus", BUSES)
def test_sensors(firmware: Path, bus: str) -> None:
    with both(firmware, sensors.PARTS, sensors.WIRES, f"i2c = {BUSES[bus]}") as boards:
        boards.exec(sensors.MEASURE)
        assert boards.value("(sco, ut)") == (b"\x2e", (27898 << 8).to_bytes(3, "big"))
        assert len(boards.on_bench(lambda bench: told(bench, "bmp1"))) == 10
        for bench in boards.benches:
            heat_up(bench)
        boards.exec(sensors.THERMOSTAT)
        assert boards.value("(before, after, os.value(), len(fallen))") == (
            b"\xf8\x80", b"\x23\x00", 0, 1
        )  # fmt: skip
        boards.exec(sensors.CLOCK)
        assert boards.value("(first, later)") == ("24-02-28 23:59:57", "24-02-29 00:00:00")


@pytest.mark.parametrize("bus", BUSES)
def test_modules(firmware: Path, bus: str) -> None:
    with both(firmware, modules.PARTS, modules.WIRES, f"i2c = {BUSES[bus]}") as boards:
        boards.exec(modules.MOTION)
        assert boards.value("(asleep, awake[0])") == ((0,) * 7, 8192)
        boards.exec(modules.MEMORY)
        assert boards.value("(tries > 10, back[31:])") == (True, b"xy\xff")
        assert boards.on_bench(lambda bench: bytes(bench.mem1.memory))[-2:] == b"xy"
        boards.exec(modules.PICTURE)
        assert boards.on_bench(lambda bench: bench.trace["oled1"].values[-1].lit_pixels) == 66
        boards.on_bench(lambda bench: bench.oled1.frame.rows())
        boards.exec(modules.LATCHED)
        assert boards.value("(levels, status)") == ([1, 0, 1, 0], 1)
