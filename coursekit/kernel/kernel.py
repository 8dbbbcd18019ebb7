"""Jupyter's view of a session: requests in, messages out.

Nothing here blocks the event loop, so that widgets and interrupts get through while a cell runs.
"""

from __future__ import annotations

import asyncio
import codeop
import contextvars
import os
import warnings
from typing import Any

from coursekit import __version__
from coursekit.boards.board import Ask
from coursekit.boards.connect import get_ready
from coursekit.interruption import uninterrupted
from coursekit.kernel.comms import Comms
from coursekit.kernel.dispatch import DispatchingKernel
from coursekit.kernel.excerpt import Excerpts
from coursekit.kernel.helper import Helper
from coursekit.kernel.inputs import Inputs
from coursekit.kernel.messages import error_content, message, payload
from coursekit.kernel.pacing import Pacer
from coursekit.kernel.stdin import Stdin
from coursekit.session import CellResult, Error, NextInput, Output, Session, Stream
from coursekit.session.cells import split_cell
from coursekit.session.outputs import Display, Result
from coursekit.worker import Worker

_HIDDEN = {"debugger", "kernel subshells"}
"""Features of ipykernel that are not announced: a board runs one program at a time."""
_NBGRADER = "NBGRADER_EXECUTION"
_USE_OURS = (
    "Which cells are answers is not known to a kernel, so it refuses this in all of them. Grade "
    "with the course's nbgrader_config.py, which runs checks itself and needs no kernel."
)


class MicroPythonKernel(DispatchingKernel):
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

    # ipykernel's half a millisecond for outputs that may be late. None is: they go through the same
    # queue as the word that the kernel is idle, and what the kernel itself prints is flushed.
    _execute_sleep = 0.0

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.cells = Session()
        """The session; `self.session` is ipykernel's name for the message signer."""
        self.ends = False
        """Whether Jupyter has asked for a shutdown."""
        self.grades = os.environ.get(_NBGRADER) == "autograde"
        """Whether this kernel was started to grade."""
        if self.grades:
            self.cells.when_refused = _USE_OURS
        self.inputs = Inputs()
        self.helper = Helper(self.cells)
        self._worker = Worker()
        self._worker.submit(get_ready)  # while Jupyter still connects
        self._pacer = Pacer()
        self._stdin: Stdin | None = None
        if self.session is not None and self.stdin_socket is not None:
            self._stdin = Stdin(self.session, self.stdin_socket)
        self._comms = Comms(self)
        self.comm_manager = self._comms.manager

    @property
    def kernel_info(self) -> dict[str, Any]:
        """What the kernel is and can do."""
        info: dict[str, Any] = super().kernel_info
        features = info.get("supported_features", [])
        return {**info, "supported_features": [f for f in features if f not in _HIDDEN]}

    @property
    def closed(self) -> bool:
        """Whether the board was let go of for good."""
        return self.cells.closed

    # -- cells ---------------------------------------------------------------------------------

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
        noted = self.inputs.add(count, code) if store_history and not silent else None
        parent = self.get_parent("shell")
        ask = self._asker(parent) if allow_stdin else None
        payloads: list[dict[str, Any]] = []
        answers: dict[str, Any] = {}

        def send(output: Output) -> None:
            if isinstance(output, NextInput):
                payloads.append(payload(output))
            elif not silent:
                self.publish(output, parent, count, paced=not allow_stdin)

        # A client that cannot ask a person is a tool: it gets all that is printed, in its time.
        # Others do not grade: a failed grading leaves its mark in the environment of JupyterLab.
        trusted = allow_stdin or not self.grades
        excerpts = Excerpts(send)
        emit = excerpts.emit if allow_stdin else send

        def work() -> CellResult:
            self.shown_now = emit
            try:
                result = self.cells.run(code, emit, cell_id=cell_id, trusted=trusted, ask=ask)
            finally:
                self.shown_now = None
                excerpts.finish()
            if result.status == "ok":
                for name, expression in (user_expressions or {}).items():
                    answers[name] = self._expression(expression)
            return result

        self.helper.cell_begins()
        try:
            # The context tells who is the parent of what widgets send from this cell.
            context = contextvars.copy_context()
            result = await asyncio.wrap_future(self._worker.submit(lambda: context.run(work)))
        except asyncio.CancelledError:
            self.interrupt()
            result = CellResult("aborted")
        except BaseException as error:
            self.log.exception("A cell could not be run")
            failure = Error(type(error).__name__, str(error), (f"{type(error).__name__}: {error}",))
            emit(failure)
            result = CellResult("error", error=failure)
        self.helper.cell_ended()
        if noted is not None and result.result is not None:
            noted.result = result.result.data.get("text/plain")
        reply: dict[str, Any] = {"status": result.status, "execution_count": count}
        if result.error is not None:
            reply.update(error_content(result.error))
        elif result.status == "ok":
            reply.update(payload=payloads, user_expressions=answers)
        return reply

    def _asker(self, parent: dict[str, Any]) -> Ask | None:
        stdin, ident = self._stdin, self._parent_ident["shell"]
        if stdin is None:
            return None

        def ask(prompt: str, password: bool) -> str:
            return stdin.ask(prompt, password, parent, ident, self.cells.nobody_waits)

        return ask

    def _expression(self, expression: str) -> dict[str, Any]:
        """A value on the board, for a client that asks for it together with the cell."""
        shown = self.cells.peek(f"repr(({expression}\n))")
        if isinstance(shown, str):
            return {"status": "ok", "data": {"text/plain": shown}, "metadata": {}}
        said = f"The board gave no value for {expression!r}."
        return {"status": "error", **error_content(Error("ValueError", said, (said,)))}

    # -- while somebody types --------------------------------------------------------------------

    async def do_complete(self, code: str, cursor_pos: int) -> dict[str, Any]:
        """What the word at the cursor may become."""
        try:
            return await self.helper.complete(code, cursor_pos, ask_board=not self.cell_runs)
        except Exception:  # without a reply the client would wait
            self.log.exception("No completion")
            place = {"cursor_start": cursor_pos, "cursor_end": cursor_pos}
            return {"status": "ok", "matches": [], "metadata": {}, **place}

    async def do_inspect(
        self, code: str, cursor_pos: int, detail_level: int = 0, omit_sections: Any = ()
    ) -> dict[str, Any]:
        """What is known of the name at the cursor."""
        try:
            return await self.helper.inspect(code, cursor_pos, detail_level)
        except Exception:
            self.log.exception("No inspection")
            return {"status": "ok", "found": False, "data": {}, "metadata": {}}

    async def do_history(self, hist_access_type: str, **asked: Any) -> dict[str, Any]:
        """The cells that were run."""
        try:
            return {"status": "ok", "history": self.inputs.reply(hist_access_type, **asked)}
        except Exception:  # whatever a client may have sent
            return {"status": "ok", "history": []}

    async def do_is_complete(self, code: str) -> dict[str, Any]:
        """For consoles: whether Enter should run the text or begin another line."""
        cell = split_cell(code)
        if cell.cell_magic is not None:
            whole = cell.cell_magic.asks_help or code.endswith("\n")
            return {"status": "complete"} if whole else {"status": "incomplete", "indent": ""}
        if not cell.has_code:
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

    # -- the kernel's life -----------------------------------------------------------------------

    def interrupt(self) -> None:
        """Stop the running cell. From any thread."""
        self.cells.interrupt()
        if self._stdin is not None:
            self._stdin.interrupt()

    def close(self) -> None:
        """Let go of the board; what still runs is stopped. From any thread, more than once."""
        if self._stdin is not None:
            self._stdin.close()
        self.helper.close()
        self.cells.close()

    async def interrupt_request(self, stream: Any, ident: Any, parent: Any) -> None:
        """Stop the running cell. Handled on the control thread, so it arrives at once."""
        self.interrupt()
        if self.session is not None:
            self.session.send(stream, "interrupt_reply", {"status": "ok"}, parent, ident=ident)

    async def do_shutdown(self, restart: bool) -> dict[str, Any]:
        """Let go of the board; Jupyter starts a new process for a restart."""
        self.ends = True
        self.close()
        return {"status": "ok", "restart": restart}

    def pre_handler_hook(self) -> None:
        """Leave SIGINT to the app: the base class makes it raise in the event loop."""

    def post_handler_hook(self) -> None:
        """See `pre_handler_hook`."""

    # -- outputs ---------------------------------------------------------------------------------

    @uninterrupted
    def publish(
        self, output: Output, parent: dict[str, Any], count: int, *, paced: bool = False
    ) -> None:
        """Send an output that belongs to the request `parent`, the cell number `count`.

        From any thread: the iopub socket hands it to ipykernel's own. paced: see `Pacer`; it waits.
        """
        if isinstance(output, Display | Result):
            self._comms.shown(output.data, parent)
        if paced and isinstance(output, Stream):
            for piece in self._pacer.pieces(output.text):
                self._send(Stream(output.name, piece), parent, count)
        else:
            self._send(output, parent, count)

    def _send(self, output: Output, parent: dict[str, Any], count: int) -> None:
        found = message(output, count)
        if self.session is None or found is None:
            return
        kind, content = found
        topic = self._topic(kind)
        self.session.send(self.iopub_socket, kind, content, parent=parent, ident=topic)
