"""The flash of a virtual board: a file without a name, which its processes inherit one by one."""

from __future__ import annotations

import os
import tempfile

FLASH_BYTES = 848 * 1024
"""The file system of a Pico W (rp2 port, boards/RPI_PICO_W)."""


def new_flash(content: bytes | None = None) -> int:
    """A file of the flash's size that disappears with its last user, blank or with this content."""
    if hasattr(os, "memfd_create"):
        fd = os.memfd_create("flash")
    else:
        fd, path = tempfile.mkstemp(prefix="coursekit-flash-")
        os.unlink(path)
    if content is not None:
        os.pwrite(fd, content[:FLASH_BYTES], 0)
    os.truncate(fd, FLASH_BYTES)
    return fd


def content_of(fd: int) -> bytes:
    """What a flash holds, without the blank rest at its end."""
    return os.pread(fd, FLASH_BYTES, 0).rstrip(b"\0")
