"""One MicroPython process: its start, what state it is in, Ctrl-C, its end.

What a board does over its whole life, resets included, is in port.py.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import select
import signal
import subprocess
import sys
import threading
import time

from coursekit.boards.errors import BoardError, BoardTimeout
from coursekit.boards.virtual import zygote
from coursekit.boards.virtual.runtime import Bundle, Runtime, overlay_bundle
from coursekit.boards.virtual.sandbox import Sandbox, demand
from coursekit.boards.virtual.watch import Watch
from coursekit.boards.virtual.wires import Wires, waiting
from coursekit.boards.virtual.zygote import ForkedChild

HEAP_KIB = 237
"""Heap as it would be on a 32-bit board; MicroPython scales it to this machine's words. With what
the overlay takes away, about as many blocks are free after boot as on a Pico W."""

_END_PATIENCE_S = 2.0
_LOOK_UP_S = 0.2


class Process:
    """A running VM: `stdin` and `stdout` are the board's REPL."""

    def __init__(
        self,
        runtime: Runtime,
        wires: Wires,
        flash: int,
        *,
        run_main: bool,
        sandbox: Sandbox = Sandbox.OFF,
        memory_mib: int | None = None,
    ) -> None:
        if sandbox is Sandbox.REQUIRE:
            demand(runtime.kind)
        bundle = overlay_bundle()
        self._output = select.poll()
        mode = sandbox.value if sandbox is Sandbox.OFF else f"{sandbox.value}:{memory_mib or ''}"
        heap = f"heapsize={HEAP_KIB}wK"
        arguments = ["-X", heap, "-i", "-c", _boot(bundle, run_main)]
        opened: list[int] = []
        try:
            overlay = os.open(bundle.path, os.O_RDONLY | os.O_CLOEXEC)
            opened.append(overlay)
            for _ in range(3):
                opened.extend(os.pipe())
            _, stdin, self.stdin, self.stdout, stdout, lifeline, self._lifeline = opened
            inherited = [*wires.child_ends(), flash, overlay]
            self._child: ForkedChild | subprocess.Popen[bytes]
            if runtime.kind == "module" and zygote.AVAILABLE:
                fds = [stdin, stdout, *inherited, lifeline]
                self._child = zygote.fork(runtime.where, mode, arguments, fds)
            else:
                self._child = subprocess.Popen(
                    runtime.command(inherited, lifeline, arguments, mode),
                    stdin=stdin,
                    stdout=stdout,
                    stderr=subprocess.STDOUT,
                    pass_fds=[*inherited, lifeline],
                    bufsize=0,
                    start_new_session=True,
                    env={"PATH": os.defpath, "LC_ALL": "C.UTF-8"},
                    cwd="/",
                )
        except BaseException as error:
            for fd in opened:
                os.close(fd)
            if isinstance(error, OSError):
                raise BoardError(f"The virtual board did not start: {error}.") from error
            raise
        for fd in (overlay, stdin, stdout, lifeline):
            os.close(fd)
        os.set_blocking(self.stdin, False)
        self._output.register(self.stdout, select.POLLIN)
        self._watch = Watch(self.pid)
        wires.process = self
        self._closed = False
        # Held by whoever uses `stdin` or signals: neither may hit a stranger that has the same
        # number by now, and no byte may arrive between a look at the process and a signal to it.
        # Re-entrant: the garbage collector may close a forgotten board in the middle of anything.
        self._io = threading.RLock()

    @property
    def pid(self) -> int:
        """The operating system's number of the process."""
        return self._child.pid

    def write(self, data: bytes, deadline: float | None) -> None:
        """Write all of `data` to the REPL's input before the monotonic time `deadline`.

        Raises BoardTimeout when the program does not read, BrokenPipeError when it has ended.
        """
        view = memoryview(data)
        while view:
            try:
                with self._io:
                    if self._closed:
                        raise BrokenPipeError
                    view = view[os.write(self.stdin, view) :]
            except BlockingIOError:
                left = _LOOK_UP_S if deadline is None else deadline - time.monotonic()
                if left <= 0:
                    raise BoardTimeout(
                        "The virtual board does not read its input. Interrupt the program."
                    ) from None
                # Not for ever: `close` does not wake it.
                with contextlib.suppress(OSError, ValueError):
                    select.select([], [self.stdin], [], min(left, _LOOK_UP_S))

    def write_at_once(self, data: bytes) -> bool:
        """Write all of `data` if there is room for it; whether that was so."""
        with self._io:
            if self._closed or len(data) > select.PIPE_BUF:
                return False
            try:
                os.write(self.stdin, data)  # so short a piece goes whole or not at all
            except OSError:
                return False
            return True

    def has_output(self, timeout_s: float) -> bool:
        """Wait until there is output, or the process has ended."""
        return bool(self._output.poll(timeout_s * 1000))

    def is_running(self) -> bool | None:
        """Whether a program runs (and not the prompt); None where that cannot be seen.

        MicroPython catches SIGINT exactly while it executes a program.
        """
        with self._io:
            return self._watch.runs_program()

    def interrupt_input(self) -> bool:
        """SIGINT if the program waits for a byte of its input; whether it did.

        At any other time the signal could stop the VM in the middle of an allocation.
        """
        with self._io:
            if self._closed or self._child.returncode is not None or not self.waits_for_input():
                return False
            # Only now: a program that has just ended waits at the prompt, and would die of it.
            if self.is_running() is False:
                return False
            if _tgkill is not None:
                _tgkill(self.pid, self.pid, signal.SIGINT)
            else:
                self._child.send_signal(signal.SIGINT)
            return True

    def waits_for_input(self) -> bool:
        """Whether it waits for a byte that nobody has sent yet, where that can be seen."""
        with self._io:
            return not self._closed and self._watch.reads_input() and not waiting(self.stdin)

    def is_at_prompt(self) -> bool | None:
        """Whether MicroPython waits for a command; None where that cannot be seen."""
        if self._child.poll() is not None:
            return True
        running = self.is_running()
        if running is not False:
            return None if running is None else False
        with self._io:
            return self._closed or self.waits_for_input()

    @property
    def shows_idle(self) -> bool:
        """Whether `is_idle` can ever say so on this computer."""
        with self._io:
            return self._watch.sees

    def is_idle(self) -> bool | None:
        """Whether MicroPython waits at its prompt and everything that it has sent was read.

        False: a program runs. None: it cannot be seen, or is neither yet. About 10 us.
        """
        with self._io:
            if self._closed or waiting(self.stdout):
                return None
            runs = self._watch.runs_program()
            if runs is not False:
                return False if runs else None
            # It wrote before it began to wait.
            return True if self._watch.reads_input() and not waiting(self.stdout) else None

    def processor_s(self) -> float:
        """See `Watch.processor_s`."""
        with self._io:
            return self._watch.processor_s()

    def is_starved(self, since_s: float, used_s: float) -> bool:
        """See `Watch.is_starved`."""
        with self._io:
            return self._watch.is_starved(since_s, used_s)

    def unread_input(self) -> int:
        """Bytes written to the REPL that MicroPython has not read yet."""
        with self._io:
            return 0 if self._closed else waiting(self.stdin)

    def kill(self) -> None:
        """End the process at once; `wait` collects it."""
        self._child.kill()

    def wait(self) -> int:
        """Wait for the end: the exit status, or minus the number of the signal that ended it."""
        try:
            return self._child.wait(_END_PATIENCE_S)
        except subprocess.TimeoutExpired:
            self._child.kill()
            return self._child.wait()

    def close(self) -> None:
        """End the process and close everything that belongs to it. Idempotent."""
        self._child.kill()
        self._child.wait()
        with self._io:
            if self._closed:
                return
            self._closed = True
            os.close(self._lifeline)
            self._watch.close()
            os.close(self.stdin)
            os.close(self.stdout)
            if isinstance(self._child, ForkedChild):
                self._child.close()


_BOOT = """\
def _start():
    import gc, io, sys, vfs
    globals().pop("_start")
    index = {index}
    bundle = open(8, "rb", 0)
    class Overlay:
        def mount(self, *_): pass
        def umount(self): pass
        def stat(self, path):
            if path.strip("/") not in index: raise OSError(2)
            return (0x8000,) + (0,) * 9
        def open(self, path, mode):
            start, size = index[path.strip("/")]
            gc.collect()  # else what loading leaves behind makes holes that no large buffer fits in
            bundle.seek(start)
            return io.BytesIO(bundle.read(size))
    vfs.umount("/")
    vfs.mount(Overlay(), "/")
    sys.path[:] = ["/"]
    import _boot
    bundle.close()
    _boot.boot(globals(), {run_main})
_start()
"""


def _boot(bundle: Bundle, run_main: bool) -> str:
    """What MicroPython executes first: the overlay comes out of the file that it inherits."""
    return _BOOT.format(index=bundle.index, run_main=run_main)


def _find_tgkill() -> ctypes._NamedFuncPointer | None:
    if sys.platform != "linux":
        return None
    return getattr(ctypes.CDLL(None), "tgkill", None)


_tgkill = _find_tgkill()
