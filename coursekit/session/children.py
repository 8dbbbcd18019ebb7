"""Stop reaches the processes that a `%%host` cell has started, as Ctrl-C in a terminal does.

A cell that waits for one of them cannot be interrupted before it has ended.
"""

from __future__ import annotations

import contextlib
import os
import signal

from psutil import Error, Process


def interrupt_children(since_s: float) -> None:
    """SIGINT for all processes of this one that have begun since then, in seconds since 1970.

    Not for those in a process group of their own, such as virtual boards. Windows has no such
    groups: nothing happens there.
    """
    if not hasattr(os, "getpgid"):
        return
    with contextlib.suppress(Error):
        for child in Process().children(recursive=True):
            with contextlib.suppress(Error, OSError):
                if child.create_time() >= since_s and os.getpgid(child.pid) == os.getpgrp():
                    child.send_signal(signal.SIGINT)
