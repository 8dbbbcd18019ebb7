"""A board with a chip on its I2C bus, in fast-forward, and modules in its /lib."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from coursekit.bench import Bench, Diagram
from coursekit.boards import RemoteError
from coursekit.boards.on_bench import BoardOnBench
from coursekit.boards.virtual import VirtualBoard
from tests.bench.diagrams import data, part

MODULES = Path(__file__).parents[2] / "device_lib"
BEGIN = "from machine import I2C, Pin\ni2c = I2C(0, sda=Pin(4), scl=Pin(5), freq=400_000)"
_SUPPLY = {"wokwi-ds1307": ("5V", "VBUS")}


def _open_virtual(diagram: Diagram) -> BoardOnBench:
    return VirtualBoard(diagram, fast_forward=True)


class Desk:
    """A Pico W with a chip on GP4 and GP5 with pull-ups; its programs find the bus as `i2c`.

    wires: those that the chip has besides, as "mpu1:AD0 pico:3V3". open_board: opens the board.
    """

    def __init__(
        self,
        name: str,
        kind: str,
        wires: Sequence[str],
        attrs: dict[str, str],
        open_board: Callable[[Diagram], BoardOnBench] = _open_virtual,
    ) -> None:
        pull_ups = [part(name, "wokwi-resistor", value="4700") for name in ("r1", "r2")]
        plus, supply = _SUPPLY.get(kind, ("VCC", "3V3"))
        usual = [
            *("r1:1 pico:GP4", "r2:1 pico:GP5", "r1:2 pico:3V3", "r2:2 pico:3V3"),
            *(f"{name}:{plus} pico:{supply}", f"{name}:GND pico:GND.1"),
            *(f"{name}:SDA pico:GP4", f"{name}:SCL pico:GP5"),
        ]
        diagram = data([part(name, kind, **attrs), *pull_ups], [*usual, *wires])
        self.board = open_board(Diagram.from_dict(diagram))
        self.run(BEGIN)

    @property
    def bench(self) -> Bench:
        """The parts: `desk.bench.bmp1`."""
        return self.board.bench

    def install(self, *names: str) -> None:
        """Put modules of this project into /lib."""
        self.put({f"{name}.py": (MODULES / f"{name}.py").read_bytes() for name in names})

    def put(self, files: Mapping[str, bytes]) -> None:
        """Put files into /lib."""
        for name, content in files.items():
            path = f"/lib/{name}"
            self.board.makedirs(path.rpartition("/")[0])
            self.board.put(path, content)

    def run(self, program: str) -> str:
        """What a program prints."""
        printed: list[str] = []
        self.board.exec(program, printed.append)
        return "".join(printed)

    def value(self, expression: str) -> Any:
        """What an expression has for a value."""
        return self.board.eval(expression)

    def error(self, program: str) -> str:
        """The name and the text of what a program raises."""
        try:
            self.run(program)
        except RemoteError as error:
            return f"{error.name}: {error.message}"
        raise AssertionError(f"nothing is raised by {program!r}")

    def allocates(self, statement: str) -> int:
        """How many bytes of the heap a statement takes, after a first time.

        The collector is off meanwhile, so what is given back at once counts as well. It is the
        least of some times: the virtual board itself takes some bytes now and then.
        """
        self.run(f"""
import gc
def _often():
    least = 1 << 20
    {statement}
    gc.collect()
    gc.disable()
    for _ in range(20):
        before = gc.mem_alloc()
        {statement}
        least = min(least, gc.mem_alloc() - before)
    gc.enable()
    return least
""")
        return int(self.value("_often()"))
