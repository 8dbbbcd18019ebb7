"""The virtual board: a Pico W whose chip is a process and whose pins end on a simulated bench."""

from __future__ import annotations

from collections.abc import Callable

from coursekit.bench import Bench, Diagram
from coursekit.boards.board import Board, BoardInfo
from coursekit.boards.errors import BoardError, RemoteError
from coursekit.boards.virtual.limits import Limits
from coursekit.boards.virtual.port import VirtualPort
from coursekit.boards.virtual.runtime import OLDEST_VERSION, find_runtime, overlay_sources
from coursekit.boards.virtual.sandbox import Sandbox

MACHINE = "Raspberry Pi Pico W with RP2040"


class VirtualBoard(Board):
    """A board that needs no hardware.

    diagram: what is wired to it (`Diagram`); nothing but its own LED when None.
    fast_forward: sleeping takes no time and board time does not depend on the machine's load.
    runtime: path of another unix MicroPython; None for `$COURSEKIT_MICROPYTHON` or PyPI's.
    seed: for bounce and noise; the same seed gives the same.
    sandbox: whether programs are cut off from this computer (`Sandbox`).
    limits: what each `exec` and `eval` may take; None: as much as it likes.
    Raises BoardError when MicroPython cannot be started.
    """

    def __init__(
        self,
        diagram: Diagram | None = None,
        *,
        fast_forward: bool = False,
        runtime: str | None = None,
        seed: int = 0,
        sandbox: Sandbox = Sandbox.OFF,
        limits: Limits | None = None,
    ) -> None:
        self._runtime = find_runtime(runtime)
        self._bench = Bench(diagram, seed)
        self.port_stream = VirtualPort(
            self._bench, self._runtime, fast_forward=fast_forward, sandbox=sandbox
        )
        self.hardware = self.port_stream.hardware
        self.fast_forward = fast_forward
        self.limits = limits
        super().__init__(self.port_stream, kind="virtual")
        try:
            self._check_version()
        except BaseException:
            self.close()
            raise

    @property
    def bench(self) -> Bench:
        """The bench, with everything on it that the board has done so far."""
        self.hardware.settle()
        return self._bench

    @property
    def pid(self) -> int:
        """The process that is the board just now."""
        return self.port_stream.pid

    def exec(
        self,
        code: str,
        on_output: Callable[[str], None] | None = None,
        timeout_s: float | None = None,
    ) -> None:
        """See `Board.exec`. Tracebacks end in the program, as on a board whose modules are in C."""
        try:
            super().exec(code, on_output, timeout_s)
        except RemoteError as error:
            raise _without_overlay(error) from None

    def _read_info(self) -> BoardInfo:
        info = super()._read_info()
        return BoardInfo(
            kind="virtual",
            name="Virtual Raspberry Pi Pico W",
            port="",
            firmware=f"{info.firmware} (unix port, {self._runtime.label})",
            machine=f"Virtual board: {MACHINE}",
            platform=info.platform,
        )

    def _check_version(self) -> None:
        needed = f"MicroPython {'.'.join(map(str, OLDEST_VERSION))} or newer (unix port)"
        try:
            version = self.eval("__import__('sys').implementation[:2]")
        except BoardError as error:
            raise BoardError(
                f"{self._runtime.label} does not answer as a board does, so it is not a usable "
                f"MicroPython. The virtual board needs {needed}. ({error})"
            ) from error
        assert isinstance(version, tuple)
        if version[0] != "micropython" or version[1][:2] < OLDEST_VERSION:
            found = ".".join(map(str, version[1]))
            raise BoardError(
                f"{self._runtime.label} is {version[0]} {found}; the virtual board needs {needed}."
            )


def _without_overlay(error: RemoteError) -> RemoteError:
    inside = {source.name for source in overlay_sources()}
    if not any(frame.file in inside for frame in error.frames):
        return error
    hidden = tuple(f'  File "{name}", line ' for name in inside)
    lines = [line for line in error.traceback.split("\n") if not line.startswith(hidden)]
    return RemoteError.from_traceback("\n".join(lines))
