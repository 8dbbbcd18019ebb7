"""How long to look again and again for something that a process does in next to no time.

On a busy computer it takes longer, and only the time in which the process could run counts.
"""

from __future__ import annotations

import time
from collections.abc import Iterator

from coursekit.boards.virtual.wires import Starvable

_PATIENCE_S = 0.05


class Patience:
    """Pauses between looks, for as long as `process` may need for next to nothing."""

    def __init__(self, process: Starvable) -> None:
        self._process = process
        self._since_s, self._used_s = time.monotonic(), process.processor_s()
        self._pauses = pauses()

    def pause(self) -> bool:
        """Wait a little; False, and no wait, where that was long enough."""
        if time.monotonic() - self._since_s > _PATIENCE_S and not self._process.is_starved(
            self._since_s, self._used_s
        ):
            return False
        time.sleep(next(self._pauses))
        return True


def pauses() -> Iterator[float]:
    """Seconds to wait between looks: little at first, for most things take no time."""
    pause_s = 0.00005
    while True:
        yield pause_s
        pause_s = min(2 * pause_s, 0.001)
