"""The emulated board: real MicroPython firmware on an emulated Pico, wired to a simulated bench.

The oracle for the virtual board: what a program does here, it does on a Pico. Computing is about
20 times slower than on the chip; sleeping is not.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from coursekit.bench import Bench, Diagram
from coursekit.boards.board import BoardInfo
from coursekit.boards.emulated.firmware import find_firmware
from coursekit.boards.emulated.port import EmulatedPort
from coursekit.boards.errors import BoardNotStarted, BoardTimeout, LimitReached
from coursekit.boards.on_bench import BoardOnBench

if TYPE_CHECKING:
    from coursekit.boards.virtual.limits import Limits

KIND = "emulated"

_TICKS = 1 << 30  # of time.ticks_us, before it begins again
_MARGIN_US = 100


class EmulatedBoard(BoardOnBench):
    """A Raspberry Pi Pico in this process.

    diagram: what is wired to it; nothing but its own LED when None. firmware: a UF2 file; None for
    what `find_firmware` finds. download: fetch the official firmware when there is none at all.
    fast_forward: sleeping takes no time, and the same programs meet the same board times. seed: for
    bounce and noise. flash: what its file system holds at first, from `flash()` of another one.
    Raises FirmwareMissing, and BoardNotStarted for firmware that cannot be read.
    """

    def __init__(
        self,
        diagram: Diagram | None = None,
        *,
        firmware: str | Path | None = None,
        download: bool = False,
        fast_forward: bool = False,
        seed: int = 0,
        flash: bytes | None = None,
    ) -> None:
        path = find_firmware(firmware, download=download)
        self._bench = Bench(diagram, seed)
        try:
            self.port_stream = EmulatedPort(
                self._bench, path, fast_forward=fast_forward, files=flash
            )
        except OSError as error:
            raise BoardNotStarted(f"{path} cannot be read: {error.strerror}.") from error
        self.chip = self.port_stream.chip
        self.fast_forward = fast_forward
        self._around_us: tuple[int, int] | None = None
        super().__init__(self.port_stream, kind=KIND)

    @property
    def bench(self) -> Bench:
        """The bench, with everything on it that the board has done so far."""
        with self._bench.lock:
            self._bench.advance(self.chip.now_us)
        return self._bench

    def exec(
        self,
        code: str,
        on_output: Callable[[str], None] | None = None,
        timeout_s: float | None = None,
        *,
        limits: Limits | None = None,
    ) -> None:
        """See `BoardOnBench.exec`. Of the limits it keeps to board time."""
        with self._limited(limits) as limit_s:
            super().exec(code, on_output, limit_s if timeout_s is None else timeout_s)

    def eval(
        self,
        expression: str,
        timeout_s: float | None = None,
        on_output: Callable[[str], None] | None = None,
        *,
        limits: Limits | None = None,
    ) -> object:
        """See `Board.eval`, and for `limits` `exec`.

        timeout_s: None is 10 s without limits, and as long as the limits allow with them.
        """
        with self._limited(limits) as limit_s:
            if timeout_s is None:
                timeout_s = 10.0 if limits is None and self.limits is None else limit_s
            return super().eval(expression, timeout_s, on_output)

    def around_us(self) -> tuple[int, int]:
        """See `BoardOnBench.around_us`: a program has to be sent and compiled here."""
        if self._around_us is None:
            probe = "__import__('time').ticks_us()"
            self.eval(probe)  # the first time makes room for its names
            start_us = self.chip.now_us
            ticks_us = self.eval(probe)
            assert isinstance(ticks_us, int)
            end_us = self.chip.now_us
            after_us = end_us - start_us - (ticks_us - start_us) % _TICKS
            self.eval("0")  # of all expressions the one that is compiled soonest
            before_us = self.chip.now_us - end_us - after_us
            self._around_us = before_us - _MARGIN_US, after_us - _MARGIN_US
        return self._around_us

    @contextlib.contextmanager
    def _limited(self, limits: Limits | None) -> Iterator[float | None]:
        """Give the board time that the run inside may take; raises LimitReached when it is over."""
        limits = limits or self.limits
        limit_s = None if limits is None else limits.board_s
        start_us = self.chip.now_us
        try:
            yield limit_s
        except BoardTimeout as error:
            if limit_s is None or self.chip.now_us - start_us < limit_s * 1e6:
                raise
            from coursekit.boards.virtual.limits import BOARD_TIME, ENDLESS

            end_us = start_us + round(limit_s * 1e6)
            message = f"The program ran for {limit_s:g} s of board time and was stopped. {ENDLESS}"
            raise LimitReached(BOARD_TIME, message, end_us=end_us) from error

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
