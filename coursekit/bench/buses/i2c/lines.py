"""SDA and SCL in the hands of a controller of the board, edge by edge: the long road's tool."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from coursekit.bench.bench import Bench


class Lines:
    """Two GPIOs that pull their nets low or let them go. Time goes on by `wait` alone.

    `t_us` is a fraction of a microsecond precise; the bench sees whole ones.
    """

    def __init__(
        self,
        bench: Bench,
        sda: int,
        scl: int,
        t_us: float,
        let_pass: Callable[[float], None],
        settle: Callable[[], None],
    ) -> None:
        self.t_us = t_us
        self.drives = True
        """Off: the pins belong to somebody else, and what the controller does reaches nothing."""
        self.hears = True
        """Off: the controller hears the pins no more, which reads 0."""
        self.noise_share = 0.0
        self.noise = random.Random(0)
        self._bench = bench
        self._pins = sda, scl
        self._let_pass = let_pass
        self._settle = settle

    def wait(self, us: float) -> None:
        """Let time pass, and what is due happen."""
        t_us = self.t_us + us
        self._let_pass(t_us)
        self.t_us = t_us
        self._settle()

    def wait_for_high(self, line: int, timeout_us: float) -> bool:
        """Wait until a line is high, at most so long; whether it is."""
        deadline_us = self.t_us + timeout_us
        while not self._level(line):
            due = self._bench.next_event_us()
            if due is None or due > deadline_us:
                self.wait(max(0.0, deadline_us - self.t_us))
                return bool(self._level(line))
            self.wait(max(0.0, due - self.t_us))
        return True

    def sda(self, level: int) -> None:
        """Let SDA go (1) or pull it low (0)."""
        self._drive(0, level)

    def scl(self, level: int) -> None:
        """Let SCL go (1) or pull it low (0)."""
        self._drive(1, level)

    def read_sda(self) -> int:
        """The level of SDA, as the controller samples it."""
        level = self._level(0)
        if self.noise_share and self.noise.random() < self.noise_share:
            level ^= 1
        return level

    def release(self) -> None:
        """Let both go."""
        self.sda(1)
        self.scl(1)

    def _drive(self, line: int, level: int) -> None:
        if self.drives:
            self._bench.sink(self._pins[line], int(self.t_us), low=not level)
            self._settle()

    def _level(self, line: int) -> int:
        return self.hears and self._bench.line_level(self._pins[line])
