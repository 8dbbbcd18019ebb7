"""How a virtual board is cut off from the computer that it runs on."""

from __future__ import annotations

from enum import Enum


class Sandbox(Enum):
    """What a submission's board may see of the computer."""

    OFF = "off"
    TRY = "try"
    REQUIRE = "require"
