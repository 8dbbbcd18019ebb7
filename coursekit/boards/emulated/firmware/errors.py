"""What can go wrong with firmware, each with a text of one line that says what to do next."""

from __future__ import annotations

from coursekit.boards.errors import BoardError


class FirmwareError(BoardError):
    """Something went wrong with the emulated board's firmware."""


class FirmwareMissing(FirmwareError):
    """There is no firmware for the emulated board, or none at the path that was named."""


class FirmwareUnusable(FirmwareError):
    """The file is there, but is no firmware for an RP2040, or is damaged."""
