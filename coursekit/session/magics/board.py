"""%board: the wiring picture."""

from __future__ import annotations

from coursekit.session.connection import bench_of
from coursekit.session.magics.registry import line_magic
from coursekit.session.outputs import Display
from coursekit.session.run import CellRun, UsageError


@line_magic("board", in_answers=True)
def board(arguments: str, run: CellRun) -> None:
    """Shows how the parts are wired, and on the virtual board what they do now.

    The wiring is that of `diagram.json` beside the notebook. Faults in it are listed below the
    picture. When the file has changed, %connect virtual builds the bench anew.
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
    if bench is not None and (faults := bench.faults()):
        run.write("".join(f"Look at this: {fault}\n" for fault in faults))
