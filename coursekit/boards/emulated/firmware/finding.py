"""Finds the firmware that the emulated board runs: a file that was named, or one in the cache.

The order is the one in which a person decides: an argument, a variable, a build, a download.
"""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

from platformdirs import user_cache_path

from coursekit.boards.emulated.firmware import uf2
from coursekit.boards.emulated.firmware.errors import FirmwareMissing

VARIABLE = "COURSEKIT_FIRMWARE"
RECIPE = Path(__file__).with_name("build.sh")
FROZEN = Path(__file__).parents[2] / "virtual" / "overlay" / "neopixel.py"
"""What the recipe adds to MicroPython's own frozen modules."""

HOW_TO_GET = (
    "run `coursekit firmware download`, or `coursekit firmware build` (Debian), or name a .uf2 "
    f"file in the variable {VARIABLE}"
)


def find_firmware(path: str | Path | None = None) -> Path:
    """The UF2 file to run: `path`, $COURSEKIT_FIRMWARE, the built one, or the downloaded one.

    A file that is named is taken or refused, never passed over. Raises FirmwareMissing when there
    is none, and FirmwareUnusable when it is no whole UF2 file for the RP2040.
    """
    named = path if path is not None else os.environ.get(VARIABLE) or None
    if named is not None:
        return uf2.read(Path(named).expanduser()).path
    if built_path().is_file():
        return uf2.read(built_path()).path
    raise FirmwareMissing(f"The emulated board has no firmware: {HOW_TO_GET}.")


def cache_folder() -> Path:
    """Where built and downloaded firmware is kept; it may not exist yet."""
    return user_cache_path("coursekit", appauthor=False) / "firmware"


def built_path(recipe: Path = RECIPE) -> Path:
    """Where the result of this recipe lies, or would lie: another recipe has another place."""
    text = hashlib.sha256()
    for file in (recipe, FROZEN):
        text.update(hashlib.sha256(file.read_bytes()).digest())
    return cache_folder() / "built" / text.hexdigest()[:16] / "firmware.uf2"
