"""The virtual board's USB serial port: bytes in, bytes out, over resets and crashes.

To whoever reads and writes it, it is the port of a board: Ctrl-C stops the running program, Ctrl-D
at a prompt restarts MicroPython. Behind it, each restart is a new process on the same bench, with
the same flash.
"""

from __future__ import annotations

import contextlib
import os
import re
import select
import signal
import tempfile
import threading
import time

from coursekit.bench import Bench
from coursekit.boards.errors import BoardLost, BoardReset
from coursekit.boards.virtual.hardware import Hardware, Wires
from coursekit.boards.virtual.process import Process
from coursekit.boards.virtual.runtime import Runtime

FLASH_BYTES = 848 * 1024
"""The file system of a Pico W (rp2 port, boards/RPI_PICO_W)."""

_POWER_ON, _WATCHDOG = 1, 3  # machine.PWRON_RESET, machine.WDT_RESET
_RAW_BANNER = b"raw REPL; CTRL-B to exit\r\n>"
_FRIENDLY_END = b"for more information.\r\n>>> "
_FRIENDLY_BANNER = re.compile(rb"MicroPython [^\n]*\nType \"help\(\)\" [^\n]*\n>>> (\r\n)?")
_KEPT_TAIL = len(_FRIENDLY_END)
_CRASHES_MAX = 3
_STUCK_S = 1.0
_START_PATIENCE_S = 0.05


class VirtualPort:
    """A `ByteStream` to a MicroPython process that is replaced when it ends.

    `read` is called from one thread at a time; `write` and `close` from any.
    """

    def __init__(self, bench: Bench, runtime: Runtime, *, fast_forward: bool) -> None:
        self._runtime = runtime
        self._flash = _blank_flash()
        self._lock = threading.Lock()
        self._closed = False
        self._raw = False
        self._tail = b""
        self._pending = b""
        self._hide_banner = False
        self._held = b""
        self._crashes = 0
        self._hard_reset = False
        self._stuck: str = ""
        self._interrupted_at = 0.0
        self._process: Process | None = None
        self.hardware = Hardware(bench, fast_forward=fast_forward, on_reset=self._reset_asked)
        try:
            self._start(_POWER_ON, run_main=True)
        except BaseException:
            self.close()
            raise

    @property
    def pid(self) -> int:
        """The process that is the board just now."""
        return self._running_process().pid

    # -- the stream ------------------------------------------------------------------------------

    def read(self, timeout_s: float | None) -> bytes:
        """See `ByteStream.read`. Raises BoardReset when the board restarted by itself."""
        if self._pending:
            data, self._pending = self._pending, b""
            return data
        deadline = None if timeout_s is None else time.monotonic() + timeout_s
        while True:
            process = self._running_process()
            left = None if deadline is None else max(0.0, deadline - time.monotonic())
            try:
                if not select.select([process.stdout], [], [], left)[0]:
                    return b""
                data = os.read(process.stdout, 1 << 16)
            except (OSError, ValueError):
                self._running_process()  # says that the port was closed
                continue
            if not data:
                self._ended(process)
                data, self._pending = self._pending, b""
                if data:
                    return data
                continue
            if self._hide_banner:
                data = self._without_banner(data)
                if not data:
                    continue
            self._look_for_mode(data)
            return data

    def write(self, data: bytes, timeout_s: float | None) -> None:
        """See `ByteStream.write`."""
        deadline = None if timeout_s is None else time.monotonic() + timeout_s
        pieces = data.split(b"\x03")
        for number, piece in enumerate(pieces):
            if number:
                self._ctrl_c(deadline)
            if piece:
                self._pass_on(piece, deadline)

    def close(self) -> None:
        """End the board. Idempotent."""
        with self._lock:
            if self._closed:
                return
            self._closed = True
            process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.close()
        self.hardware.close()
        os.close(self._flash)

    # -- starts and ends -------------------------------------------------------------------------

    def _running_process(self) -> Process:
        process = self._process
        if process is None:
            raise BoardLost("The virtual board was closed. Connect again.")
        return process

    def _start(self, reset_cause: int, *, run_main: bool) -> None:
        wires = Wires.make()
        try:
            self.hardware.attach(wires, reset_cause)
            process = Process(self._runtime, wires, self._flash, run_main=run_main)
        except BaseException:
            self.hardware.detach()
            raise
        finally:
            wires.close_child_ends()
        with self._lock:
            closed = self._closed
            if not closed:
                self._process = process
        if closed:
            process.close()

    def _ended(self, process: Process) -> None:
        """The process is gone: a soft reset, a reset that the program asked for, or a crash."""
        status = process.wait()
        self.hardware.detach()
        process.close()
        with self._lock:
            if self._closed or self._process is not process:
                return
        stuck, self._stuck = self._stuck, ""
        hard, self._hard_reset = self._hard_reset, False
        raw, self._raw, self._tail = self._raw, False, b""
        if status >= 0 and not hard and not stuck:
            self._crashes = 0
            self._start(_POWER_ON, run_main=not raw)
            self._pending = b"MPY: soft reboot\r\n"
            if raw:
                self._hide_banner = True
                self._pass_on(b"\x01", None)
            return
        if not hard and not stuck:
            self._crashes += 1
        if self._crashes >= _CRASHES_MAX:
            self.close()
            raise BoardLost(
                f"The virtual board stopped {_CRASHES_MAX} times in a row "
                f"({_how_it_ended(status)}) and was given up. Connect again."
            )
        self._start(_WATCHDOG if hard else _POWER_ON, run_main=True)
        if stuck:
            raise BoardReset(stuck)
        if hard:
            raise BoardReset(
                "The program restarted the board (machine.reset()): variables and imports are gone."
            )
        raise BoardReset(
            f"The virtual board stopped unexpectedly ({_how_it_ended(status)}) and was started "
            f"again: variables and imports are gone."
        )

    def _reset_asked(self) -> None:
        process = self._process
        if process is not None:
            self._hard_reset = True
            process.kill()

    # -- Ctrl-C ----------------------------------------------------------------------------------

    def _ctrl_c(self, deadline: float | None) -> None:
        process = self._running_process()
        running = process.is_running()
        if running is None:
            running = not self._at_prompt()
        if not running:
            # A program may be about to start: the byte lies in front of it, and nobody reads it.
            self._pass_on(b"\x03", deadline)
            self._catch_late_start(process)
            return
        self._interrupt(process)

    def _interrupt(self, process: Process) -> None:
        if process.waits_for_input():
            process.signal_main_thread()
            return
        now = time.monotonic()
        if self.hardware.command(b"I"):
            self._interrupted_at = now
            if process.is_running() is False:
                self.hardware.command(b"C")
        elif now - self._interrupted_at > _STUCK_S:
            # Native code looks at nothing. A person would press the reset button.
            self._stuck = (
                "The program did not react to Ctrl-C, so the board was switched off and on: "
                "variables and imports are gone."
            )
            process.kill()

    def _catch_late_start(self, process: Process) -> None:
        end = time.monotonic() + _START_PATIENCE_S
        while process.unread_input() and time.monotonic() < end:
            if process.is_running():
                self._interrupt(process)
                return
            time.sleep(0.001)

    def _at_prompt(self) -> bool:
        return self._tail.endswith((b">>> ", b"... ", b"\x04>", _RAW_BANNER))

    # -- output ----------------------------------------------------------------------------------

    def _pass_on(self, data: bytes, deadline: float | None) -> None:
        # A process that has just ended takes nothing; reading will tell, and start the next one.
        with contextlib.suppress(OSError):
            self._running_process().write(data, deadline)

    def _look_for_mode(self, data: bytes) -> None:
        text = self._tail + data[-4096:] if len(data) < 4096 else data[-4096:]
        raw = text.rfind(_RAW_BANNER)
        friendly = text.rfind(_FRIENDLY_END)
        if raw >= 0 or friendly >= 0:
            self._raw = raw > friendly
            self._crashes = 0
        self._tail = text[-_KEPT_TAIL:]

    def _without_banner(self, data: bytes) -> bytes:
        """After a soft reset in raw mode a board goes back there at once; so no friendly banner."""
        self._held = data = self._held + data
        if _RAW_BANNER not in data:
            return b""
        self._hide_banner = False
        self._held = b""
        return _FRIENDLY_BANNER.sub(b"", data, count=1)


def _blank_flash() -> int:
    """A file of the flash's size that disappears with its last user."""
    if hasattr(os, "memfd_create"):
        fd = os.memfd_create("flash")
    else:
        fd, path = tempfile.mkstemp(prefix="coursekit-flash-")
        os.unlink(path)
    os.truncate(fd, FLASH_BYTES)
    return fd


def _how_it_ended(status: int) -> str:
    if status >= 0:
        return f"exit status {status}"
    try:
        return f"killed by {signal.Signals(-status).name}"
    except ValueError:
        return f"killed by signal {-status}"
