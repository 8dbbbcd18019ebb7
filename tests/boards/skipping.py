"""Waiting for a board that will say nothing takes no time here, so that tests need not wait.

The link's own deadlines are kept by a clock that leaps over every wait in which nothing can come:
the virtual board shows when it waits for input with all of its output read.
"""

from __future__ import annotations

import time
from types import SimpleNamespace

import pytest

from coursekit.boards import BoardReset, paste, stream
from coursekit.boards.virtual.port import VirtualPort

_LOOK_S = 0.001
_HANG_S = 600.0


class Hang(AssertionError):
    """The link waits for something that will never come."""


class SkippingClock:
    """`time` for the link: real time, and all that was skipped."""

    def __init__(self) -> None:
        self._skipped_s = 0.0

    def monotonic(self) -> float:
        return time.monotonic() + self._skipped_s

    def sleep(self, seconds: float) -> None:
        self._skipped_s += max(0.0, seconds)

    def install(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Have the link look at this clock."""
        for module in (stream, paste):
            monkeypatch.setattr(
                module, "time", SimpleNamespace(monotonic=self.monotonic, sleep=self.sleep)
            )


class QuietPort:
    """A virtual board's port as a serial port has it: nothing but its bytes tells of a restart.

    silent_s: how long the link has waited in silence since the last byte; Hang after 10 minutes.
    """

    def __init__(self, port: VirtualPort, clock: SkippingClock) -> None:
        self.port = port
        self.clock = clock
        self.silent_s = 0.0

    def read(self, timeout_s: float | None) -> bytes:
        deadline = None if timeout_s is None else self.clock.monotonic() + timeout_s
        look_s = 0.0
        while True:
            try:
                data = self.port.read(look_s)
            except BoardReset:
                continue
            if data:
                self.silent_s = 0.0
                return data
            left_s = _HANG_S if deadline is None else deadline - self.clock.monotonic()
            if left_s <= 0:
                return b""
            if self.is_quiet():
                self.wait(left_s)
                if deadline is not None:
                    return b""
            look_s = _LOOK_S

    def wait(self, seconds: float) -> None:
        """Nothing can come for so long."""
        self.clock.sleep(seconds)
        self.silent_s += seconds
        if self.silent_s >= _HANG_S:
            raise Hang(f"nothing will come, and the link has waited {self.silent_s:.0f} s for it")

    def is_quiet(self) -> bool:
        """Whether the board waits for input, has read all there is, and all it sent was read."""
        process = self.port._process
        if process is None or process.unread_input():
            return False
        return self.port.is_idle() is True

    def write(self, data: bytes, timeout_s: float | None) -> None:
        self.port.write(data, timeout_s)

    def close(self) -> None:
        self.port.close()
