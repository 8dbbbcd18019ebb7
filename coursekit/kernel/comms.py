"""Widgets of %%host cells: their messages, and the code that they call.

That code runs on a thread of its own, so that it cannot keep the kernel from answering. What it
prints and shows goes to the cell that showed the widget, or made it.
"""

from __future__ import annotations

import asyncio
import contextvars
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import comm
from ipykernel.comm.comm import BaseComm
from ipykernel.comm.manager import CommManager

from coursekit.interruption import uninterrupted
from coursekit.kernel.faults import of_callback, show_logged
from coursekit.session.coalesce import Coalescer
from coursekit.session.console import Console
from coursekit.session.outputs import Output
from coursekit.worker import Worker

if TYPE_CHECKING:
    from coursekit.kernel.kernel import MicroPythonKernel

_VIEW = "application/vnd.jupyter.widget-view+json"


class Comms:
    """The comms of a kernel; makes itself the one that the package `comm` knows."""

    def __init__(self, kernel: MicroPythonKernel) -> None:
        self._kernel = kernel
        self._worker = Worker("callbacks")
        self._cells: dict[str, dict[str, Any]] = {}
        self._registered = False
        self.manager = CommManager()  # type: ignore[no-untyped-call]
        comm.create_comm = self._create
        comm.get_comm_manager = lambda: self.manager
        show_logged()
        for kind in ("comm_open", "comm_msg", "comm_close"):
            kernel.shell_handlers[kind] = self._handler(getattr(self.manager, kind))

    def shown(self, data: Any, parent: dict[str, Any]) -> None:
        """A cell, the request `parent`, shows this data by MIME type, maybe a widget."""
        view = data.get(_VIEW)
        if isinstance(view, dict) and "model_id" in view:
            self._cells[str(view["model_id"])] = parent

    def _create(self, *args: Any, **options: Any) -> BaseComm:
        """What `comm.create_comm` does in this kernel."""
        if not self._registered and "ipywidgets" in sys.modules:
            self._register()
        return _CellComm(self, *args, **options)

    def _register(self) -> None:
        """Let front ends that have just loaded the page ask for the widgets that there are."""
        self._registered = True
        from ipywidgets import register_comm_target  # type: ignore[import-untyped]

        register_comm_target()

    def sending(self, comm_id: str, kind: str, data: Any) -> None:
        """A comm is about to send to the front ends."""
        parent = self._kernel.get_parent("shell")
        if kind == "comm_open" and parent:
            self._cells.setdefault(comm_id, self._cell_of(parent))
        state = data.get("state") if isinstance(data, dict) else None
        if isinstance(state, dict) and "msg_id" in state:  # an Output widget
            if not state["msg_id"]:
                self._kernel.cells.host.show_figures()
            call = _call.get()
            if call is not None:
                call.belongs_to(parent if state["msg_id"] else None)

    def closed(self, comm_id: str) -> None:
        """A comm is gone."""
        self._cells.pop(comm_id, None)

    def _cell_of(self, parent: dict[str, Any]) -> dict[str, Any]:
        """The cell to which what `parent` causes belongs: itself, or that of the widget."""
        comm_id = parent.get("content", {}).get("comm_id")
        return self._cells.get(comm_id, parent) if comm_id else parent

    def _handler(self, action: Callable[..., None]) -> Callable[..., Any]:
        async def handle(stream: Any, ident: Any, msg: dict[str, Any]) -> None:
            context = contextvars.copy_context()
            job = self._worker.submit(lambda: context.run(self._call, action, stream, ident, msg))
            await asyncio.wrap_future(job)

        return handle

    def _call(self, action: Callable[..., None], stream: Any, ident: Any, msg: Any) -> None:
        """What a front end says, in the thread for callbacks; `action` hands it on."""
        comm_id = msg["content"].get("comm_id", "")
        call = _Call(self._kernel, self._cell_of(msg))
        _call.set(call)
        try:
            with self._kernel.cells.host.callback(call.console):
                if msg["header"]["msg_type"] == "comm_msg":
                    found = self.manager.get_comm(comm_id)
                    if found is not None:
                        found.handle_msg(msg)
                else:
                    action(stream, ident, msg)
        except BaseException as error:
            call.outputs.emit(of_callback(error))
        finally:
            call.outputs.close()
        if msg["header"]["msg_type"] == "comm_close":
            self.closed(comm_id)


class _Call:
    """One call of a cell's code by a widget, and where its outputs go."""

    def __init__(self, kernel: MicroPythonKernel, cell: dict[str, Any]) -> None:
        self._kernel = kernel
        self._cell = self._parent = cell
        self.outputs = Coalescer(self._emit)
        outputs = self.outputs
        self.console = Console(outputs.write, outputs.emit, uninterrupted(outputs.flush))

    def belongs_to(self, request: dict[str, Any] | None) -> None:
        """What follows goes out as outputs of this request, None for those of the cell."""
        self.console.flush()
        self._parent = self._cell if request is None else request

    def _emit(self, output: Output) -> None:
        self._kernel.publish(output, self._parent, 0)


_call: contextvars.ContextVar[_Call | None] = contextvars.ContextVar("call", default=None)


class _CellComm(BaseComm):
    """A comm that belongs to a cell."""

    def __init__(self, comms: Comms, *args: Any, **options: Any) -> None:
        self._comms = comms
        super().__init__(*args, **options)  # type: ignore[no-untyped-call]

    @uninterrupted
    def publish_msg(self, msg_type: str, data: Any = None, *args: Any, **options: Any) -> None:
        """Send to the front ends."""
        self._comms.sending(self.comm_id, msg_type, data)
        super().publish_msg(msg_type, data, *args, **options)  # type: ignore[no-untyped-call]
        if msg_type == "comm_close":
            self._comms.closed(self.comm_id)
