"""What a worker of this computer does first: load what tasks need, and leave Ctrl-C to the client.

Dask imports it in the worker's process, before the first task is there.
"""

from __future__ import annotations

import os

import coursekit.grading.batch.imports  # isort: split

from distributed import Worker

import coursekit.boards.virtual
import coursekit.checks
import coursekit.grading.batch.task
import coursekit.session

__all__ = ["coursekit", "dask_setup"]

if hasattr(os, "setpgrp"):
    # A terminal sends Ctrl-C to a whole group of processes. The client shall write what is done,
    # and ends the workers then; with the client they end in any case.
    os.setpgrp()


def dask_setup(worker: Worker) -> None:
    """Keep a worker and its boards on one core, before any of its other threads begins.

    They take turns: waking a process on another core takes longer than most answers of a board.
    """
    if isinstance(worker.name, int) and hasattr(os, "sched_setaffinity"):  # of a local cluster
        cores = sorted(os.sched_getaffinity(0))
        os.sched_setaffinity(0, {cores[worker.name % len(cores)]})
