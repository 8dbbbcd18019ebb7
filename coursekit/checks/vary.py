"""Values that nobody can learn by heart, and that are the same for everyone."""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import TypeVar

T = TypeVar("T")


class Vary:
    """`vary(range(4, 9))`: one of these, chosen by the task's name and how many came before."""

    def __init__(self, task: str) -> None:
        self._task = task
        self._count = 0

    def __call__(self, choices: Sequence[T]) -> T:
        """One of `choices`. Raises ValueError when there is nothing to choose from."""
        if not len(choices):
            raise ValueError("vary() needs at least one value to choose from.")
        self._count += 1
        return choices[random.Random(f"{self._task} {self._count}").randrange(len(choices))]
