"""The bench behind the pins of the emulated chip."""

from __future__ import annotations

from rp2040py.rp2040 import RP2040

from coursekit.bench import Bench


class Wiring:
    """Nothing is wired yet."""

    def __init__(self, mcu: RP2040, bench: Bench) -> None:
        self.mcu, self.bench = mcu, bench

    def reset(self) -> None:
        """The chip was reset."""

    def close(self) -> None:
        """The board is switched off."""
