"""Writes files of this computer so that nobody ever sees half of one."""

from __future__ import annotations

import os
import threading
from pathlib import Path


def write_whole(path: Path, data: bytes, *, make_folder: bool = False) -> None:
    """Make `data` the content of a file, all or nothing: what was there stays until then.

    Nothing is left beside it on a full disk, or when stopped. Raises OSError.
    """
    if make_folder:
        path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.{os.getpid()}.{threading.get_ident()}.part")
    try:
        part.write_bytes(data)
        os.replace(part, path)
    finally:
        part.unlink(missing_ok=True)
