"""Finds the firmware that the emulated board runs: a file that was named, or one in the cache.

The order is the one in which a person decides: an argument, a variable, a build, a download.
"""

from __future__ import annotations

import os
from pathlib import Path

from coursekit.boards.emulated.firmware import download as official
from coursekit.boards.emulated.firmware import uf2
from coursekit.boards.emulated.firmware.errors import FirmwareMissing, FirmwareUnusable
from coursekit.boards.emulated.firmware.places import HOW_TO_GET, VARIABLE, built_path


def find_firmware(
    path: str | Path | None = None,
    *,
    download: bool = False,
    on_progress: official.OnProgress = official.silent,
) -> Path:
    """The UF2 file to run: `path`, $COURSEKIT_FIRMWARE, the built one, or the downloaded one.

    A file that is named is taken or refused, never passed over. With `download` the official one
    is fetched when there is none at all. Raises FirmwareMissing when there is none, and
    FirmwareUnusable when it is no whole UF2 file for the RP2040.
    """
    named = path if path is not None else os.environ.get(VARIABLE) or None
    if named is not None:
        return uf2.read(Path(named).expanduser()).path
    if built_path().is_file():
        return uf2.read(built_path()).path
    try:
        kept = official.kept()
    except FirmwareUnusable:
        if not download:
            raise
        kept = None
    if kept is not None:
        return kept
    if download:
        return official.download(on_progress)
    raise FirmwareMissing(f"The emulated board has no firmware: {HOW_TO_GET}.")
