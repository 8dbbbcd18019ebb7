"""Handing jobs to the workers: nothing is kept of those that are done."""

from __future__ import annotations

import gc
import os

import psutil
import pytest
from distributed import Client

from coursekit.grading.batch.dispatch import Dispatcher

SIZE = 200_000
FIRST, MORE = 300, 600


def double(shared: str, data: bytes) -> str:
    """As large as a submission and its result are."""
    return shared + 2 * data.decode()


def test_memory_does_not_grow_with_the_number_of_jobs(client: Client) -> None:
    used: list[int] = []
    lengths: set[int] = set()

    def done(job: int, result: str) -> None:
        lengths.add(len(result))
        if job in (FIRST, FIRST + MORE - 1):
            gc.collect()
            used.append(psutil.Process().memory_info().rss)

    Dispatcher[int, str](
        client,
        double,
        "",
        arguments=lambda job: (b"x" * SIZE,),
        done=done,
        failed=lambda job, reason: None,
    ).run(range(FIRST + MORE))
    assert lengths == {2 * SIZE}
    assert used[1] - used[0] < MORE * SIZE / 4


@pytest.mark.skipif(not hasattr(os, "sched_getaffinity"), reason="no cores to choose here")
def test_each_worker_keeps_to_a_core(client: Client) -> None:
    futures = [
        client.submit(os.sched_getaffinity, 0, workers=[worker], pure=False)
        for worker in client.nthreads()  # type: ignore[no-untyped-call]
    ]
    cores = [future.result() for future in futures]
    assert [len(some) for some in cores] == [1, 1]
    assert set().union(*cores) == set(sorted(os.sched_getaffinity(0))[:2])
