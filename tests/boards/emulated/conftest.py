"""What all tests on the emulated board share."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.boards.emulated.firmware_for_tests import needed_firmware


@pytest.fixture(scope="session")
def firmware() -> Path:
    """MicroPython for RPI_PICO, as a UF2 file."""
    return needed_firmware()
