"""How quickly a class is graded, beside nbgrader as it comes, and what a large class takes."""

from __future__ import annotations

import os
import statistics
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil

from benchmarks.grading_course import ASSIGNMENT, Kind, hand_in_exercise, make_course, run_command
from benchmarks.harness import Result, timed

TIMES_STOCK = 10.0
TIMES_ONE_WORKER = 1.8
CLASS = 1_000
GROWTH_LIMIT = 1.15

_RUNS = 3
_ONE_CORE = {0}
_STOCK = (2, 6)
_KIT = (20, 160)
_GRADE = ["-m", "coursekit.cli", "grade", "--no-feedback"]


def one_core() -> Result:
    """Submissions per second on one core, beside `nbgrader autograde` with a Python kernel.

    Both grade a small and a large class; the difference leaves out what each command costs once.
    """
    with _classes("python", _STOCK) as stock, _classes("micropython", _KIT) as kit:
        pairs = [
            (
                _seconds_each(stock, lambda root: _autograde(root)),
                _seconds_each(kit, lambda root: _grade(root, workers=1, cpus=_ONE_CORE)),
            )
            for _ in range(_RUNS)
        ]
    stock_s, kit_s = (statistics.median(column) for column in zip(*pairs, strict=True))
    value = statistics.median(a / b for a, b in pairs)
    note = f"{kit_s * 1e3:.0f} ms a submission; nbgrader autograde: {stock_s * 1e3:.0f} ms"
    return Result("grading on one core", value, "x", TIMES_STOCK, "more", note)


def two_workers() -> Result:
    """The same with two workers on two cores, beside one worker on one core."""
    cores = set(sorted(os.sched_getaffinity(0))[:2])
    with _classes("micropython", _KIT) as kit:
        pairs = [
            (
                _seconds_each(kit, lambda root: _grade(root, workers=1, cpus=_ONE_CORE)),
                _seconds_each(kit, lambda root: _grade(root, workers=2, cpus=cores)),
            )
            for _ in range(_RUNS)
        ]
    one_s, two_s = (statistics.median(column) for column in zip(*pairs, strict=True))
    value = statistics.median(a / b for a, b in pairs)
    note = f"{two_s * 1e3:.0f} ms a submission; one worker: {one_s * 1e3:.0f} ms"
    return Result("grading with two workers", value, "x", TIMES_ONE_WORKER, "more", note)


def large_class() -> Result:
    """Memory at its peak for 1,000 submissions of 01_gpio, beside that for 200."""
    small, large = (_peak_of_class(count) for count in (CLASS // 5, CLASS))
    note = (
        f"{CLASS} submissions: {large[1]:.0f} s, {large[0] / 1e6:.0f} MB; "
        f"{CLASS // 5}: {small[1]:.0f} s, {small[0] / 1e6:.0f} MB (all processes together)"
    )
    return Result("memory of a large class", large[0] / small[0], "x", GROWTH_LIMIT, "less", note)


def _peak_of_class(count: int) -> tuple[int, float]:
    """Bytes at the peak, and seconds, of grading `count` submissions with all cores."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "course"
        hand_in_exercise(root, "01_gpio", count)
        watch = _Memory()
        with watch:
            took_s = timed(lambda: run_command([*_GRADE, "01_gpio"], root))
        return watch.peak_bytes, took_s


class _Memory:
    """The most memory that this process's descendants had together, looked at 5 times a second."""

    def __init__(self) -> None:
        self.peak_bytes = 0
        self._end = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)

    def __enter__(self) -> None:
        self._thread.start()

    def __exit__(self, *exc: object) -> None:
        self._end.set()
        self._thread.join()

    def _run(self) -> None:
        while not self._end.wait(0.2):
            used = 0
            for process in psutil.Process().children(recursive=True):
                try:
                    used += process.memory_full_info().pss
                except (psutil.Error, OSError):
                    continue  # it has just ended
            self.peak_bytes = max(self.peak_bytes, used)


@contextmanager
def _classes(kind: Kind, sizes: tuple[int, int]) -> Iterator[tuple[Path, Path, int]]:
    """A small and a large class with the same work, and by how many submissions they differ."""
    with tempfile.TemporaryDirectory() as folder:
        roots = [Path(folder) / str(size) for size in sizes]
        for root, size in zip(roots, sizes, strict=True):
            make_course(root, kind, size)
        yield roots[0], roots[1], sizes[1] - sizes[0]


def _seconds_each(classes: tuple[Path, Path, int], grade: Callable[[Path], None]) -> float:
    small, large, more = classes
    small_s = timed(lambda: grade(small))
    return (timed(lambda: grade(large)) - small_s) / more


def _autograde(root: Path) -> None:
    run_command(["-m", "nbgrader", "autograde", ASSIGNMENT, "--force"], root, _ONE_CORE)


def _grade(root: Path, *, workers: int, cpus: set[int]) -> None:
    run_command([*_GRADE, ASSIGNMENT, "--force", "--workers", str(workers)], root, cpus)


BENCHMARKS: list[Callable[[], Result]] = [one_core, two_workers, large_class]
