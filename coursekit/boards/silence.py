"""When a board that says nothing is asked whether its program has ended, and when it is given up.

An end may have got lost on the line, where the far end cannot be seen, and a person who presses
Stop must get out of everything.
"""

from __future__ import annotations

from collections.abc import Callable

from coursekit.boards.errors import BoardTimeout

GRACE_S = 3.0
"""For a program to end after an interrupt."""

_ASK_S = 1.0
_PRESSES = 5  # of Stop, after which a board that still prints is given up too


class Silence:
    """How long the board has been silent in this run, and how often Stop was pressed."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self.begin()

    def begin(self) -> None:
        """A run begins."""
        self._heard_s = self._asked_s = self._clock()
        self._stops = 0  # since the board was last heard
        self.presses = 0
        """How often Stop was pressed since the run began."""
        self._stop_s = 0.0  # when the second of them was, or the first

    def heard(self) -> None:
        """The board has sent something."""
        self._heard_s = self._clock()
        self._stops = 0

    def asked(self) -> None:
        """The board was asked."""
        self._asked_s = self._clock()

    def stop(self) -> None:
        """Ctrl-C goes to the board."""
        self.presses += 1
        self._stops += 1
        if self._stops <= 2:  # who presses again and again does not wait for longer
            self._stop_s = self._clock()

    def lasts(self, seconds: float) -> bool:
        """Whether it has lasted for so long."""
        return self._clock() - self._heard_s >= seconds

    def is_overdue(self, may_have_ended: bool, sees: bool = False) -> bool:
        """Whether to ask the board now.

        may_have_ended: what came last is what noise may leave of an end. sees: the far end can be
        seen, so there is nothing to ask, and a board that stays silent is not gone.
        Raises BoardTimeout for one that stays silent although it was stopped twice, or goes on
        after the sixth time.
        """
        if not self.presses and not may_have_ended:
            return False
        now_s = self._clock()
        since_s = max(self._heard_s, self._stop_s)
        goes_on = self.presses > _PRESSES and now_s - self._stop_s > _ASK_S
        if sees:
            if goes_on:
                raise BoardTimeout("The program catches Ctrl-C and goes on: its board is given up.")
            return False
        if goes_on or (self._stops > 1 and now_s - since_s > GRACE_S):
            raise BoardTimeout(
                "The board does not react to Ctrl-C. Restart it (unplug it and plug it in again)."
            )
        if not self._stops and not may_have_ended:
            return False
        return now_s - max(since_s, self._asked_s) > _ASK_S
