"""A virtual board on a cable to which things happen, at the byte where a script wants them.

It is plugged in as a serial board is: unplugging takes its power, a restart shows in nothing but
its bytes, and what it has done is seen on the bench, past the cable.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Collection
from typing import Literal, NamedTuple

from coursekit.bench import Bench
from coursekit.bench.diagram import Diagram
from coursekit.boards import Board, BoardLost, BoardNotFound
from coursekit.boards.virtual.port import VirtualPort
from coursekit.boards.virtual.runtime import find_runtime
from tests.boards.noise import boot_log, garbage
from tests.boards.skipping import Hang, QuietPort, SkippingClock

LOSSY = frozenset({"garbage", "flood", "boot log", "swallow", "deaf"})
"""Faults that make the board and the link miss each other's signs."""

FOR_EVER = 1_000_000
_PATIENCE_S = 60.0  # of a person, with a board that says nothing
_LEAP_S = 30.0
_DEADLINE_S = 60.0  # of a cell, in real time; busy computers are slow

Where = Literal["before", "sent", "got"]


class Fault(NamedTuple):
    """Something that happens in a cell, when `at` bytes of it were sent to the board, or got.

    kind: "garbage", "flood", "boot log", "swallow", "deaf", "reset", "unplug", "stall", "stop".
    size: bytes; of "stall" milliseconds; of "unplug" how often the board is not found afterwards.
    """

    cell: int
    where: Where
    at: int
    kind: str
    size: int = 0


class Evidence(Bench):
    """A bench that knows which pins a program has set, and how often the board has started."""

    def __init__(self) -> None:
        super().__init__()
        self.set: list[int] = []
        self.starts = 1

    def reset_gpio(self, t_us: int, left: Collection[int] = ()) -> None:
        self.starts += 1
        super().reset_gpio(t_us, left)

    def write(self, gpio: int, t_us: int, level: int) -> None:
        if level:
            self.set.append(gpio)
        super().write(gpio, t_us, level)


class Plug:
    """The board, its cable, and the person beside it.

    stop: presses Stop. happened: the faults so far. opened: how often the board was connected.
    away: how often it will not be found.
    """

    def __init__(self, faults: list[Fault], seed: int, clock: SkippingClock) -> None:
        self.clock = clock
        self.stop: Callable[[], None] = lambda: None
        self.happened: list[Fault] = []
        self.opened = 0
        self.stops = 0
        self.endless = False
        """Whether the running cell is one that has to be stopped."""
        self._faults = list(faults)
        self._due: list[Fault] = []
        self._in_cell: list[Fault] = []
        self._random = random.Random(seed)
        self._cell = -1
        self._passed = {"sent": 0, "got": 0}
        self._stop_due = False
        self._stalled_until_s = 0.0
        self._swallow = 0
        self._deaf = False
        self.away = 0
        self._noise = b""
        self._earlier_starts = 0
        self._began_s = time.monotonic()
        self._looks = 0
        self._bench = Evidence()
        self._port: VirtualPort | None = None
        self._power_on()

    # -- for the test ------------------------------------------------------------------------

    def begin_cell(self, number: int) -> None:
        """What the script has for this cell comes from now on."""
        self._cell = number
        self._passed = {"sent": 0, "got": 0}
        self._due = [fault for fault in self._faults if fault.cell == number]
        self._in_cell = list(self._due)
        self._bench.set.clear()
        self._began_s = time.monotonic()
        self.stops = self._looks = 0
        self._stop_due = False
        for fault in [fault for fault in self._due if fault.where == "before"]:
            self._happen(fault)

    @property
    def starts(self) -> int:
        """How often the board has started."""
        return self._earlier_starts + self._bench.starts

    @property
    def swallows(self) -> bool:
        """Whether bytes are still to be lost."""
        return self._swallow > 0

    def pins_set(self) -> list[int]:
        """The pins that the board has set since the cell began."""
        if self._port is not None:
            self._port.hardware.settle()
        return self._bench.set

    def heal(self) -> None:
        """The person plugs the board in; nothing happens to it any more."""
        self._faults.clear()
        self._due.clear()
        self.away = self._swallow = 0
        self._stalled_until_s, self._deaf, self._stop_due = 0.0, False, False
        self.endless = False

    def close(self) -> None:
        """Take the power away."""
        port, self._port = self._port, None
        if port is not None:
            port.hardware.settle()
            port.close()

    # -- for the session ---------------------------------------------------------------------

    def connect(
        self, target: str | None, diagram: Diagram | None, runtime: str | None = None
    ) -> Board:
        """The board, if it is plugged in."""
        if self.away > 0:
            self.away -= self.away < FOR_EVER
            raise BoardNotFound("There is no board on this cable. Plug it in, then try again.")
        self._stalled_until_s = min(self._stalled_until_s, self.clock.monotonic() + 1.0)
        self._deaf = False
        if self._port is None:
            self._power_on()
        assert self._port is not None
        self.opened += 1
        link = _Link(self, QuietPort(self._port, self.clock))
        board = Board(link, "serial", "cable", lambda patience_s: self.connect(None, None))
        try:
            board.repl.enter()
        except BaseException:
            board.close()
            raise
        return board

    # -- for the cable -----------------------------------------------------------------------

    def carry(self, where: Where, data: bytes) -> bytes:
        """What arrives of `data`, with all that happens on the way."""
        arrived = b""
        while True:
            passed = self._passed[where]
            due = [
                fault
                for fault in self._due
                if fault.where == where and fault.at < passed + len(data)
            ]
            if not due:
                break
            fault = min(due, key=lambda fault: fault.at)
            left = max(0, fault.at - passed)
            arrived += self._survivor(where, data[:left])
            data = data[left:]
            self._passed[where] = passed + left
            self._happen(fault)
            if where == "got":
                arrived += self.take_noise()
        self._passed[where] += len(data)
        return arrived + self._survivor(where, data)

    def take_noise(self) -> bytes:
        """What the cable itself has to say."""
        noise, self._noise = self._noise, b""
        return noise

    def stalled_s(self) -> float:
        """For how long nothing will arrive."""
        return self._stalled_until_s - self.clock.monotonic()

    def watch(self, silent_s: float, nothing_came: bool) -> None:
        """The person looks at the notebook: nothing has come for so long."""
        if time.monotonic() - self._began_s > _DEADLINE_S:
            raise Hang(f"the cell took more than {_DEADLINE_S} s")
        self._looks += nothing_came
        weary = silent_s > _PATIENCE_S * (self.stops + 1)
        if self.endless:
            enough = self._passed["got"] > 200 * 2**self.stops
            weary = weary or enough or self._looks > 1 + 20 * self.stops
        if self._stop_due or weary:
            self._stop_due = False
            self.stops += 1
            self.stop()

    @property
    def hopeless(self) -> bool:
        """Whether the board runs on and on, as what was to stop it did not arrive."""
        lossy = self._deaf or any(fault.kind in LOSSY for fault in self._in_cell)
        return self.endless and lossy and self._looks > 10

    def _survivor(self, where: Where, data: bytes) -> bytes:
        if where == "got":
            lost = min(self._swallow, len(data))
            self._swallow -= lost
            return data[lost:]
        if self._deaf and data:
            end = data.find(4)
            self._deaf = end < 0
            return b"" if end < 0 else data[end + 1 :]
        return data

    def _happen(self, fault: Fault) -> None:
        self._due.remove(fault)
        self.happened.append(fault)
        size = fault.size
        if fault.kind in ("garbage", "flood"):
            self._noise += garbage(self._random, size)
        elif fault.kind == "boot log":
            self._noise += boot_log(self._random, bool(size))
        elif fault.kind == "swallow":
            self._swallow += size
        elif fault.kind == "deaf":
            self._deaf = True
        elif fault.kind == "reset":
            if self._port is not None:
                self._port._reset_asked()  # as `machine.reset()`
        elif fault.kind == "unplug":
            self.away = size
            self.close()
        elif fault.kind == "stall":
            self._stalled_until_s = self.clock.monotonic() + size / 1000
        elif fault.kind == "stop":
            self._stop_due = True
        else:
            raise AssertionError(fault)

    def _power_on(self) -> None:
        self._earlier_starts += self._bench.starts
        self._bench = Evidence()
        self._port = VirtualPort(self._bench, find_runtime(None), fast_forward=False)


class _Link:
    """The cable, as long as it is in its socket: a `ByteStream`."""

    paced = True

    def __init__(self, plug: Plug, stream: QuietPort) -> None:
        self._plug = plug
        self._stream = stream
        self._closed = False

    def read(self, timeout_s: float | None) -> bytes:
        plug = self._plug
        deadline = None if timeout_s is None else plug.clock.monotonic() + timeout_s
        nothing_came = False
        while True:
            self._check()
            plug.watch(self._stream.silent_s, nothing_came)
            left_s = _LEAP_S if deadline is None else deadline - plug.clock.monotonic()
            stalled_s = plug.stalled_s()
            if stalled_s > 0 and left_s > 0:
                self._stream.wait(min(stalled_s, left_s))
                continue
            if noise := plug.take_noise():
                return noise
            data = b"" if stalled_s > 0 else self._stream.read(max(0.0, min(left_s, 0.02)))
            if data and (arrived := plug.take_noise() + plug.carry("got", data)):
                return arrived
            if not data and left_s <= 0:
                return b""
            if not data and (self._stream.is_quiet() or plug.hopeless):
                self._stream.wait(left_s)
            nothing_came = not data

    def write(self, data: bytes, timeout_s: float | None) -> None:
        self._check()
        arrived = self._plug.carry("sent", data)
        self._check()
        if arrived:
            self._stream.write(arrived, timeout_s)

    def close(self) -> None:
        self._closed = True

    def _check(self) -> None:
        if self._closed or self._plug._port is not self._stream.port:
            raise BoardLost("The board is gone from its cable. Plug it in again.")
