"""Hands jobs to the workers and takes the results, a few at a time, whatever becomes of a worker.

Nothing is kept of a job that is done, so a batch of thousands takes the memory of a few. A job
whose worker died is a suspect: suspects are run alone at the end, so that the innocent are found.
"""

from __future__ import annotations

import queue
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Generic, TypeVar
from uuid import uuid4

from distributed import KilledWorker

from .errors import ClusterLost
from .task import Fault, carry

J = TypeVar("J")
R = TypeVar("R")

_PER_WORKER = 3
_LOOK_S = 0.5
_WITHOUT_WORKERS_S = 120.0


@dataclass
class _Try(Generic[J]):
    """One job and what has been tried with it."""

    job: J
    faults: int = 0
    reason: str = ""
    avoid: str = ""


@dataclass
class _Flight(Generic[J]):
    """A job that a worker has, or will have in a moment."""

    attempt: _Try[J]
    future: Any


class Dispatcher(Generic[J, R]):
    """Runs `function(shared, *arguments(job))` on the workers for each job.

    arguments: called just before the job is sent; None when there is nothing to do after all.
    done: called with each result. failed: with each job that failed `retries` times more, and why.
    """

    def __init__(
        self,
        client: Any,
        function: Callable[..., R | Fault],
        shared: object,
        *,
        arguments: Callable[[J], tuple[Any, ...] | None],
        done: Callable[[J, R], None],
        failed: Callable[[J, str], None],
        retries: int = 2,
        patience_s: float = 900.0,
    ) -> None:
        self._client = client
        self._function = function
        self._shared = shared
        self._arguments = arguments
        self._done = done
        self._failed = failed
        self._retries = retries
        self._patience_s = patience_s
        self._carried: Any = None
        self._landed: queue.SimpleQueue[str] = queue.SimpleQueue()
        self._flights: dict[str, _Flight[J]] = {}
        self._again: deque[_Try[J]] = deque()
        self._suspects: deque[_Try[J]] = deque()
        self._moved_s = self._manned_s = time.monotonic()
        self._sent = 0
        self._seen_s = 0.0
        self._addresses: list[str] = []
        self.stopping = False
        """Set it, from a signal handler too, and `run` sends nothing more and returns soon."""

    def run(self, jobs: Iterable[J]) -> None:
        """Returns when every job is done or has failed, or when it was stopped.

        Raises ClusterLost when the scheduler is gone; jobs neither done nor failed are as before.
        """
        self._moved_s = self._manned_s = time.monotonic()
        try:
            self._drain(_Try(job) for job in jobs)
            while self._again and not self.stopping:
                again, self._again = self._again, deque()
                self._drain(iter(again))
            while self._suspects and not self.stopping:
                self._drain(iter([self._suspects.popleft()]), alone=True)
        finally:
            self._let_go()

    def _drain(self, waiting: Iterator[_Try[J]], *, alone: bool = False) -> None:
        more = True
        while True:
            room = 1 if alone else self._room()
            while more and not self.stopping and len(self._flights) < room:
                attempt = next(waiting, None)
                more = attempt is not None
                if attempt is not None:
                    self._send(attempt)
            if not self._flights or (self.stopping and not self._any_landed()):
                return
            self._land(alone)

    def _room(self) -> int:
        return _PER_WORKER * max(1, len(self._workers()))

    def _workers(self) -> list[str]:
        now_s = time.monotonic()
        if now_s - self._seen_s > _LOOK_S:
            self._check_connection()
            self._seen_s, self._addresses = now_s, list(self._client.nthreads())
        return self._addresses

    def _send(self, attempt: _Try[J]) -> None:
        arguments = self._arguments(attempt.job)
        if arguments is None:
            return
        others = [w for w in self._workers() if w != attempt.avoid] if attempt.avoid else []
        self._sent += 1
        key = f"coursekit-{uuid4().hex}"
        future = self._client.submit(
            self._function,
            self._carry(),
            *arguments,
            key=key,
            pure=False,
            priority=-self._sent,  # first come, first served
            workers=others or None,
            allow_other_workers=bool(others),
        )
        self._flights[key] = _Flight(attempt, future)
        future.add_done_callback(lambda landed: self._landed.put(landed.key))

    def _carry(self) -> Any:
        """What all jobs share, at the workers; sent again when it was lost with one."""
        if self._carried is None or self._carried.status in ("error", "lost", "cancelled"):
            key = f"coursekit-shared-{uuid4().hex}"
            self._carried = self._client.submit(carry, self._shared, key=key, pure=False)
        return self._carried

    def _any_landed(self) -> bool:
        return any(flight.future.done() for flight in self._flights.values())

    def _land(self, alone: bool) -> None:
        try:
            key = self._landed.get(timeout=_LOOK_S)
        except queue.Empty:
            self._check_connection()
            self._check_workers()
            if time.monotonic() - self._moved_s > self._patience_s:
                self._give_up_waiting()
            return
        flight = self._flights.pop(key, None)
        if flight is None:
            return
        self._moved_s = time.monotonic()
        try:
            self._take(flight, alone)
        finally:
            flight.future.release()

    def _take(self, flight: _Flight[J], alone: bool) -> None:
        attempt, future = flight.attempt, flight.future
        if future.status == "finished":
            result = future.result()
            if isinstance(result, Fault):
                self._fault(attempt, result.reason, result.worker)
            else:
                self._done(attempt.job, result)
        elif future.status == "error":
            error = future.exception()
            if isinstance(error, KilledWorker):
                reason = "the worker that graded it died (out of memory, or a crash)"
                if not alone:
                    attempt.reason = reason
                    self._suspects.append(attempt)
                else:
                    self._fault(attempt, reason, "", suspect=True)
            else:
                self._fault(attempt, f"{type(error).__name__}: {error}", "")
        else:
            self._check_connection()
            self._fault(attempt, "the cluster dropped it", "")

    def _fault(self, attempt: _Try[J], reason: str, worker: str, *, suspect: bool = False) -> None:
        attempt.faults += 1
        attempt.reason = reason
        attempt.avoid = worker
        if attempt.faults > self._retries:
            self._failed(attempt.job, reason)
        elif suspect:
            self._suspects.appendleft(attempt)
        else:
            self._again.append(attempt)

    def _check_connection(self) -> None:
        if self._client.status != "running":
            raise ClusterLost(
                "The connection to the Dask scheduler was lost. What was graded is saved: run "
                "this command again, and it goes on from there."
            )

    def _check_workers(self) -> None:
        now_s = time.monotonic()
        if self._workers():
            self._manned_s = now_s
        elif now_s - self._manned_s > _WITHOUT_WORKERS_S:
            raise ClusterLost(
                f"There has been no worker for {_WITHOUT_WORKERS_S:.0f} s. What was graded is "
                "saved: run this command again, with fewer --workers if memory is short."
            )

    def _give_up_waiting(self) -> None:
        """Nothing has come back for very long: the workers hang, so they are started anew."""
        stuck = list(self._flights.values())
        self._flights.clear()
        self._moved_s = time.monotonic()
        ours = {flight.future.key for flight in stuck}
        busy = [w for w, keys in self._client.processing().items() if ours & set(keys)]
        for flight in stuck:
            flight.future.cancel(force=True)
        self._client.restart_workers(busy, raise_for_error=False)
        self._carried = None
        for flight in stuck:
            flight.attempt.reason = f"no answer within {self._patience_s:.0f} s"
            self._suspects.append(flight.attempt)

    def _let_go(self) -> None:
        for flight in self._flights.values():
            flight.future.cancel()
        self._flights.clear()
        self._carried = None
