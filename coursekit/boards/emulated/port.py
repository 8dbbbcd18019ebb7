"""The USB serial port of an emulated Pico as a stream of bytes, and whoever makes the chip run.

In fast-forward the chip runs only while somebody reads, and time in which it sleeps is skipped: so
the same programs meet the same board times in each run. In real time a thread runs it all the
time, and board time never gets ahead of the clock on the wall; it falls behind while the chip
computes, which takes the emulator many times longer than a chip. Whoever waits for the board does
so by its own clock, in both.
"""

from __future__ import annotations

import os
import random
import threading
import time
from pathlib import Path

from coursekit.bench import Bench
from coursekit.boards.emulated.chip import Chip, ChipFault
from coursekit.boards.emulated.wiring import Wiring
from coursekit.boards.errors import BoardLost, BoardReset

_BOOT_NS = 2e8  # nobody reaches a board so soon
_IDLE_NS = 1e6
_PROMPT = b">>> "
_STEP_NS = 1e5
_LATE_NS = 5e6
_LOOK_S = 0.05  # somebody at the bench may have woken a sleeping chip
_LET_OTHERS_S = 0.0001
_RESET = "The program restarted the board (machine.reset()): variables and imports are gone."


class EmulatedPort:
    """A Pico with `firmware` whose pins end on `bench`; see `ByteStream`.

    files: what its file system holds at first. Raises OSError when the firmware cannot be read.
    """

    def __init__(
        self, bench: Bench, firmware: Path, *, fast_forward: bool, files: bytes | None = None
    ) -> None:
        self.bench = bench
        self.chip = Chip(firmware, files)
        self.wiring = Wiring(self.chip.mcu, bench)
        self.chip.on_reset = self.wiring.reset
        self.fast_forward = fast_forward
        self._changed = threading.Condition()  # guards what follows
        self._sent = b""  # to the board, but the chip has not been told
        self._received = b""
        self._failure: BoardLost | BoardReset | None = None
        self._closed = False
        self._waited_s = 0.0
        self.draw = random.Random(0).randbytes if fast_forward else os.urandom
        self._reading = threading.Lock()
        self._thread: threading.Thread | None = None
        self._let_boot()
        if not fast_forward:
            self._thread = threading.Thread(target=self._run_always, name="chip", daemon=True)
            self._thread.start()

    @property
    def pid(self) -> int:
        """The process that is the board: this one."""
        return os.getpid()

    # -- the stream ------------------------------------------------------------------------------

    def monotonic(self) -> float:
        """See `ByteStream`: board time, and the time that was waited while the chip stood still."""
        return self.chip.now_ns / 1e9 + self._waited_s

    def read(self, timeout_s: float | None) -> bytes:
        """See `ByteStream.read`. Raises BoardReset when the board restarted by itself."""
        deadline = None if timeout_s is None else self.monotonic() + timeout_s
        with self._reading:
            while True:
                with self._changed:
                    data = self._taken()
                left_s = _LOOK_S if deadline is None else deadline - self.monotonic()
                if data or left_s <= 0:
                    return data
                wait_s = min(left_s, _LOOK_S)
                if self._thread is not None:
                    self._wait_for_output(wait_s)
                elif self._sleeps():
                    self._wait_for_input(wait_s)
                else:
                    self._run_on(None if deadline is None else self.chip.now_ns + left_s * 1e9)

    def is_idle(self) -> bool | None:
        """See `ByteStream`: whether the chip sleeps until somebody sends something.

        So does a program that prints what looks like its end and then reads its input: nobody is
        graded here, so it may fool whoever runs it.
        """
        limit_ns = self.chip.now_ns + _IDLE_NS
        if self._thread is None:
            while self.chip.now_ns < limit_ns and not self._received and not self._sleeps():
                self._run_on(limit_ns)
        with self.bench.lock, self._changed:  # else the chip may send something in between
            unread = self._received or self._failure
            return True if self._sleeps() and not unread else None

    def write(self, data: bytes, timeout_s: float | None) -> None:
        """See `ByteStream.write`. The computer keeps what the board does not take yet."""
        with self._changed:
            self._check()
            self._sent += data
            self._changed.notify_all()

    def close(self) -> None:
        """Switch the board off, and end a `read` that waits. Idempotent."""
        self._end()
        thread = self._thread
        if thread is not None and thread is not threading.current_thread():
            thread.join()
        with self._reading, self.bench.lock:
            self.wiring.close()

    def _end(self) -> None:
        with self._changed:
            self._closed = True
            self._changed.notify_all()

    def _taken(self) -> bytes:
        """Holds `_changed`. What has come, or whatever went wrong after it."""
        data, self._received = self._received, b""
        if not data:
            self._check()
            failure, self._failure = self._failure, None
            if failure is not None:
                raise failure
        return data

    def _check(self) -> None:
        if self._closed:
            raise BoardLost("The emulated board was closed. Connect again.")

    # -- whoever runs the chip -------------------------------------------------------------------

    def _let_boot(self) -> None:
        """Until its prompt, or for as long as it takes to reach a board: its scripts run first."""
        chip = self.chip
        while chip.now_ns < _BOOT_NS and _PROMPT not in self._received and not self._sleeps():
            self._run_on(_BOOT_NS)

    def _sleeps(self) -> bool:
        """Whether the board waits for somebody to send something, and nobody has."""
        return self.chip.sleeps and not self._sent

    def _run_on(self, until_ns: float | None) -> None:
        """Let the chip run a little; it stops where there is output, and at this board time."""
        chip = self.chip
        output, failure = b"", None
        with self.bench.lock:
            with self._changed:
                sent, self._sent = self._sent, b""
            if sent:
                chip.send(sent)
            try:
                chip.run(until_ns)
            except ChipFault as fault:
                chip.switch_off_and_on()
                failure = BoardReset(
                    f"The emulated chip cannot do what the program asked for ({fault}), so the "
                    "board was switched off and on: variables and imports are gone."
                )
            if chip.reset_pending:
                chip.reset_pending = False
                failure = BoardReset(_RESET)
            output = chip.take_output()
            if output or failure is not None:
                with self._changed:
                    self._received += output
                    self._failure = failure or self._failure
                    self._changed.notify_all()
        if self._thread is not None or not output:
            time.sleep(_LET_OTHERS_S)  # a lock is not fair, and somebody may want the bench

    def _wait_for_output(self, timeout_s: float) -> None:
        with self._changed:
            if not self._received and not self._failure and not self._closed:
                self._changed.wait(timeout_s)

    def _wait_for_input(self, timeout_s: float) -> None:
        """In fast-forward, where the board sleeps until somebody sends something."""
        start_s = time.monotonic()
        self._wait(timeout_s)
        self._waited_s += time.monotonic() - start_s

    def _wait(self, timeout_s: float) -> None:
        with self._changed:
            if not self._sent and not self._closed:
                self._changed.wait(timeout_s)

    def _run_always(self) -> None:
        """The thread: what goes wrong in it, whoever reads has to know."""
        try:
            self._keep_time()
        except Exception as error:
            with self._changed:
                self._failure = BoardLost(f"The emulator failed: {error!r}. Connect again.")
                self._changed.notify_all()

    def _keep_time(self) -> None:
        """Run the chip for as long as the board is open, in step with the clock on the wall."""
        chip = self.chip
        ahead_ns = chip.now_ns - time.monotonic_ns()
        while not self._closed:
            if chip.is_waiting:
                alarm_ns = chip.next_alarm_ns
                present_ns = time.monotonic_ns() + ahead_ns
                wait_s = _LOOK_S
                if alarm_ns is not None:
                    wait_s = min(wait_s, (chip.now_ns + alarm_ns - present_ns) / 1e9)
                if wait_s > 0:
                    self._wait(wait_s)
            present_ns = time.monotonic_ns() + ahead_ns
            self._run_on(max(present_ns, chip.now_ns + _STEP_NS))
            behind_ns = time.monotonic_ns() + ahead_ns - chip.now_ns
            if behind_ns > _LATE_NS:
                ahead_ns -= behind_ns  # what it has computed for is not caught up with
