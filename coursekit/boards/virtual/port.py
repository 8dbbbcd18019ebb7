"""The virtual board's USB serial port: bytes in, bytes out, over resets and crashes.

To whoever reads and writes it, it is the port of a board: Ctrl-C stops the running program, Ctrl-D
at a prompt restarts MicroPython. Behind it, each restart is a new process on the same bench, with
the same flash.
"""

from __future__ import annotations

import contextlib
import os
import select
import signal
import sys
import threading
import time
import weakref
from collections.abc import Callable

from coursekit.bench import Bench
from coursekit.boards.errors import (
    BoardError,
    BoardKilled,
    BoardLost,
    BoardNotRestarted,
    BoardNotStarted,
    BoardReset,
)
from coursekit.boards.virtual.banner import FRIENDLY_END, RAW_BANNER, BannerFilter
from coursekit.boards.virtual.flash import content_of, new_flash
from coursekit.boards.virtual.hardware import Hardware
from coursekit.boards.virtual.limits import PROCESSOR_TIME, Guard, Limits
from coursekit.boards.virtual.patience import Patience, pauses
from coursekit.boards.virtual.process import Process
from coursekit.boards.virtual.runtime import Runtime
from coursekit.boards.virtual.sandbox import Sandbox
from coursekit.boards.virtual.wires import Wires

_POWER_ON, _WATCHDOG = 1, 3  # machine.PWRON_RESET, machine.WDT_RESET
_KEPT_TAIL = len(FRIENDLY_END)
_CRASHES_MAX = 3
_STUCK_S = 1.0
_BOOT_S = 1.0
_BOOT_LATE_S = 0.1
_BANNER_MS = 5
_FOREVER_S = 3600.0
_SIGXCPU = getattr(signal, "SIGXCPU", 0)


class VirtualPort:
    """A `ByteStream` to a MicroPython process that is replaced when it ends.

    `read` is called from one thread at a time; `write` and `close` from any. A port that nobody
    holds any more ends its process.
    """

    unix_line_ends = True
    _closed = True  # until there is something to close

    def __init__(
        self,
        bench: Bench,
        runtime: Runtime,
        *,
        fast_forward: bool,
        sandbox: Sandbox = Sandbox.OFF,
        memory_mib: int | None = 512,
        flash: bytes | None = None,
    ) -> None:
        self._runtime = runtime
        self._sandbox, self._memory_mib = sandbox, memory_mib
        # Both re-entrant: the garbage collector may close a forgotten port anywhere.
        self._life = threading.RLock()  # held while the process changes; never with bench.lock
        self._reading = threading.RLock()  # held while the process's output is in use
        self._raw = False
        self._greeted = False  # a prompt was seen, so this is a MicroPython
        self._tail = b""
        self._pending = b""
        self._banner = BannerFilter()
        self._crashes = 0
        self._hard_reset = False
        self._killed_for: str = ""
        self._interrupted_s = self._interrupted_cpu_s = 0.0
        self._process: Process | None = None
        self.guard: Guard | None = None
        self._flash = new_flash(flash)
        # The hardware's thread may not keep a port alive that nobody else holds.
        reset = weakref.WeakMethod(self._reset_asked)
        fault = weakref.WeakMethod(self._fault_found)
        over = weakref.WeakMethod(self._board_time_over)
        try:
            self.hardware = Hardware(
                bench,
                fast_forward=fast_forward,
                on_reset=lambda: _call(reset),
                on_fault=lambda text: _call(fault, text),
                on_over=lambda off: _call(over, off),
            )
        except BaseException:
            os.close(self._flash)
            raise
        self._closed = False
        try:
            self._start(_POWER_ON, run_main=True)
        except BaseException as error:
            self.close()
            if isinstance(error, (BoardError, OSError)):
                raise BoardNotStarted(str(error)) from error
            raise

    def flash(self) -> bytes:
        """The content of the flash, as it is between two programs."""
        return content_of(self._flash)

    def __del__(self) -> None:
        # While the interpreter ends, its threads do not run any more and cannot be waited for;
        # the process ends with it by itself.
        if not self._closed and not sys.is_finalizing():
            self.close()

    @property
    def pid(self) -> int:
        """The process that is the board just now."""
        return self._running_process().pid

    # -- the stream ------------------------------------------------------------------------------

    def read(self, timeout_s: float | None) -> bytes:
        """See `ByteStream.read`. Raises BoardReset when the board restarted by itself."""
        deadline = None if timeout_s is None else time.monotonic() + timeout_s
        with self._reading:
            while True:
                process = self._running_process()
                if self._pending:
                    data, self._pending = self._pending, b""
                    return data
                guard = self.guard
                if deadline is not None or guard is not None:
                    left = _FOREVER_S if deadline is None else deadline - time.monotonic()
                    wait = left if guard is None else min(left, guard.wait_s())
                    output = process.has_output(max(0.0, wait))
                    if guard is not None and not guard.wait_s():
                        guard.look(self)
                    if not output:
                        if wait < left:
                            continue
                        return b""
                data = os.read(process.stdout, 1 << 16)
                if not data:
                    self._ended(process)
                    continue
                if self._banner.hiding:
                    data = self._banner.feed(data)
                    if not data:
                        continue
                self._look_for_mode(data)
                if guard is not None:
                    guard.heard()
                return data

    @property
    def shows_idle(self) -> bool:
        """Whether `is_idle` can ever say so on this computer."""
        return self._running_process().shows_idle

    def is_idle(self) -> bool | None:
        """See `ByteStream`."""
        process = self._process
        if process is None or self._pending or self._banner.hiding:
            return None
        return process.is_idle()

    def write(self, data: bytes, timeout_s: float | None) -> None:
        """See `ByteStream.write`."""
        if b"\x03" not in data:
            process = self._process
            if process is not None and process.write_at_once(data):
                return
        deadline = None if timeout_s is None else time.monotonic() + timeout_s
        pieces = data.split(b"\x03")
        for number, piece in enumerate(pieces):
            if number:
                self._ctrl_c(deadline)
            if piece:
                self._pass_on(piece, deadline)

    def close(self) -> None:
        """End the board, and a `read` that waits. Idempotent."""
        with self._life:
            if self._closed:
                return
            self._closed = True
            process, self._process = self._process, None
        if process is not None:
            process.kill()  # the end of its output wakes a reader
            with self._reading:
                process.close()
        self.hardware.close()
        os.close(self._flash)

    # -- limits ----------------------------------------------------------------------------------

    def begin_run(self, limits: Limits | None) -> Guard | None:
        """Watch what `read` meets from now on, until `end_run`. Call it while no program runs."""
        board_s = None if limits is None else limits.board_s
        end_us = self.hardware.limit_run(None if board_s is None else round(1e6 * board_s))
        if limits is not None:
            fast_forward = self.hardware.fast_forward
            self.guard = Guard(limits, self.pid, end_us, fast_forward=fast_forward)
        return self.guard

    def end_run(self) -> None:
        """The run is over; its guard knows then what the board has sent."""
        if self.guard is not None:
            self.hardware.take_in()
            self.guard = None

    def stop(self) -> None:
        """Ctrl-C for what runs."""
        process = self._running_process()
        running = process.is_running()
        if running or (running is None and not self._at_prompt()):
            self._interrupt(process)

    def stop_input(self) -> bool:
        """Ctrl-C if the program waits for a byte of its input; whether it did."""
        return self._running_process().interrupt_input()

    def switch_off(self, reason: str) -> None:
        """End the process; the next read raises BoardReset with this reason."""
        self._kill(reason)

    def _board_time_over(self, off: bool) -> None:
        guard = self.guard
        if guard is None:
            return  # what the program left behind sends to a board that listens no more
        guard.board_time_over()
        if off:
            guard.restarted = True
            self._kill(guard.error().message)

    # -- starts and ends -------------------------------------------------------------------------

    def _running_process(self) -> Process:
        process = self._process
        if process is None:
            raise BoardLost("The virtual board was closed. Connect again.")
        return process

    def _start(self, reset_cause: int, *, run_main: bool) -> None:
        """Start a process. Holds `_life`."""
        self._reset_cause = reset_cause  # a soft reset leaves the chip's register alone
        self._banner.stop()
        self._hard_reset = False
        self._killed_for = ""
        wires = Wires.make()
        try:
            self.hardware.attach(wires, reset_cause)
            process = Process(
                self._runtime,
                wires,
                self._flash,
                run_main=run_main,
                sandbox=self._sandbox,
                memory_mib=self._memory_mib,
            )
        except BaseException:
            self.hardware.detach()
            raise
        finally:
            wires.close_child_ends()
        self._process = process
        self._started_s = time.monotonic()
        self._booted = not run_main
        if self._hard_reset or self._killed_for:
            process.kill()  # it was quicker than this thread

    def _ended(self, process: Process) -> None:
        """The process is gone: a soft reset, a reset that the program asked for, or a crash."""
        with self._life:
            if self._closed or self._process is not process:
                return
            status = process.wait()
            self.hardware.detach(is_soft=lambda: self._left_softly(status))
            process.close()
            try:
                self._restart(status)
            except BoardReset:
                raise
            except BaseException as error:
                self._process = None
                self.close()
                if isinstance(error, BoardLost) or not isinstance(error, (BoardError, OSError)):
                    raise
                raise BoardNotRestarted(
                    f"The virtual board cannot be started again: {error}"
                ) from error

    def _left_softly(self, status: int) -> bool:
        """Whether that is a soft reset; its last messages may say otherwise."""
        return status >= 0 and not self._hard_reset and not self._killed_for and self._greeted

    def _restart(self, status: int) -> None:
        reason, hard = self._killed_for, self._hard_reset
        raw, self._raw, self._tail = self._raw, False, b""
        if self._left_softly(status):
            self._crashes = 0
            self._start(self._reset_cause, run_main=not raw)
            self._pending = b"MPY: soft reboot\r\n"
            if raw:
                self._banner.begin()
                self._pass_on(b"\x01", None)
            return
        if status == -_SIGXCPU and self.guard is not None and not reason:
            self.guard.reached = self.guard.reached or PROCESSOR_TIME
            self.guard.restarted = True
            reason = self.guard.error().message
        killed = status == -signal.SIGKILL and not hard and not reason
        if not hard and not reason:
            self._crashes += 1
        if self._crashes >= _CRASHES_MAX:
            raise (BoardNotRestarted if killed else BoardLost)(
                f"The virtual board stopped {_CRASHES_MAX} times in a row "
                f"({_how_it_ended(status)}) and was given up. Connect again."
            )
        self._start(_WATCHDOG if hard else _POWER_ON, run_main=True)
        if reason:
            raise BoardReset(reason)
        if hard:
            raise BoardReset(
                "The program restarted the board (machine.reset()): variables and imports are gone."
            )
        cause = "; perhaps the computer ran out of memory" if killed else ""
        raise (BoardKilled if killed else BoardReset)(
            f"The virtual board stopped unexpectedly ({_how_it_ended(status)}{cause}) and was "
            f"started again: variables and imports are gone."
        )

    def _reset_asked(self) -> None:
        self._hard_reset = True
        process = self._process
        if process is not None:
            process.kill()

    def _fault_found(self, fault: str) -> None:
        self._kill(
            f"What the program sent to the bench is not what a board sends ({fault}), so the board "
            "was switched off and on: variables and imports are gone."
        )

    def _kill(self, reason: str) -> None:
        self._killed_for = reason
        process = self._process
        if process is not None:
            process.kill()

    # -- Ctrl-C ----------------------------------------------------------------------------------

    def _ctrl_c(self, deadline: float | None) -> None:
        process = self._running_process()
        if not self._booted:
            self._let_boot(process)
        running = process.is_running()
        if running is None:
            running = not self._at_prompt()
        if not running:
            # A program may be about to start: the byte lies in front of it, and nobody reads it.
            idle = process.waits_for_input()
            self._pass_on(b"\x03", deadline)
            self._catch_late_start(process, idle=idle)
            return
        self._interrupt(process)

    def _let_boot(self, process: Process) -> None:
        """Nobody reaches a board in its first second, so its scripts run undisturbed."""
        end_s = self._started_s + _BOOT_S
        asked = False
        waits = pauses()
        banner = select.poll()
        banner.register(process.stdout, select.POLLIN)
        while process.is_at_prompt() is False:
            now_s = time.monotonic()
            if now_s >= end_s:
                # On a busy computer it may not have begun with them yet.
                if asked or not self.hardware.command(b"P"):
                    break
                asked, answered_s = True, time.monotonic()
                if answered_s - now_s < _BOOT_LATE_S:
                    break
                end_s = answered_s + _BOOT_S
            if banner.poll(0):
                time.sleep(next(waits))
            else:
                banner.poll(_BANNER_MS)  # not for ever: another thread may read it
        self._booted = True

    def _interrupt(self, process: Process) -> None:
        if process.interrupt_input():
            return
        if self.hardware.command(b"I"):
            self._interrupted_s = time.monotonic()
            self._interrupted_cpu_s = process.processor_s()
            self._see_raised(process)
        elif time.monotonic() - self._interrupted_s > _STUCK_S and not process.is_starved(
            self._interrupted_s, self._interrupted_cpu_s
        ):
            # Native code looks at nothing. A person would press the reset button.
            self._kill(
                "The program did not react to Ctrl-C, so the board was switched off and on: "
                "variables and imports are gone."
            )

    def _see_raised(self, process: Process) -> None:
        """A program that comes to its input before its next jump would wait there all the same."""
        patience = Patience(process)
        while True:
            if process.is_running() is False:
                self.hardware.command(b"C")
                return
            # Taken back first: else it would come twice where it was raised after all.
            if process.waits_for_input() and (
                not self.hardware.command(b"C")
                or process.interrupt_input()
                or not self.hardware.command(b"I")
            ):
                return
            if self.hardware.command(b"P") or not patience.pause():
                return

    def _catch_late_start(self, process: Process, *, idle: bool) -> None:
        """idle: nothing was about to start when the byte was sent."""
        patience = Patience(process)
        while process.unread_input():
            if process.is_running():
                self._interrupt(process)
                return
            if not patience.pause():
                return
        if not idle and process.is_running():
            self._interrupt(process)  # it was quicker, and took the byte for its input

    def _at_prompt(self) -> bool:
        return self._tail.endswith((b">>> ", b"... ", b"\x04>", RAW_BANNER))

    # -- output ----------------------------------------------------------------------------------

    def _pass_on(self, data: bytes, deadline: float | None) -> None:
        # A process that has just ended takes nothing; reading will tell, and start the next one.
        with contextlib.suppress(OSError):
            self._running_process().write(data, deadline)

    def _look_for_mode(self, data: bytes) -> None:
        text = self._tail + data[-4096:] if len(data) < 4096 else data[-4096:]
        raw = text.rfind(RAW_BANNER)
        friendly = text.rfind(FRIENDLY_END)
        if raw >= 0 or friendly >= 0:
            self._raw = raw > friendly
            self._greeted = self._booted = True  # so its scripts are done
            self._crashes = 0
        self._tail = text[-_KEPT_TAIL:]


def _call(method: weakref.WeakMethod[Callable[..., None]], *arguments: str | bool) -> None:
    found = method()
    if found is not None:
        found(*arguments)


def _how_it_ended(status: int) -> str:
    if status >= 0:
        return f"exit status {status}"
    if status == -signal.SIGSYS:
        return "killed by SIGSYS: it asked the computer for something that no board can do"
    try:
        return f"killed by {signal.Signals(-status).name}"
    except ValueError:
        return f"killed by signal {-status}"
