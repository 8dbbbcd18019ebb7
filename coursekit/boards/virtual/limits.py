"""How much one run on the virtual board may take, so that a program that never ends ends.

A check must be over in seconds, and must say the same each time: what a program did up to its limit
does not depend on how busy the computer is.
"""

from __future__ import annotations

from dataclasses import dataclass

VALUE_BYTES = 1_000_000
"""How long the text of one value may be that `eval` brings back, in bytes."""


@dataclass(frozen=True)
class Limits:
    """What one `exec` or `eval` may take; None is no limit.

    board_s: board time. cpu_s: processor time of MicroPython. wall_s: real time, the last resort.
    output_bytes: printed text, as UTF-8. memory_mib: of the process, for its whole life; the
    memory that a program sees is the board's.
    """

    board_s: float | None = 120.0
    cpu_s: float | None = 10.0
    wall_s: float | None = 60.0
    output_bytes: int | None = 100_000
    memory_mib: int | None = 512
