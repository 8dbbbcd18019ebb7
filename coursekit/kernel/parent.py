"""Ends the kernel when the process that started it is gone, as after a crash of Jupyter's server.

ipykernel looks once a second, and ends without letting go of the board. Linux can tell the moment.
"""

from __future__ import annotations

import os
import select
import signal
import sys
import threading
import time

_END_S = 10.0
"""For the kernel to let go of its board."""


def can_watch(pid: int) -> bool:
    """Whether this computer tells the end of `pid`, and that is our parent."""
    return sys.platform == "linux" and hasattr(os, "pidfd_open") and os.getppid() == pid != 1


class ParentWatch(threading.Thread):
    """Sends this process SIGTERM when process `pid` has ended."""

    def __init__(self, pid: int) -> None:
        super().__init__(name="parent", daemon=True)
        self._pid = pid

    def run(self) -> None:
        """Wait."""
        try:
            parent = os.pidfd_open(self._pid)
        except ProcessLookupError:
            pass  # it is gone
        except OSError:
            return  # a sandbox that forbids it
        else:
            poll = select.poll()
            poll.register(parent, select.POLLIN)
            poll.poll()
            os.close(parent)
        os.kill(os.getpid(), signal.SIGTERM)
        time.sleep(_END_S)
        os._exit(1)
