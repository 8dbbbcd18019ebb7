"""What the kernel's own process prints, for example a thread of a `%%host` cell.

ipykernel flushes stdout and stderr after each cell, which takes two changes of thread and back; a
cell that ran on the board has printed nothing here, and need not wait.
"""

from __future__ import annotations

from ipykernel.iostream import OutStream


class HostStream(OutStream):
    """ipykernel's stream; with nothing in it there is nothing to flush."""

    def flush(self) -> None:
        """Send what was printed, if anything was, and wait until it is sent."""
        if getattr(self, "_buffers", True):
            super().flush()  # type: ignore[no-untyped-call]
