"""Where firmware lies on this computer, and the words that say how to get some."""

from __future__ import annotations

import hashlib
from pathlib import Path

from platformdirs import user_cache_path

VARIABLE = "COURSEKIT_FIRMWARE"
RECIPE = Path(__file__).with_name("build.sh")
FROZEN = Path(__file__).parents[2] / "virtual" / "overlay" / "neopixel.py"
"""What the recipe adds to MicroPython's own frozen modules."""

HOW_TO_GET = (
    "run `coursekit firmware download`, or `coursekit firmware build` (Debian), or name a .uf2 "
    f"file in the variable {VARIABLE}"
)


def cache_folder() -> Path:
    """Where built and downloaded firmware is kept; it may not exist yet."""
    return user_cache_path("coursekit", appauthor=False) / "firmware"


def built_path(recipe: Path = RECIPE) -> Path:
    """Where the result of this recipe lies, or would lie: another recipe has another place."""
    text = hashlib.sha256()
    for file in (recipe, FROZEN):
        text.update(hashlib.sha256(file.read_bytes()).digest())
    return cache_folder() / "built" / text.hexdigest()[:16] / "firmware.uf2"


def downloaded_path(address: str) -> Path:
    """Where the file from this address is kept, under its own name."""
    return cache_folder() / "downloaded" / address.rpartition("/")[2]
