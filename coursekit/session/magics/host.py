"""%%host: a cell of Python on the computer."""

from coursekit.session.magics.registry import cell_magic
from coursekit.session.outputs import Result
from coursekit.session.run import CellRun, UsageError


@cell_magic("host")
def host(arguments: str, code: str, run: CellRun) -> Result | None:
    """Runs the cell in Python on the computer instead of on the board.

    There are `board`, `boards` (all that are connected, by name), `bench` (the simulated lab
    bench), `np` (NumPy) and `plt` (pyplot). Variables stay from one %%host cell to the next; the
    board does not see them.

        %%host
        bench.btn1.press(for_ms=80)
        board.eval("counter")
    """
    if arguments:
        raise UsageError(f"%%host takes nothing after it, but there is {arguments!r}.")
    return run.session.host.run(code, run)
