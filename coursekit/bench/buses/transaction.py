"""What went over an I2C bus between one START and the next START or STOP."""

from __future__ import annotations

from dataclasses import dataclass

I2C_CHANNEL = "I2C {sda}/{scl}"
"""The name of a bus's channel in the trace, as "I2C GP4/GP5"."""


@dataclass(frozen=True, slots=True)
class Transaction:
    """One address and the bytes behind it. Times are microseconds of board time.

    `data` are the bytes as they were on the wire, of either direction. `data_acks` counts those
    that were acknowledged: by the target when it is written to, by the controller when it reads
    (who leaves the last one unacknowledged on purpose). `stop` is False where a repeated START
    came instead, or the bus was left as it is.
    """

    start_us: float
    end_us: float
    address: int
    """Seven bits."""
    read: bool
    acked: bool
    """Whether a target acknowledged its address."""
    data: bytes = b""
    data_acks: int = 0
    repeated: bool = False
    """Whether it began with a repeated START."""
    stop: bool = True
    bit_us: float = 2.5
    """How long one bit lasted, on average."""

    @property
    def direction(self) -> str:
        """ "read" or "write", as the controller sees it."""
        return "read" if self.read else "write"

    def __str__(self) -> str:
        shown = self.data.hex(" ") or "no data"
        acks = "" if self.acked else ", not acknowledged"
        return f"{self.direction} 0x{self.address:02x}: {shown}{acks}"
