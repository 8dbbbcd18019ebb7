"""The same programs on a virtual and on an emulated board with the same parts and wires."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from coursekit.bench import Bench, Diagram
from coursekit.boards.emulated import EmulatedBoard
from coursekit.boards.virtual import VirtualBoard
from tests.bench.diagrams import data
from tests.boards.trying import TRYING

IMPORTS = "from machine import I2C, SPI, UART, Pin, SoftI2C, SoftSPI\nimport struct, time\n"


class Both:
    """Two boards that are to do the same. `value` fails where they do not."""

    def __init__(self, virtual: VirtualBoard, emulated: EmulatedBoard) -> None:
        self.virtual, self.emulated = virtual, emulated

    @property
    def benches(self) -> tuple[Bench, Bench]:
        return self.virtual.bench, self.emulated.bench

    def exec(self, program: str) -> None:
        self.virtual.exec(program)
        self.emulated.exec(program)

    def each(self, expression: str) -> tuple[Any, Any]:
        """What an expression is worth on either of them; the text of an exception if it raises."""
        call = f"attempt(lambda: {expression})"
        return self.virtual.eval(call), self.emulated.eval(call)

    def value(self, expression: str) -> Any:
        virtual, emulated = self.each(expression)
        assert virtual == emulated, f"{expression}: virtual {virtual!r}, emulated {emulated!r}"
        return emulated

    def on_bench(self, do: Callable[[Bench], object]) -> Any:
        """What is done to, or seen on, each bench; it must be the same."""
        virtual, emulated = (do(bench) for bench in self.benches)
        assert virtual == emulated
        return emulated


@contextmanager
def both(
    firmware: Path, parts: list[dict[str, Any]], wires: list[str], program: str = ""
) -> Iterator[Both]:
    """Both boards, with `TRYING` and a program of one's own run."""
    diagram = Diagram.from_dict(data(parts, wires))
    with (
        closing(VirtualBoard(diagram, fast_forward=True)) as virtual,
        closing(EmulatedBoard(diagram, firmware=firmware, fast_forward=True)) as emulated,
    ):
        boards = Both(virtual, emulated)
        boards.exec(IMPORTS + TRYING + program)
        yield boards
