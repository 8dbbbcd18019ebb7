"""Reads a UF2 file: what lies in it, for which chip, and whether it is whole.

A wrong file would leave the emulated board silent; here the person hears what is wrong with it.
"""

from __future__ import annotations

import re
import struct
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from coursekit.boards.emulated.firmware.errors import FirmwareMissing, FirmwareUnusable

BLOCK_BYTES = 512
RP2040_FAMILY = 0xE48BFF56
FLASH_START = 0x1000_0000

# https://github.com/microsoft/uf2: the format, and the numbers of the chips' families.
_MAGIC = (0x0A324655, 0x9E5D5157)
_MAGIC_END = 0x0AB16F30
_HAS_FAMILY = 0x2000
_MOST_PAYLOAD = 476
_MOST_BYTES = 64 << 20
_HEADER = struct.Struct("<8I")
_OTHER_CHIPS = {
    0xE48BFF57: "a Raspberry Pi Pico 2 (RP2350)",
    0xE48BFF58: "a Raspberry Pi Pico 2 (RP2350)",
    0xE48BFF59: "a Raspberry Pi Pico 2 (RP2350)",
    0xE48BFF5A: "a Raspberry Pi Pico 2 (RP2350)",
    0xE48BFF5B: "a Raspberry Pi Pico 2 (RP2350)",
    0x1C5F21B0: "an ESP32",
    0xBFDD4EEE: "an ESP32-S2",
    0xC47E5767: "an ESP32-S3",
    0xD42BA06C: "an ESP32-C3",
    0xADA52840: "an nRF52840",
    0x68ED2B88: "a SAMD21",
    0x55114460: "a SAMD51",
    0x4FB2D5BD: "an i.MX RT",
}
_OTHER_FILES = (
    (b"\x7fELF", "an ELF file, a program for a debugger"),
    (b"\xe9", "an image for an ESP32"),
    (b":", "an Intel HEX file"),
    (b"<", "a web page"),
    (b"PK", "a ZIP archive"),
    (b"\x1f\x8b", "a gzip archive"),
)
_VERSION = re.compile(rb"MicroPython v(\d+\.\d+[\w.+-]*)(?: on (\d{4}-\d\d-\d\d))?")
_BOARD = re.compile(rb"((?:[A-Z][\w.-]*(?: [\w./()+-]+){0,6} )?with RP2040)")
_WANTED = "the emulated board needs a UF2 file of MicroPython for RPI_PICO"


@dataclass(frozen=True)
class Image:
    """The bytes of a UF2 file for the RP2040, by address in the chip's memory.

    start: the lowest address. pieces: number of stretches without a gap.
    version, built, board: what MicroPython says of itself, each empty if it does not.
    """

    path: Path
    start: int
    size: int
    pieces: int
    version: str
    built: str
    board: str

    def __str__(self) -> str:
        if not self.version:
            return f"no MicroPython, {self.size} bytes"
        day = f" of {self.built}" if self.built else ""
        board = f" for {self.board}" if self.board else ""
        return f"MicroPython {self.version}{day}{board}"


def read(path: Path) -> Image:
    """Look through the whole file. Raises FirmwareMissing, or FirmwareUnusable with the reason."""
    try:
        with path.open("rb") as file:
            data = file.read(_MOST_BYTES + 1)
    except (FileNotFoundError, NotADirectoryError):
        raise FirmwareMissing(f"There is no file {path}: {_WANTED}.") from None
    except IsADirectoryError:
        raise FirmwareUnusable(f"{path} is a folder: name the .uf2 file in it.") from None
    except OSError as error:
        raise FirmwareUnusable(f"{path} cannot be read: {error.strerror or error}.") from None
    return _image(path, data)


def _image(path: Path, data: bytes) -> Image:
    if data[:8] != struct.pack("<2I", *_MAGIC):
        raise FirmwareUnusable(f"{path} is {_kind(data)}: {_WANTED}.")
    if len(data) > _MOST_BYTES:
        raise FirmwareUnusable(f"{path} is larger than {_MOST_BYTES >> 20} MB: {_WANTED}.")
    if len(data) % BLOCK_BYTES:
        raise _damaged(path, "it ends in the middle of a block")
    count = len(data) // BLOCK_BYTES
    parts: list[tuple[int, bytes]] = []
    for at in range(count):
        offset = at * BLOCK_BYTES
        *magic, flags, address, size, number, of, family = _HEADER.unpack_from(data, offset)
        (end,) = struct.unpack_from("<I", data, offset + BLOCK_BYTES - 4)
        if (*magic, end) != (*_MAGIC, _MAGIC_END) or size > _MOST_PAYLOAD:
            raise _damaged(path, f"block {at} of {count} is no UF2 block")
        if not flags & _HAS_FAMILY:
            raise FirmwareUnusable(f"{path} does not say for which chip it is: {_WANTED}.")
        if family != RP2040_FAMILY:
            chip = _OTHER_CHIPS.get(family, f"another chip (family {family:#010x})")
            raise FirmwareUnusable(f"{path} is firmware for {chip}, not for an RP2040: {_WANTED}.")
        if number != at or of != count:
            raise _damaged(path, f"it has {count} blocks, and block {at} says {number} of {of}")
        parts.append((address, data[offset + _HEADER.size : offset + _HEADER.size + size]))
    parts.sort(key=lambda part: part[0])
    gaps = [after - before - len(held) for (before, held), (after, _) in pairwise(parts)]
    memory = b"".join(held for _, held in parts)
    version, board = _VERSION.search(memory), _BOARD.search(memory)
    return Image(
        path=path,
        start=parts[0][0],
        size=len(memory),
        pieces=1 + sum(gap != 0 for gap in gaps),
        version=version[1].decode() if version else "",
        built=(version[2] or b"").decode() if version else "",
        board=board[1].decode() if board else "",
    )


def _kind(data: bytes) -> str:
    if not data:
        return "empty"
    for start, kind in _OTHER_FILES:
        if data.startswith(start):
            return kind
    return "no UF2 file"


def _damaged(path: Path, how: str) -> FirmwareUnusable:
    return FirmwareUnusable(f"{path} is damaged ({how}): copy or download it again.")
