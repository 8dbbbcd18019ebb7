"""The emulated board: real MicroPython firmware on an emulated Pico, wired to a simulated bench.

The oracle for the virtual board: what a program does here, it does on a Pico. Computing is about
20 times slower than on the chip; sleeping is not.
"""

from __future__ import annotations

from pathlib import Path

from coursekit.bench import Bench, Diagram
from coursekit.boards.board import Board, BoardInfo
from coursekit.boards.emulated.firmware import find_firmware
from coursekit.boards.emulated.port import EmulatedPort
from coursekit.boards.errors import BoardNotStarted

KIND = "emulated"


class EmulatedBoard(Board):
    """A Raspberry Pi Pico in this process.

    diagram: what is wired to it; nothing but its own LED when None. firmware: a UF2 file; None for
    what `find_firmware` finds. fast_forward: sleeping takes no time, and the same programs meet the
    same board times. seed: for bounce and noise. flash: what its file system holds at first, from
    `flash()` of another one.
    Raises FirmwareMissing, and BoardNotStarted for firmware that cannot be read.
    """

    def __init__(
        self,
        diagram: Diagram | None = None,
        *,
        firmware: str | Path | None = None,
        fast_forward: bool = False,
        seed: int = 0,
        flash: bytes | None = None,
    ) -> None:
        path = find_firmware(firmware)
        self._bench = Bench(diagram, seed)
        try:
            self.port_stream = EmulatedPort(
                self._bench, path, fast_forward=fast_forward, files=flash
            )
        except OSError as error:
            raise BoardNotStarted(f"{path} cannot be read: {error.strerror}.") from error
        self.chip = self.port_stream.chip
        self.fast_forward = fast_forward
        super().__init__(self.port_stream, kind=KIND)

    @property
    def bench(self) -> Bench:
        """The bench, with everything on it that the board has done so far."""
        with self._bench.lock:
            self._bench.advance(self.chip.now_us)
        return self._bench

    def flash(self) -> bytes:
        """What its file system holds now, for the `flash` of another board."""
        with self._bench.lock:
            return self.chip.flash()

    def _read_info(self) -> BoardInfo:
        info = super()._read_info()
        return BoardInfo(
            kind=KIND,
            name=f"Emulated {info.name}",
            port="",
            firmware=info.firmware,
            machine=f"Emulated board: {info.machine}",
            platform=info.platform,
        )
