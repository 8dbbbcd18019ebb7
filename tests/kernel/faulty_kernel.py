"""The kernel with a board on a faulty cable: `python -m tests.kernel.faulty_kernel -f FILE`.

`%connect script-7` plugs in the board of script 7; a cell whose first line is `# cell 2` begins the
second cell of the script, and the reply to it tells which pins the board has set.
"""

from __future__ import annotations

import re
import sys
from typing import Any

import pytest
from traitlets import Type

from coursekit.bench.diagram import Diagram
from coursekit.boards import Board
from coursekit.kernel.app import KernelApp
from coursekit.kernel.kernel import MicroPythonKernel
from coursekit.session import boards
from tests.boards.faulty import Plug
from tests.boards.skipping import SkippingClock
from tests.session.fault_scripts import make_script

_CELL = re.compile(r"# cell (\d+)( endless)?\n")


class FaultyKernel(MicroPythonKernel):
    """Our kernel, whose targets are scripts."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.cells.boards._connect = self._plug_in
        self._clock = SkippingClock()
        self._clock.install(pytest.MonkeyPatch())
        self._plugs: dict[str, Plug] = {}
        self._plug: Plug | None = None

    async def do_execute(self, code: str, *args: Any, **options: Any) -> dict[str, Any]:
        """As the real kernel's, in a script."""
        found, plug = _CELL.match(code), self._plug
        if plug is not None and found is not None:
            plug.begin_cell(int(found[1]))
            plug.endless = bool(found[2])
        elif plug is not None:
            plug.heal()
            plug.begin_cell(-1)
        reply = await super().do_execute(code, *args, **options)
        if plug is not None:
            plug.endless = False
            reply["pins"] = plug.pins_set()
        return reply

    def _plug_in(
        self, target: str | None, diagram: Diagram | None, runtime: str | None = None
    ) -> Board:
        assert target is not None
        if target not in self._plugs:
            if self._plug is not None:
                self._plug.close()
            script = make_script(int(target.removeprefix("script-")))
            plug = self._plugs[target] = Plug(script.faults, script.seed, self._clock)
            plug.stop = self.cells.interrupt
            plug.begin_cell(-1)
            self._plug = plug
        return self._plugs[target].connect(target, diagram, runtime)


class FaultyApp(KernelApp):
    """The launcher of that kernel."""

    kernel_class = Type(FaultyKernel, klass="ipykernel.kernelbase.Kernel")


if __name__ == "__main__":
    boards.RETURN_S = 0.01
    FaultyApp.launch_instance(sys.argv[1:])
