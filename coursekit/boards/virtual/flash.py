"""The flash of a virtual board: a file without a name, which its processes inherit one by one."""

from __future__ import annotations

import os
import tempfile

FLASH_BYTES = 848 * 1024
"""The file system of a Pico W (rp2 port, boards/RPI_PICO_W)."""


def blank_flash() -> int:
    """A file of the flash's size that disappears with its last user."""
    if hasattr(os, "memfd_create"):
        fd = os.memfd_create("flash")
    else:
        fd, path = tempfile.mkstemp(prefix="coursekit-flash-")
        os.unlink(path)
    os.truncate(fd, FLASH_BYTES)
    return fd
