"""What disturbs the line of a board: random bytes, boot logs at the right and the wrong speed."""

from __future__ import annotations

import random

from coursekit.boards.questions import RAW_BANNER

BOOT_LOG = (
    b"ets Jul 29 2019 12:21:46\r\n\r\nrst:0x1 (POWERON_RESET),boot:0x13 (SPI_FAST_FLASH_BOOT)\r\n"
    b"configsip: 0, SPIWP:0xee\r\nclk_drv:0x00,q_drv:0x00,d_drv:0x00,cs0_drv:0x00\r\n"
    b"mode:DIO, clock div:2\r\nload:0x3fff0030,len:4892\r\nentry 0x400805ac\r\n"
)
_WRONG_SPEED = b"\x00\x06\x18\x1e\x60\x66\x78\x7e\x80\x86\x98\x9e\xe0\xe6\xf8\xfe\xff"
_SIGNS = (b"\x04", b"\x04>", b"\x01", b"OK", b"R\x01", b"R\x00", b">>> ", RAW_BANNER, b"\xf0\x9f")


def garbage(chance: random.Random, size: int, *, ends: bool = True) -> bytes:
    """About `size` bytes of any value, with signs of the protocol among them now and then.

    ends: whether `\\x04` is among them. Just before the end of an error it makes a success of it:
    the raw REPL tells them apart by this one byte.
    """
    data = chance.randbytes(size)
    if chance.random() < 0.3:
        at = chance.randrange(size + 1)
        data = data[:at] + chance.choice(_SIGNS) + data[at:]
    return data if ends else data.replace(b"\x04", b"\x05")


def boot_log(chance: random.Random, right_speed: bool) -> bytes:
    """What an ESP32 says when it starts; at the wrong speed nobody can read it."""
    if right_speed:
        return BOOT_LOG
    return bytes(chance.choice(_WRONG_SPEED) for _ in range(len(BOOT_LOG) // 2))
