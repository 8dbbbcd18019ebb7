"""Fixtures: the kernel, registered in a folder of its own and started as Jupyter starts it."""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from jupyter_client.blocking.client import BlockingKernelClient
from jupyter_client.manager import KernelManager

import coursekit
from coursekit.boards.connect import VARIABLE
from coursekit.kernel.install import NAME, install

TIMEOUT_S = 60.0


@pytest.fixture(scope="session")
def kernelspec(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder for JUPYTER_PATH."""
    prefix = tmp_path_factory.mktemp("prefix")
    install(str(prefix))
    return prefix / "share" / "jupyter"


class Notebook:
    """A running kernel, and what came back from it."""

    def __init__(self, manager: KernelManager) -> None:
        self.manager = manager
        self.client: BlockingKernelClient = manager.client()
        self.client.start_channels()
        self.client.wait_for_ready(timeout=TIMEOUT_S)

    def send(self, code: str, **options: Any) -> str:
        """Send a cell; returns the id of the message."""
        return str(self.client.execute(code, **options))

    def send_comm(self, comm_id: str, data: dict[str, Any], **options: Any) -> str:
        """Send a message of a comm, as a widget in the front end does; returns its id."""
        content = {"comm_id": comm_id, "data": data}
        message = self.client.session.msg("comm_msg", content, **options)
        self.client.shell_channel.send(message)
        return str(message["header"]["msg_id"])

    def listen(self, enough: Callable[[dict[str, Any]], bool]) -> None:
        """Hand each iopub message to `enough` until it returns True."""
        deadline = time.monotonic() + TIMEOUT_S
        while time.monotonic() < deadline:
            if enough(self.client.get_iopub_msg(timeout=TIMEOUT_S)):
                return
        raise AssertionError("not enough")

    def statuses(self, msg_id: str, running: str) -> list[tuple[str, str]]:
        """States and their requests, of a request and of the cell that runs meanwhile.

        Up to the cell's next state after the request's idle.
        """
        found: list[tuple[str, str]] = []

        def note(message: dict[str, Any]) -> bool:
            parent = message["parent_header"].get("msg_id")
            if message["msg_type"] == "status" and parent in (msg_id, running):
                found.append((message["content"]["execution_state"], parent))
            return ("idle", msg_id) in found and found[-1][1] == running

        self.listen(note)
        return found

    def until(self, msg_id: str, wanted: Callable[[dict[str, Any]], bool]) -> list[dict[str, Any]]:
        """The outputs of a cell up to and with the first that is `wanted`."""
        found = []
        deadline = time.monotonic() + TIMEOUT_S
        while time.monotonic() < deadline:
            message = self.client.get_iopub_msg(timeout=TIMEOUT_S)
            if message["parent_header"].get("msg_id") == msg_id:
                found.append(message)
                if wanted(message):
                    return found
        raise AssertionError(found)

    def outputs(self, msg_id: str) -> list[dict[str, Any]]:
        """What is left of a cell's outputs, to its end."""
        messages = self.until(
            msg_id,
            lambda m: m["msg_type"] == "status" and m["content"]["execution_state"] == "idle",
        )
        return [m for m in messages if m["msg_type"] not in ("status", "execute_input")]

    def shell_message(self, msg_id: str) -> dict[str, Any]:
        """The reply to a request, as it came."""
        deadline = time.monotonic() + TIMEOUT_S
        while time.monotonic() < deadline:
            message: dict[str, Any] = self.client.get_shell_msg(timeout=TIMEOUT_S)
            if message["parent_header"].get("msg_id") == msg_id:
                return message
        raise AssertionError("no reply")

    def reply(self, msg_id: str) -> dict[str, Any]:
        """The content of the reply to a request."""
        content: dict[str, Any] = self.shell_message(msg_id)["content"]
        return content

    def run(self, code: str, **options: Any) -> tuple[dict[str, Any], list[dict[str, Any]]]:
        """Run a cell; its reply and its outputs."""
        msg_id = self.send(code, **options)
        outputs = self.outputs(msg_id)
        return self.reply(msg_id), outputs

    def printed(self, code: str) -> str:
        """What a cell prints."""
        reply, outputs = self.run(code)
        assert reply["status"] == "ok", reply
        return text_of(outputs)

    def wait_printed(self, msg_id: str, text: str) -> None:
        """Return when the cell has printed `text`."""
        printed = []

        def is_there(message: dict[str, Any]) -> bool:
            if message["msg_type"] == "stream":
                printed.append(message["content"]["text"])
            return text in "".join(printed)

        self.until(msg_id, is_there)


def text_of(outputs: list[dict[str, Any]]) -> str:
    """The printed text among outputs."""
    return "".join(m["content"]["text"] for m in outputs if m["msg_type"] == "stream")


def start(folder: Path, kernelspec: Path, monkeypatch: pytest.MonkeyPatch) -> Notebook:
    """A kernel whose notebook is in `folder`, on the virtual board."""
    monkeypatch.setenv("JUPYTER_PATH", str(kernelspec))
    manager = KernelManager(kernel_name=NAME, **transport())
    # The package under test, whether it is installed or not.
    root = str(Path(coursekit.__file__).parents[1])
    env = {**os.environ, VARIABLE: "virtual", "PYTHONPATH": root}
    manager.start_kernel(cwd=str(folder), env=env)
    return Notebook(manager)


def transport() -> dict[str, str]:
    """Not TCP where it can be helped: on a busy computer somebody else may take a port first."""
    if os.name != "posix":
        return {}
    folder = tempfile.mkdtemp(prefix="ck")  # short: the length of a socket's path is limited
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return {"transport": "ipc", "ip": f"{folder}/k"}


@pytest.fixture
def notebook(
    tmp_path: Path, kernelspec: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Notebook]:
    """A freshly started kernel; its folder is `tmp_path`."""
    running = start(tmp_path, kernelspec, monkeypatch)
    yield running
    running.client.stop_channels()
    running.manager.shutdown_kernel(now=True)


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory, kernelspec: Path) -> Iterator[Notebook]:
    """A kernel for tests that leave it as they found it."""
    with pytest.MonkeyPatch.context() as monkeypatch:
        running = start(tmp_path_factory.mktemp("notebook"), kernelspec, monkeypatch)
        yield running
        running.client.stop_channels()
        running.manager.shutdown_kernel(now=True)
