"""The firmware that tests on the emulated board run: without it they skip, in CI they fail."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from coursekit.boards.emulated.firmware import FirmwareMissing, find_firmware


def needed_firmware() -> Path:
    """The path of the firmware, or the end of the test with one line that says how to get it.

    Nothing is downloaded or built. A file that is there but wrong fails the test everywhere.
    """
    try:
        return find_firmware()
    except FirmwareMissing as missing:
        if os.environ.get("CI", "").lower() in ("", "0", "false"):
            pytest.skip(str(missing))
        pytest.fail(f"{missing} In CI, .ci/run builds it.", pytrace=False)
