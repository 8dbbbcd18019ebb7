"""Where the emulated board's firmware comes from: a file, a build, or a download.

The kit ships none: MicroPython's makers publish it, and the recipe here builds it from source.
"""

from coursekit.boards.emulated.firmware.errors import (
    FirmwareError,
    FirmwareMissing,
    FirmwareUnusable,
)
from coursekit.boards.emulated.firmware.finding import find_firmware
from coursekit.boards.emulated.firmware.places import built_path

__all__ = ["FirmwareError", "FirmwareMissing", "FirmwareUnusable", "built_path", "find_firmware"]
