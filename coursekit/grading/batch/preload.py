"""What a worker of this computer does first: load what tasks need, and leave Ctrl-C to the client.

Dask imports it in the worker's process, before the first task is there.
"""

from __future__ import annotations

import os

import coursekit.boards.virtual
import coursekit.checks
import coursekit.grading.batch.task
import coursekit.session

__all__ = ["coursekit"]

if hasattr(os, "setpgrp"):
    # A terminal sends Ctrl-C to a whole group of processes. The client shall write what is done,
    # and ends the workers then; with the client they end in any case.
    os.setpgrp()
