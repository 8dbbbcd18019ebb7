"""What became of one call on the board. Asking it never raises, whatever the program did."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from coursekit.boards import BoardError, RemoteError


class Missing:
    """Stands for the value of a call that gave none."""

    def __repr__(self) -> str:
        return "MISSING"


MISSING: Final = Missing()


@dataclass(frozen=True)
class Outcome:
    """One call: what it gave, what it printed, and when it ran.

    text: the call as it reads. value: what it returned, MISSING if it raised. error: why it did
    not return. output: what it printed. start_us, end_us: board time. missed: what was planned
    with `at` and did not happen because the call had ended, in words. touched: the parts that
    were handled during the call. heap: makes the same call again, four times, and gives the bytes
    of heap that it takes, None when that cannot be told; raises what the call raises. repeated:
    makes it so many times, and gives the processor seconds.
    """

    text: str
    value: object
    error: BoardError | None
    output: str
    start_us: int
    end_us: int
    missed: tuple[str, ...] = ()
    touched: tuple[str, ...] = ()
    heap: Callable[[], int | None] | None = field(default=None, compare=False, repr=False)
    repeated: Callable[[int], float] | None = field(default=None, compare=False, repr=False)

    @property
    def ended(self) -> bool:
        """Whether the program came to an end by itself: it returned, or raised an exception."""
        return self.returned or isinstance(self.error, RemoteError)

    @property
    def returned(self) -> bool:
        """Whether the call returned, though perhaps with something that only exists there."""
        return self.error is None or type(self.error) is BoardError

    @property
    def lasted_ms(self) -> float:
        """How long it ran, in milliseconds of board time."""
        return (self.end_us - self.start_us) / 1000
