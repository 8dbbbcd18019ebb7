"""The virtual board: a Pico W whose chip is a process and whose pins end on a simulated bench."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Iterator

from coursekit.bench import Bench, Diagram
from coursekit.boards.board import BoardInfo
from coursekit.boards.errors import BoardError, BoardLost, BoardNotStarted, BoardReset, RemoteError
from coursekit.boards.on_bench import BoardOnBench
from coursekit.boards.repl import PATIENT_LOOKS, RawRepl
from coursekit.boards.transfer import Progress
from coursekit.boards.virtual.limits import VALUE_BYTES, Budget, Guard, Limits
from coursekit.boards.virtual.port import VirtualPort
from coursekit.boards.virtual.runtime import OLDEST_VERSION, find_runtime, overlay_sources
from coursekit.boards.virtual.sandbox import Sandbox

MACHINE = "Raspberry Pi Pico W with RP2040"


class VirtualBoard(BoardOnBench):
    """A board that needs no hardware.

    diagram: what is wired to it (`Diagram`); nothing but its own LED when None.
    fast_forward: sleeping takes no time, and neither board time nor heap depend on the machine's
    load.
    runtime: path of another unix MicroPython; None for `$COURSEKIT_MICROPYTHON` or PyPI's.
    seed: for bounce and noise; the same seed gives the same.
    sandbox: whether programs are cut off from this computer (`Sandbox`).
    limits: what each `exec` and `eval` may take; None: as much as it likes. budget: what is left of
    all that several boards may take together; each run with limits takes from it.
    flash: what its file system holds at first, from `flash()` of another board; None: nothing.
    Raises BoardNotStarted when MicroPython cannot be started.
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
        budget: Budget | None = None,
        flash: bytes | None = None,
    ) -> None:
        try:
            self._runtime = find_runtime(runtime)
        except BoardError as error:
            raise BoardNotStarted(str(error)) from error
        self._bench = Bench(diagram, seed)
        self.port_stream = VirtualPort(
            self._bench,
            self._runtime,
            fast_forward=fast_forward,
            sandbox=sandbox,
            memory_mib=(limits or Limits()).memory_mib,
            flash=flash,
        )
        self.hardware = self.port_stream.hardware
        self.fast_forward = fast_forward
        self._budget: Budget | None = None
        self.limits: Limits | None = None  # the first questions are the host's own
        self._one_run = threading.Lock()
        super().__init__(self.port_stream, kind="virtual")
        self.repl = self._meters = _MeteredRepl(self.port_stream)
        if fast_forward and self.port_stream.shows_idle:
            self.repl.looks = PATIENT_LOOKS
        try:
            self._check_version()
        except BaseException:
            self.close()
            raise
        self.limits = limits
        self._budget = budget

    def flash(self) -> bytes:
        """What its file system holds now, for the `flash` of another board."""
        return self.port_stream.flash()

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
        *,
        limits: Limits | None = None,
    ) -> None:
        """See `Board.exec`. Tracebacks end in the program, as on a board whose modules are in C.

        limits: for this run, in place of the board's own. Raises LimitReached too: the program was
        stopped then, and the board takes the next one.
        """
        with self._limited(limits) as guard:
            if guard is not None:
                on_output = guard.meter(on_output)
            try:
                super().exec(code, on_output, timeout_s)
            except RemoteError as error:
                raise _without_overlay(error) from None

    def eval(
        self,
        expression: str,
        timeout_s: float | None = None,
        on_output: Callable[[str], None] | None = None,
        *,
        limits: Limits | None = None,
    ) -> object:
        """See `Board.eval`, and for `limits` `exec`.

        timeout_s: None is 10 s without limits, and as long as the limits allow with them.
        """
        with self._limited(limits) as guard:
            if guard is None:
                timeout_s = 10.0 if timeout_s is None else timeout_s
            else:
                on_output = guard.meter(on_output)
            self._meters.guard = guard
            try:
                return super().eval(expression, timeout_s, on_output)
            except RemoteError as error:
                raise _without_overlay(error) from None
            finally:
                self._meters.guard = None

    def put(self, path: str, data: bytes, progress: Progress | None = None) -> None:
        """See `Board.put`. Without the limits: what receives a file waits for its input."""
        limits, self.limits = self.limits, None
        try:
            super().put(path, data, progress)
        finally:
            self.limits = limits

    @contextlib.contextmanager
    def _limited(self, limits: Limits | None) -> Iterator[Guard | None]:
        """Watch the run inside; raises LimitReached for whatever a limit has led to."""
        limits = limits or self.limits
        port = self.port_stream
        if limits is None:
            port.begin_run(None)
            yield None
            return
        with self._one_run:
            if self._budget is not None:
                self._budget.check()
            guard = port.begin_run(limits)
            assert guard is not None
            try:
                yield guard
            except BoardLost:
                raise
            except BoardError as error:
                self._judge(guard, error)
                raise
            else:
                self._judge(guard, None)
            finally:
                port.end_run()
                if self._budget is not None:
                    self._budget.used_s += guard.taken_s()

    def _judge(self, guard: Guard, error: BoardError | None) -> None:
        """After a run: raise LimitReached if there is reason to."""
        self.port_stream.end_run()
        if not guard.reached:
            return
        if isinstance(error, BoardReset):
            guard.restarted = True
        elif guard.restarted:
            self.repl.enter()  # switched off when the program had just ended
        raise guard.error() from error

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
            raise BoardNotStarted(
                f"{self._runtime.label} does not answer as a board does, so it is not a usable "
                f"MicroPython. The virtual board needs {needed}. ({error})"
            ) from error
        assert isinstance(version, tuple)
        if version[0] != "micropython" or version[1][:2] < OLDEST_VERSION:
            found = ".".join(map(str, version[1]))
            raise BoardNotStarted(
                f"{self._runtime.label} is {version[0]} {found}; the virtual board needs {needed}."
            )


class _MeteredRepl(RawRepl):
    """A raw REPL that brings back the text of a value, and not without end."""

    guard: Guard | None = None

    def exec(
        self,
        code: str,
        on_output: Callable[[str], None] | None = None,
        timeout_s: float | None = None,
    ) -> None:
        if self.guard is not None:
            on_output = self.guard.meter(on_output, VALUE_BYTES)
        super().exec(code, on_output, timeout_s)


def _without_overlay(error: RemoteError) -> RemoteError:
    inside = {source.name for source in overlay_sources()}
    if not any(frame.file in inside for frame in error.frames):
        return error
    hidden = tuple(f'  File "{name}", line ' for name in inside)
    lines = [line for line in error.traceback.split("\n") if not line.startswith(hidden)]
    return RemoteError.from_traceback("\n".join(lines))
