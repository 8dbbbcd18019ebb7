"""Which request is handled when: completions and widgets at once, cells one after the other.

ipykernel handles one request at a time, so that a completion waits for the running cell. Its one
exception, messages of widgets, lacks the statuses that a front end waits for.
"""

from __future__ import annotations

import asyncio
import contextvars
import sys
import threading
from typing import Any

import zmq

from coursekit.kernel.stock import MendedKernel

_COMMS = frozenset({"comm_open", "comm_msg", "comm_close"})
AT_ONCE = _COMMS | {
    "comm_info_request",
    "complete_request",
    "history_request",
    "inspect_request",
    "is_complete_request",
    "kernel_info_request",
}
"""Requests that do not wait for the running cell."""


class DispatchingKernel(MendedKernel):
    """Answers some requests while a cell runs, each with its own busy and idle."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._shell_context: contextvars.Context
        self._running: list[dict[str, Any]] = []
        self._changing = threading.Lock()
        self._comm_tasks: set[asyncio.Task[None]] = set()

    @property
    def cell_runs(self) -> bool:
        """Whether a cell is being run."""
        return bool(self._running)

    async def shell_main(self, subshell_id: str | None, msg: Any) -> None:
        """A message of the shell channel, in the thread of its (sub)shell."""
        kind = self._kind_of(msg)
        if kind not in AT_ONCE:
            await super().shell_main(subshell_id, msg)
            return
        # A task has a copy of the context: the running cell keeps its own parent.
        task = asyncio.create_task(self._answer(subshell_id, msg))
        if kind in _COMMS:
            self._comm_tasks.add(task)
            task.add_done_callback(self._comm_tasks.discard)
        await task

    async def _answer(self, subshell_id: str | None, msg: Any) -> None:
        await self.dispatch_shell(msg, subshell_id=subshell_id)
        with self._changing:
            if self._running:  # front ends take any idle for the end of the cell
                self._publish_status("busy", "shell", parent=self._running[-1])

    async def execute_request(self, stream: Any, ident: Any, parent: Any) -> None:
        """A cell; what widgets reported before it counts for it."""
        loop = asyncio.get_running_loop()
        earlier = [task for task in self._comm_tasks if task.get_loop() is loop]
        if earlier:
            await asyncio.wait(earlier)
        with self._changing:
            self._running.append(parent)
        try:
            await super().execute_request(stream, ident, parent)
        except zmq.ZMQError:  # a cell that a shutdown ends may find the sockets closed
            if not self.closed:
                raise
        finally:
            with self._changing:
                self._running.remove(parent)

    @property
    def closed(self) -> bool:
        """Whether the kernel has let go of its board for good."""
        return False

    def set_parent(self, ident: Any, parent: dict[str, Any], channel: str = "shell") -> None:
        """Note the request that is being handled, for outputs that belong to it."""
        before = self._shell_context
        super().set_parent(ident, parent, channel)
        if channel != "shell":
            return
        kind = parent.get("header", {}).get("msg_type")
        if kind in AT_ONCE:
            self._shell_context = before  # it is for threads that a cell has started
        elif kind == "execute_request":
            for printed in (sys.stdout, sys.stderr):
                if hasattr(printed, "set_parent"):
                    printed.set_parent(parent)

    def _kind_of(self, msg: Any) -> str | None:
        """The type of a message as it came in, None where it has none."""
        if self.session is None or len(msg) == 1:
            return None
        try:
            _, frames = self.session.feed_identities(msg, copy=False)
            header = self.session.deserialize(frames, content=False, copy=False)["header"]
        except Exception:
            return None  # said by the base class
        kind: str | None = header.get("msg_type")
        return kind
