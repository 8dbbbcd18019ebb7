"""UF2 files, right and wrong."""

from __future__ import annotations

import struct

from coursekit.boards.emulated.firmware import uf2

TEXT = b"\0MicroPython v1.26.1 on 2025-09-11\0; Raspberry Pi Pico with RP2040\0"
PAYLOAD_BYTES = 256


def image(
    memory: bytes = TEXT,
    family: int = uf2.RP2040_FAMILY,
    start: int = uf2.FLASH_START,
    flags: int = 0x2000,
    size: int = 1000,
) -> bytes:
    """A UF2 file with `memory` at `start`, filled up to `size` bytes."""
    memory = memory.ljust(size, b"\xff")
    parts = [memory[at : at + PAYLOAD_BYTES] for at in range(0, len(memory), PAYLOAD_BYTES)]
    return b"".join(
        struct.pack(
            "<8I476sI",
            0x0A324655,
            0x9E5D5157,
            flags,
            start + number * PAYLOAD_BYTES,
            len(part),
            number,
            len(parts),
            family,
            part,
            0x0AB16F30,
        )
        for number, part in enumerate(parts)
    )


def block(data: bytes, number: int) -> bytes:
    """One block of the file."""
    return data[number * uf2.BLOCK_BYTES : (number + 1) * uf2.BLOCK_BYTES]
