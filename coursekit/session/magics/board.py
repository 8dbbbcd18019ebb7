"""%board: the wiring picture."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from coursekit.session.connection import bench_of
from coursekit.session.magics.registry import line_magic
from coursekit.session.outputs import Display
from coursekit.session.run import CellRun, UsageError

if TYPE_CHECKING:
    from coursekit.bench import Bench

_PASSING = ("wire unplugged", "no power", "same address")
"""Kinds of faults that go away when a wire is plugged in again."""


@line_magic("board", in_answers=True)
def board(arguments: str, run: CellRun) -> None:
    """Shows how the parts are wired, and on the virtual board what they do now.

    The wiring is that of `diagram.json` beside the notebook. Faults in it are listed below the
    picture, those that were mended since as such. When the file has changed, %connect virtual
    builds the bench anew.
    """
    if arguments:
        raise UsageError("%board takes nothing after it.")
    from coursekit.bench import Diagram
    from coursekit.bench.picture import WiringPicture

    bench = bench_of(run.session.open_board(run))
    if bench is None:
        picture = WiringPicture(run.session.diagram() or Diagram.empty())
    else:
        picture = WiringPicture(bench.diagram, bench.state())
    run.emit(Display(picture._repr_mimebundle_()))
    if bench is not None and (words := "".join(_faults(bench))):
        run.write(words)


def _faults(bench: Bench) -> Iterator[str]:
    """A line for each fault that has shown."""
    with bench.lock:
        now = {fault.text for fault in (*bench.i2c.faults(), *bench.unplugged.off())}
        for fault in bench.faults():
            mended = fault.kind in _PASSING and fault.text not in now
            yield f"{'Mended since' if mended else 'Look at this'}: {fault}\n"
