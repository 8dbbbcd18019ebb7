"""How quick the kernel is, beside ipykernel's own and beside the stock MicroPython kernel.

All are processes that Jupyter's client starts and speaks to. Modules are compiled once, in a
folder of their own, as an installed package's are.
"""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import zmq
from jupyter_client.blocking.client import BlockingKernelClient
from jupyter_client.kernelspec import KernelSpec
from jupyter_client.manager import KernelManager

from benchmarks.harness import Result, ratio

ROUND_TRIP_LIMIT = 1.1
FIRST_OUTPUT_LIMIT = 1.3
STOCK_LIMIT = 1.5
MPREMOTE_LIMIT = 0.2

_OURS = "coursekit.kernel"
_PYTHON = "ipykernel_launcher"
_STOCK = "jupyter_micropython_kernel"
_PROGRAM = "print(1)"
_CELLS = 10
_PATIENCE_S = 60.0


def round_trip() -> Result:
    """`print(1)` until the kernel is idle again, beside the same in a Python kernel."""
    with _running(_OURS) as ours, _running(_PYTHON) as python:
        return _beside(
            'kernel, "print(1)"', ours, python, against="ipykernel", limit=ROUND_TRIP_LIMIT
        )


def first_output() -> Result:
    """From nothing to the first output of `print(1)`, the board's start included."""
    with _compiled_modules():
        return ratio(
            "kernel, first output",
            lambda: _first_output(_OURS),
            lambda: _first_output(_PYTHON),
            against="ipykernel",
            limit=FIRST_OUTPUT_LIMIT,
            runs=11,
        )


def stock_round_trip() -> Result:
    """`print(1)` on a board at a port, beside the stock kernel, each with a board of its own.

    The stock kernel believes the first thing that looks like a program's end; ours asks the board
    whether it was one, and for the value of the last expression.
    """
    with (
        _served_board() as port,
        _served_board() as other,
        _running(_OURS, f"%connect {port}") as ours,
        _running(_STOCK, f"%serialconnect --port={other} --baud=115200") as stock,
    ):
        return _beside(
            'kernel on a port, "print(1)"', ours, stock, against="stock kernel", limit=STOCK_LIMIT
        )


def mpremote_round_trip() -> Result:
    """`print(1)` on a board at a port, beside mpremote's command, which connects each time."""
    with (
        _served_board() as port,
        _served_board() as other,
        _running(_OURS, f"%connect {port}") as ours,
    ):
        command = [sys.executable, "-m", "mpremote", "connect", str(other), "exec", _PROGRAM]
        return ratio(
            'kernel on a port, "print(1)"',
            lambda: _execute(ours, _PROGRAM),
            lambda: subprocess.run(command, check=True, stdout=subprocess.DEVNULL),
            against="mpremote exec",
            limit=MPREMOTE_LIMIT,
            runs=9,
        )


BENCHMARKS: list[Callable[[], Result]] = [
    round_trip,
    first_output,
    stock_round_trip,
    mpremote_round_trip,
]


def _beside(
    name: str,
    ours: BlockingKernelClient,
    other: BlockingKernelClient,
    *,
    against: str,
    limit: float,
) -> Result:
    def cells(client: BlockingKernelClient) -> None:
        for _ in range(_CELLS):
            assert _execute(client, _PROGRAM) == "1\n"

    result = ratio(
        name, lambda: cells(ours), lambda: cells(other), against=against, limit=limit, runs=51
    )
    note = f"{_CELLS} of them: {result.note}"
    return Result(name, result.value, result.unit, limit, result.better, note)


def _execute(client: BlockingKernelClient, code: str) -> str:
    """Run a cell and wait until the kernel is idle; what it printed."""
    cell = client.execute(code)
    printed = ""
    while True:
        message = client.get_iopub_msg(timeout=_PATIENCE_S)
        if message["parent_header"].get("msg_id") != cell:
            continue
        content = message["content"]
        if message["msg_type"] == "stream":
            printed += content["text"].replace("\r\n", "\n")
        elif message["msg_type"] == "status" and content["execution_state"] == "idle":
            return printed


@contextlib.contextmanager
def _running(module: str, first_cell: str = "pass") -> Iterator[BlockingKernelClient]:
    """A kernel that has run its first cell."""
    with _compiled_modules(), _started(module) as client:
        client.wait_for_ready(timeout=_PATIENCE_S)
        _execute(client, first_cell)
        yield client


def _first_output(module: str) -> None:
    with _started(module) as client:
        # What is published before somebody listens is lost, so the client waits for the welcome.
        while client.get_iopub_msg(timeout=_PATIENCE_S)["msg_type"] != "iopub_welcome":
            pass
        client.execute(_PROGRAM)
        while True:
            message = client.get_iopub_msg(timeout=_PATIENCE_S)
            if message["msg_type"] == "stream" and "1\n" in message["content"]["text"]:
                return


@contextlib.contextmanager
def _started(module: str) -> Iterator[BlockingKernelClient]:
    """A kernel's process and a client that speaks to it as soon as it listens."""
    argv = [sys.executable, "-m", module, "-f", "{connection_file}"]
    manager: Any = KernelManager()
    manager.context.setsockopt(zmq.RECONNECT_IVL, 5)  # ms; the usual 100 would hide what differs
    manager._kernel_spec = KernelSpec(argv=argv, display_name=module, language="python")
    with tempfile.TemporaryDirectory() as folder:
        manager.start_kernel(cwd=folder, stderr=subprocess.DEVNULL)
        client: BlockingKernelClient = manager.blocking_client()
        client.start_channels()
        try:
            yield client
        finally:
            client.stop_channels()
            manager.shutdown_kernel(now=True)


@contextlib.contextmanager
def _compiled_modules() -> Iterator[None]:
    """Processes started meanwhile keep compiled modules, whatever this one was told."""
    before = dict(os.environ)
    with tempfile.TemporaryDirectory() as folder:
        os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
        os.environ["PYTHONPYCACHEPREFIX"] = folder
        try:
            yield
        finally:
            os.environ.clear()
            os.environ.update(before)


@contextlib.contextmanager
def _served_board() -> Iterator[Path]:
    """The port of a virtual board in a process of its own."""
    with tempfile.TemporaryDirectory() as folder:
        link = Path(folder) / "board"
        command = [sys.executable, "-m", "coursekit.cli", "serve", "--link", str(link)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as server:
            try:
                assert server.stdout is not None
                server.stdout.readline()  # it says so when the port is there
                yield link
            finally:
                server.terminate()
