"""jedi on a thread of its own, waited for only as long as somebody who has pressed Tab waits.

It reads a module's stubs when they are first asked for, up to a second, and JupyterLab gives up
after one. An answer that comes too late is "nothing is known": then what the board says has to do,
and the next Tab finds the stubs read.
"""

from __future__ import annotations

import concurrent.futures
import logging
from collections.abc import Callable
from functools import lru_cache
from typing import TypeVar

from coursekit.session.completion.cache import cache_folder
from coursekit.session.completion.engine import Engine, EngineUnavailableError, Explanation, Name
from coursekit.session.completion.stubs import Stubs
from coursekit.worker import Worker

T = TypeVar("T")

_LOG = logging.getLogger(__name__)


class PatientEngine:
    """An `Engine` that is made when it is first asked. From any thread.

    stubs: as there. patience_s: how long completing may take, None for as long as it takes. For
    documentation people wait.
    """

    def __init__(self, stubs: Stubs | None, patience_s: float | None) -> None:
        self.stubs = stubs
        self._patience_s = patience_s
        self._engine: Engine | None = None
        self._unavailable = False

    def names(self, source: str, line: int, column: int) -> list[Name]:
        """See `Engine.names`."""
        nothing: list[Name] = []
        return self._ask(
            lambda engine: engine.names(source, line, column), nothing, self._patience_s
        )

    def callee(self, source: str, line: int, column: int) -> Explanation | None:
        """See `Engine.callee`."""
        return self._ask(lambda engine: engine.callee(source, line, column), None)

    def explain(self, source: str, line: int, column: int) -> Explanation | None:
        """See `Engine.explain`."""
        return self._ask(lambda engine: engine.explain(source, line, column), None)

    def read(self, program: str) -> concurrent.futures.Future[list[Name]]:
        """Have the stubs read that completing at the end of a one-line program needs."""
        *above, last = program.split("\n")
        return _thread().submit(lambda: self._made().names(program, len(above) + 1, len(last)))

    def _ask(
        self, question: Callable[[Engine], T], nothing: T, patience_s: float | None = None
    ) -> T:
        if self._unavailable:
            return nothing
        answer = _thread().submit(lambda: question(self._made()))
        try:
            return answer.result(patience_s)
        except concurrent.futures.TimeoutError:
            answer.cancel()
        except EngineUnavailableError as error:
            self._unavailable = True
            _LOG.warning("Completion has only what the board knows: %s.", error)
        return nothing

    def _made(self) -> Engine:
        if self._engine is None:
            self._engine = Engine(self.stubs, cache_folder())
        return self._engine


@lru_cache(maxsize=1)
def _thread() -> Worker:
    """jedi is not thread-safe."""
    return Worker("jedi")
