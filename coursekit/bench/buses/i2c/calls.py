"""What a program's call of an I2C controller brings along, and what it gives."""

from __future__ import annotations

from typing import NamedTuple


class Port(NamedTuple):
    """A controller's settings, as they come with each call. `soft_delay_us` 0 is the hardware."""

    sda: int
    scl: int
    freq_hz: int
    timeout_us: int
    soft_delay_us: int = 0
    connected: bool = True
    """Whether both pins have the function that the controller needs: each pin has only one."""


class Result(NamedTuple):
    """What a call gives: a count of bytes or minus an errno, what was read, and when it is over."""

    status: int
    data: bytes
    end_us: int


class OutOfTimeError(Exception):
    """A call would go on for longer than the board has time."""
