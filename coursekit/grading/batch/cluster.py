"""The workers: processes of this computer, or those of a Dask scheduler somebody runs elsewhere."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

import dask
import psutil
from distributed import Client, LocalCluster

from .errors import BatchError, ClusterLost

_MOST_BYTES_A_WORKER = 2 * 1024**3
_CONNECT_S = 15
_SETTINGS = {
    # After its worker died a submission comes back here at once: who is to blame is found out by
    # grading it alone, not by letting it end more workers that others are being graded on.
    "distributed.scheduler.allowed-failures": 0,
    # A worker's memory is the limit of MicroPython's plus a small notebook: nothing to spill.
    "distributed.worker.memory.target": False,
    "distributed.worker.memory.spill": False,
    "distributed.worker.memory.pause": False,
    "distributed.worker.profile.enabled": False,
    "distributed.scheduler.worker-ttl": None,
    # Dask gives a worker up for good that was not there this long after a death: also one that has
    # died again since and is being replaced, so that in the end there would be none.
    "distributed.deploy.lost-worker-timeout": "1 day",
    # Dask's logs hold what tasks brought, so that the client would grow with the class.
    "distributed.admin.log-length": 100,
    "distributed.admin.low-level-log-length": 100,
    "distributed.comm.timeouts.connect": f"{_CONNECT_S}s",
}


def cores() -> int:
    """How many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


@contextmanager
def local_workers(count: int) -> Iterator[Client]:
    """`count` processes of one thread each, replaced when they die; all ports on loopback."""
    memory = min(_MOST_BYTES_A_WORKER, psutil.virtual_memory().total // max(count, 1))
    with dask.config.set(_SETTINGS):
        cluster = LocalCluster(  # type: ignore[no-untyped-call]
            n_workers=count,
            threads_per_worker=1,
            processes=True,
            host="127.0.0.1",
            dashboard_address="127.0.0.1:0",  # it cannot be had without; nobody looks at it
            worker_dashboard_address="127.0.0.1:0",
            memory_limit=memory,
            preload=["coursekit.grading.batch.preload"],
            silence_logs=50,
            # Else everybody with an account on this computer could have the workers run anything.
            security=True,
        )
        try:
            with Client(cluster, set_as_default=False) as client:  # type: ignore[no-untyped-call]
                yield client
        finally:
            cluster.close(timeout=10)


@contextmanager
def remote_workers(address: str, *, patience_s: float = _CONNECT_S) -> Iterator[Client]:
    """The workers of a running scheduler. Raises ClusterLost when there is none, or no worker."""
    with dask.config.set(_SETTINGS):
        try:
            client = Client(  # type: ignore[no-untyped-call]
                address, timeout=patience_s, set_as_default=False
            )
        except (OSError, ValueError, TypeError) as error:
            raise ClusterLost(
                f"No Dask scheduler answers at {address!r}. Start one with `dask scheduler`, and "
                "workers with `dask worker ADDRESS --nthreads 1`."
            ) from error
        with client:
            try:
                client.wait_for_workers(1, timeout=patience_s)
            except (TimeoutError, OSError) as error:
                raise ClusterLost(
                    f"The scheduler at {address} has no workers: start some with "
                    f"`dask worker {address} --nthreads 1`."
                ) from error
            try:
                client.get_versions(check=True, packages=["nbgrader"])
            except ValueError as error:
                raise BatchError(f"The workers' Python is not as it is here: {error}") from error
            yield client
