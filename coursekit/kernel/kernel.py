"""Jupyter's view of a session: requests in, messages out.

Nothing here blocks the event loop, so that widgets and interrupts get through while a cell runs.
"""

from __future__ import annotations

import asyncio
import codeop
import warnings
from typing import Any

import zmq
from ipykernel.kernelbase import Kernel

from coursekit import __version__
from coursekit.kernel.pacing import Pacer
from coursekit.kernel.worker import Worker
from coursekit.session import CellResult, Display, Error, Output, Result, Session, Stream
from coursekit.session.cells import split_cell


class MicroPythonKernel(Kernel):
    """Runs the cells of one notebook on one board."""

    implementation = "coursekit"
    implementation_version = __version__
    banner = "MicroPython on a board, plugged in or virtual. %lsmagic lists the %-commands."
    language_info = {  # noqa: RUF012  (the base class has it like this)
        "name": "micropython",
        "version": "1",
        "mimetype": "text/x-python",
        "file_extension": ".py",
        "pygments_lexer": "python3",
        "codemirror_mode": {"name": "python", "version": 3},
    }

    # Half a millisecond for each cell, in case that a flush does not reach the client. Outputs go
    # through the same queue as the word that the kernel is idle, so none is late.
    _execute_sleep = 0.0

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)  # type: ignore[no-untyped-call]
        self.cells = Session()
        """The session; `self.session` is ipykernel's name for the message signer."""
        self.ends = False
        """Whether Jupyter has asked for a shutdown."""
        self._worker = Worker()
        self._pacer = Pacer()

    @property
    def kernel_info(self) -> dict[str, Any]:
        """What the kernel is and can do; it has no debugger."""
        info: dict[str, Any] = super().kernel_info
        features = info.get("supported_features", [])
        return {**info, "supported_features": [f for f in features if f != "debugger"]}

    async def execute_request(self, stream: Any, ident: Any, parent: Any) -> None:
        """As the base class; a cell that a shutdown ends may find the sockets closed."""
        try:
            await super().execute_request(stream, ident, parent)  # type: ignore[no-untyped-call]
        except zmq.ZMQError:
            if not self.cells.closed:
                raise

    async def do_execute(
        self,
        code: str,
        silent: bool,
        store_history: bool = True,
        user_expressions: dict[str, str] | None = None,
        allow_stdin: bool = False,
        *,
        cell_meta: dict[str, Any] | None = None,
        cell_id: str | None = None,
    ) -> dict[str, Any]:
        """Run a cell and reply how it ended. Raises nothing: no reply would hang the client."""
        count = self.execution_count
        if not silent and not store_history:
            self.execution_count -= 1  # the next cell gets the same number
        parent = self.get_parent("shell")  # type: ignore[no-untyped-call]

        def emit(output: Output) -> None:
            if not silent:
                self._publish(output, parent, count)

        try:
            result = await asyncio.wrap_future(
                self._worker.submit(lambda: self.cells.run(code, emit, cell_id=cell_id))
            )
        except asyncio.CancelledError:
            self.cells.interrupt()
            result = CellResult("aborted")
        except BaseException as error:
            self.log.exception("A cell could not be run")
            failure = Error(type(error).__name__, str(error), (f"{type(error).__name__}: {error}",))
            emit(failure)
            result = CellResult("error", error=failure)
        reply: dict[str, Any] = {"status": result.status, "execution_count": count}
        if result.error is not None:
            reply.update(_error_content(result.error))
        elif result.status == "ok":
            reply.update(payload=[], user_expressions={})
        return reply

    async def do_is_complete(self, code: str) -> dict[str, Any]:
        """For consoles: whether Enter should run the text or begin another line."""
        cell = split_cell(code)
        if cell.cell_magic is not None or not cell.has_code:
            return {"status": "complete"}
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                ready = codeop.compile_command(cell.code.strip("\n"), symbol="exec")
        except (SyntaxError, ValueError, OverflowError):
            return {"status": "invalid"}
        if ready is not None:
            return {"status": "complete"}
        last = code.rstrip("\n").split("\n")[-1]
        deeper = "    " if last.rstrip().endswith(":") else ""
        return {"status": "incomplete", "indent": last[: len(last) - len(last.lstrip())] + deeper}

    async def interrupt_request(self, stream: Any, ident: Any, parent: Any) -> None:
        """Stop the running cell. Handled on the control thread, so it arrives at once."""
        self.cells.interrupt()
        if self.session is not None:
            self.session.send(stream, "interrupt_reply", {"status": "ok"}, parent, ident=ident)

    async def do_shutdown(self, restart: bool) -> dict[str, Any]:
        """Let go of the board; Jupyter starts a new process for a restart."""
        self.ends = True
        self.cells.close()
        return {"status": "ok", "restart": restart}

    def pre_handler_hook(self) -> None:
        """Leave SIGINT to the app: the base class makes it raise in the event loop."""

    def post_handler_hook(self) -> None:
        """See `pre_handler_hook`."""

    def _publish(self, output: Output, parent: dict[str, Any], count: int) -> None:
        """Send an output. From any thread: the iopub socket hands it to ipykernel's own thread."""
        if isinstance(output, Stream):
            for piece in self._pacer.pieces(output.text):
                self._send(Stream(output.name, piece), parent, count)
        else:
            self._send(output, parent, count)

    def _send(self, output: Output, parent: dict[str, Any], count: int) -> None:
        if self.session is None:
            return
        kind, content = _message(output, count)
        topic = self._topic(kind)  # type: ignore[no-untyped-call]
        self.session.send(self.iopub_socket, kind, content, parent=parent, ident=topic)


def _message(output: Output, count: int) -> tuple[str, dict[str, Any]]:
    match output:
        case Stream(name=name, text=text):
            return "stream", {"name": name, "text": text}
        case Display(data=data, metadata=metadata):
            return "display_data", {"data": data, "metadata": metadata, "transient": {}}
        case Result(data=data, metadata=metadata):
            content = {"data": data, "metadata": metadata, "execution_count": count}
            return "execute_result", content
        case Error():
            return "error", _error_content(output)


def _error_content(error: Error) -> dict[str, Any]:
    return {"ename": error.name, "evalue": error.message, "traceback": list(error.traceback)}
