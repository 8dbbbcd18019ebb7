"""Workers of a scheduler that somebody else runs, and what happens when it goes away."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from distributed import LocalCluster

from coursekit.grading.batch.errors import OK, ClusterLost
from tests.grading.batch.course import BatchCourse

RIGHT = "def double(n):\n    return 2 * n"
_PATIENCE_S = 60.0


@pytest.fixture
def cluster() -> Iterator[LocalCluster]:
    """A scheduler with one worker, both in this process: quick, and as good as far away."""
    with LocalCluster(  # type: ignore[no-untyped-call]
        n_workers=1,
        threads_per_worker=1,
        processes=False,
        protocol="tcp://",
        host="127.0.0.1",
        dashboard_address="127.0.0.1:0",
        silence_logs=50,
    ) as cluster:
        yield cluster


def test_grades_on_the_workers_of_a_scheduler(course: BatchCourse, cluster: LocalCluster) -> None:
    course.client = None
    for name in ("ada", "bob"):
        course.submit(name, RIGHT)
    assert course.grade(scheduler=cluster.scheduler_address, feedback=True) == OK
    assert (course.score("ada"), course.score("bob")) == (4, 4)
    assert len(cluster.workers) == 1


def test_what_was_graded_before_the_scheduler_was_lost_stays(
    course: BatchCourse, cluster: LocalCluster, tmp_path: Path
) -> None:
    local, course.client = course.client, None
    gate = tmp_path / "gate"
    course.submit("ada", RIGHT)
    course.submit("bob", f"{RIGHT}\n# wait: {gate} #")

    def take_away() -> None:
        give_up = time.monotonic() + _PATIENCE_S
        while course.score("ada") is None and time.monotonic() < give_up:
            time.sleep(0.02)
        scheduler: Any = cluster.scheduler
        cluster.sync(scheduler.close)  # type: ignore[no-untyped-call]

    thief = threading.Thread(target=take_away)
    thief.start()
    try:
        with pytest.raises(ClusterLost, match="What was graded is saved"):
            course.grade(scheduler=cluster.scheduler_address)
    finally:
        gate.touch()
        thief.join()
    assert (course.score("ada"), course.score("bob")) == (4, None)
    course.client = local
    assert course.grade() == OK
    assert "1 of 2 submissions are to be graded." in course.said
