"""The serial ports of this computer, what is on them, and where a board that was away is now.

Port names change when a board is plugged in again; what stays is the device's number or its socket.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from typing import Any, NamedTuple

from serial.tools import list_ports
from serial.tools.list_ports_common import numsplit

from coursekit.boards.usb import Certainty, Usb, has_own_usb, identify, is_bridge, same_device

_INTERFACE = re.compile(r":(?:\d+|x)\.(\d+)$")  # the end of a location: configuration, interface
_RANK = {Certainty.CERTAIN: 0, Certainty.LIKELY: 1, Certainty.MAYBE: 2, Certainty.NO: 3}


class FoundPort(NamedTuple):
    """A serial port with a board on it, or what may be one.

    name: what is plugged in; certainty: how sure MicroPython is. serial_number: of the USB device,
    empty when it has none. location: the USB socket, e.g. `1-2.3`. aliases: names to choose it by.
    """

    port: str
    name: str
    certainty: Certainty
    serial_number: str = ""
    location: str = ""
    vid: int | None = None
    pid: int | None = None
    aliases: tuple[str, ...] = ()

    @property
    def certain(self) -> bool:
        """Whether it is safe to open without being asked to."""
        return self.certainty is Certainty.CERTAIN

    @property
    def is_native(self) -> bool:
        """Whether USB ends in the board's own chip, not in one with a UART behind it."""
        return has_own_usb(self.vid, self.pid) or self.certain

    def line(self) -> str:
        """Name and number, for people."""
        return f"{self.name}, {self.serial_number}" if self.serial_number else self.name


def find_ports() -> list[FoundPort]:
    """The ports of known USB devices, the surest first; with those that run something else."""
    ports: list[FoundPort] = []
    for info in sorted(list_ports.comports(), key=_order):
        known = identify(info.vid, info.pid, info.manufacturer, info.product, info.serial_number)
        if known is None:
            continue
        found = FoundPort(
            info.device,
            known.name,
            known.certainty,
            info.serial_number or "",
            _socket(info.location),
            info.vid,
            info.pid,
            known.aliases,
        )
        if not any(_same_board(found, earlier) for earlier in ports):
            ports.append(found)
    return sorted(ports, key=lambda found: (_RANK[found.certainty], numsplit(found.port)))


def find_boards() -> list[FoundPort]:
    """The ports where MicroPython may be, certain ones first, then likely ones."""
    return [found for found in find_ports() if found.certainty is not Certainty.NO]


def named(name: str, found: Iterable[FoundPort]) -> list[FoundPort]:
    """Those that people may call `name`, e.g. `pico`, `ESP32-S3`, `micro:bit`; the surest kind.

    A bridge is meant by `esp32` only where no port says that it is one.
    """
    wanted = _plain(name)
    fitting = [
        port for port in found if wanted and (wanted in port.aliases or wanted in _plain(port.name))
    ]
    surest = [port for port in fitting if port.certainty is not Certainty.MAYBE]
    return surest or fitting


def port_names() -> list[str]:
    """The names of all serial ports, with a board or not."""
    return [info.device for info in sorted(list_ports.comports(), key=_order)]


def usb_of(port: str) -> FoundPort | None:
    """The USB device of `port`, whatever it is; None when it is none."""
    wanted = os.path.realpath(port)
    for info in list_ports.comports():
        if info.vid is not None and wanted in (info.device, os.path.realpath(info.device)):
            serial_number, location = info.serial_number or "", _socket(info.location)
            return FoundPort(
                info.device,
                _name(info),
                _known(info).certainty,
                serial_number,
                location,
                info.vid,
                info.pid,
            )
    return None


class Identity(NamedTuple):
    """What a board is known by when it is plugged in again.

    interface: which of the ports of its device. by_number: its serial number is its own (cheap
    bridges all have the same, or none). alone: there was no other device with these ids.
    """

    port: str
    vid: int | None = None
    pid: int | None = None
    serial_number: str = ""
    location: str = ""
    interface: int = 0
    by_number: bool = False
    alone: bool = False
    name: str = "board"


def identity(port: str) -> Identity:
    """Of the board that is on `port` now."""
    wanted = os.path.realpath(port)
    present = [info for info in list_ports.comports() if info.vid is not None]
    for info in present:
        if wanted not in (info.device, os.path.realpath(info.device)):
            continue
        number, ids = info.serial_number or "", (info.vid, info.pid)
        numbered = {_device(other) for other in present if (other.serial_number or "") == number}
        alike = {_device(other) for other in present if (other.vid, other.pid) == ids}
        return Identity(
            port,
            info.vid,
            info.pid,
            number,
            _socket(info.location),
            _interface(info.location),
            by_number=bool(number) and len(numbered) == 1,
            alone=len(alike) == 1,
            name=_name(info),
        )
    return Identity(port)


def find_again(board: Identity) -> str | None:
    """The port where `board` is now; None while it is away.

    By its serial number if that is its own, else by the USB socket, else by the port's name.
    """
    if board.vid is None:
        return board.port
    present = [info for info in list_ports.comports() if info.vid is not None]
    ids = (board.vid, board.pid)
    same = [info for info in present if (info.vid, info.pid) == ids]
    if board.by_number:
        fitting = [info for info in same if info.serial_number == board.serial_number]
        if fitting:
            return _pick(fitting, board)
        # What is in the same socket with another number is another board of the same kind.
        same = [info for info in same if not info.serial_number]
    there = [
        info
        for info in present
        if board.location
        and _socket(info.location) == board.location
        and (
            info in same or ((info.vid, info.pid) != ids and same_device((info.vid, info.pid), ids))
        )
    ]
    if there:
        return _pick(there, board)
    if board.alone and len({_device(info) for info in same}) == 1:
        return _pick(same, board)  # in another socket
    if not board.location and any(info.device == board.port for info in same):
        return board.port
    return None


def _pick(fitting: list[Any], board: Identity) -> str:
    """The port of the same interface, where a device has several."""
    fitting.sort(key=_order)
    for info in fitting:
        if _interface(info.location) == board.interface:
            return str(info.device)
    return str(fitting[0].device)


def _same_board(port: FoundPort, earlier: FoundPort) -> bool:
    """Whether `port` is a further port of the board at `earlier`, whose REPL is on the first."""
    if is_bridge(port.vid, port.pid) or not port.location:
        return False
    return (port.vid, port.pid, port.location) == (earlier.vid, earlier.pid, earlier.location)


def _order(info: Any) -> tuple[str, int, list[Any]]:
    return _socket(info.location), _interface(info.location), numsplit(info.device)


def _known(info: Any) -> Usb:
    """What the port's device is; whatever has no entry may be a board."""
    known = identify(info.vid, info.pid, info.manufacturer, info.product, info.serial_number)
    return known or Usb(info.product or "USB device", Certainty.MAYBE)


def _name(info: Any) -> str:
    return _known(info).name


def _device(info: Any) -> str:
    """The same for all ports of a device."""
    return _socket(info.location) or str(info.device)


def _socket(location: str | None) -> str:
    return _INTERFACE.sub("", location or "")


def _interface(location: str | None) -> int:
    found = _INTERFACE.search(location or "")
    return int(found[1]) if found else 0


def _plain(name: str) -> str:
    return re.sub(r"[^a-z0-9]", "", name.casefold())
