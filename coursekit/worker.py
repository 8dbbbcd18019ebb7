"""A thread that does one thing after the other: all cells of a kernel, completion, or callbacks.

It lives as long as its process: Linux can end a process together with the thread that started it,
and the virtual board's is started on that of the cells. One such thread is also a lock: requests of
several subshells do not talk to one board at once.
"""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import TypeVar

T = TypeVar("T")


class Worker:
    """A thread that carries out what it is given, in order. It does not keep Python from ending."""

    def __init__(self, name: str = "cells") -> None:
        self._jobs: queue.SimpleQueue[Callable[[], None]] = queue.SimpleQueue()
        threading.Thread(target=self._work, name=name, daemon=True).start()

    def submit(self, action: Callable[[], T]) -> Future[T]:
        """Have `action` done; the future gets its result or what it raises."""
        future: Future[T] = Future()

        def job() -> None:
            if not future.set_running_or_notify_cancel():
                return
            try:
                result = action()
            except BaseException as error:
                future.set_exception(error)
            else:
                future.set_result(result)

        self._jobs.put(job)
        return future

    def _work(self) -> None:
        while True:
            try:
                self._jobs.get()()
            except KeyboardInterrupt:
                continue  # one that arrived just after its cell had ended
