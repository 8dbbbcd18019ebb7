"""The gradebook's database, and transactions on it that wait for their turn.

nbgrader's formgrader may write at the same time; SQLite lets one writer in at a time.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

import psutil
import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError, SQLAlchemyError

from .errors import BatchError, GradebookBusy

T = TypeVar("T")

_FIRST_PAUSE_S = 0.05
_LONGEST_PAUSE_S = 2.0
_WRITES = "coursekit_writes"


class Database:
    """One engine. `patience_s` is how long a transaction waits for another writer."""

    def __init__(
        self,
        db_url: str,
        *,
        patience_s: float = 60.0,
        on_wait: Callable[[str], None] = lambda message: None,
    ) -> None:
        self._patience_s = patience_s
        self._on_wait = on_wait
        try:
            url = sa.make_url(db_url)
            self._sqlite = url.get_backend_name() == "sqlite"
            # SQLite waits a little by itself; the rest of the wait is ours, so that it can be told.
            arguments: dict[str, Any] = {"timeout": 1.0} if self._sqlite else {}
            self.engine = sa.create_engine(url, connect_args=arguments, pool_pre_ping=True)
        except (SQLAlchemyError, ImportError) as error:
            raise BatchError(
                f"The gradebook's address {db_url!r} is of no use: {error}. "
                "Correct c.CourseDirectory.db_url in nbgrader_config.py, or --db."
            ) from error
        self.path = url.database if self._sqlite else None
        if self._sqlite:
            sa.event.listen(self.engine, "connect", _leave_transactions_to_us)
            sa.event.listen(self.engine, "begin", _begin)

    def close(self) -> None:
        self.engine.dispose()

    @contextmanager
    def reading(self) -> Iterator[sa.Connection]:
        """A transaction that only reads. Raises BatchError when the database cannot be read."""
        try:
            with self.engine.connect() as connection, connection.begin():
                yield connection
        except DBAPIError as error:
            raise self._explained(error) from error

    def write(
        self, work: Callable[[sa.Connection], T], undo: Callable[[], None] | None = None
    ) -> T:
        """Does `work` in one transaction, again and again while others are in the way.

        `undo` takes back what `work` did outside the database, when it was for nothing.
        Raises GradebookBusy when `patience_s` are over, BatchError for a full disk and the like.
        """
        pause_s, give_up = _FIRST_PAUSE_S, time.monotonic() + self._patience_s
        told = False
        while True:
            try:
                with self.engine.connect() as connection:
                    connection.execution_options(**{_WRITES: True})
                    with connection.begin():
                        return work(connection)
            except BaseException as error:
                if undo is not None:
                    undo()
                if not isinstance(error, DBAPIError):
                    raise
                if not _passes(error):
                    raise self._explained(error) from error
                if time.monotonic() > give_up:
                    raise GradebookBusy(self._busy()) from error
            if not told and pause_s > 1.0:
                told = True
                self._on_wait(self._busy())
            time.sleep(pause_s)
            pause_s = min(2 * pause_s, _LONGEST_PAUSE_S)

    def _busy(self) -> str:
        who = f" by {holders(self.path)}" if self.path is not None else ""
        return (
            f"The gradebook is being written{who}. Finish the work there (formgrader, another "
            "nbgrader command), then run this command again: it goes on where it stopped."
        )

    def _explained(self, error: DBAPIError) -> BatchError:
        text = str(error.orig)
        where = self.path or self.engine.url.render_as_string()
        if "readonly" in text or "read-only" in text:
            advice = f"{where} may not be written: give yourself the right to write it."
        elif "full" in text or "No space" in text:
            advice = f"The disk with {where} is full: make room, then run this command again."
        elif "no such column" in text or "no such table" in text or "does not exist" in text:
            advice = (
                f"The gradebook {where} does not have nbgrader's tables as they are now: make a "
                "copy of it, then run `nbgrader db upgrade`."
            )
        else:
            advice = f"The gradebook {where} could not be used ({text.strip()})."
        return BatchError(advice + " No grade was lost.")


def holders(path: str) -> str:
    """The other programs that have the file open, in words."""
    found = []
    for process in psutil.process_iter(["pid", "name"]):
        try:
            if process.pid != psutil.Process().pid and any(
                file.path.startswith(path) for file in process.open_files()
            ):
                found.append(f"{process.info['name']} (process {process.pid})")
        except psutil.Error:
            continue
    return ", ".join(found) or "another program"


def _leave_transactions_to_us(connection: Any, record: object) -> None:
    connection.isolation_level = None  # else Python's driver begins them, and too late


def _begin(connection: sa.Connection) -> None:
    # A writer takes its place before it reads, so that what it read still holds when it writes.
    writes = connection.get_execution_options().get(_WRITES, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _passes(error: DBAPIError) -> bool:
    """Whether the same transaction may well work in a moment."""
    if error.connection_invalidated or isinstance(error, IntegrityError):
        return True  # somebody else created the same row: next time it will be found
    text = str(error.orig)
    busy = ("locked", "busy", "deadlock", "could not serialize", "lock timeout")
    return isinstance(error, OperationalError) and any(word in text for word in busy)
