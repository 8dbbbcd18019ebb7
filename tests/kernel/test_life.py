"""A kernel's life: restart, a killed board, the end of the process, subshells."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import psutil
import pytest
from jupyter_client.blocking.client import BlockingKernelClient

import coursekit
from coursekit.boards.connect import VARIABLE
from tests.kernel.conftest import TIMEOUT_S, Notebook, start, text_of, transport


def board_process(notebook: Notebook) -> psutil.Process:
    """The process that is the board."""
    pid = notebook.run("%%host\nboard.pid")[1][-1]["content"]["data"]["text/plain"]
    return psutil.Process(int(pid))


def test_restart_gives_a_fresh_board(notebook: Notebook) -> None:
    notebook.run("x = 1")
    old = board_process(notebook)
    notebook.manager.restart_kernel()
    notebook.client.wait_for_ready(timeout=TIMEOUT_S)
    old.wait(TIMEOUT_S)
    reply, outputs = notebook.run("x")
    assert reply["ename"] == "NameError"
    assert text_of(outputs).startswith("Virtual board")


def test_a_killed_board_is_said_and_replaced(notebook: Notebook) -> None:
    notebook.run("x = 1")
    board = board_process(notebook)
    msg_id = notebook.send("print('go')\nwhile True: pass")
    notebook.wait_printed(msg_id, "go\n")
    board.kill()
    outputs = notebook.outputs(msg_id)
    reply = notebook.reply(msg_id)
    assert (reply["status"], reply["ename"]) == ("error", outputs[-1]["content"]["ename"])
    assert reply["ename"] in ("BoardKilled", "BoardLost", "BoardReset")
    assert "are gone" in reply["evalue"]
    assert "The next cell runs on" in reply["evalue"]
    assert notebook.run("print('alive')\nx")[0]["ename"] == "NameError"


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGKILL])
def test_no_process_is_left_when_the_kernel_is_killed(notebook: Notebook, number: int) -> None:
    board = board_process(notebook)
    msg_id = notebook.send("print('go')\nwhile True: pass")
    notebook.wait_printed(msg_id, "go\n")
    assert notebook.manager.provisioner is not None
    os.kill(notebook.manager.provisioner.pid, number)  # type: ignore[attr-defined]
    board.wait(TIMEOUT_S)


def test_a_signal_that_another_thread_gets_ends_an_idle_kernel(notebook: Notebook) -> None:
    """As one that comes when the main thread is about to wait: nothing else wakes it."""
    board = board_process(notebook)
    sent = """%%host
import signal, threading, time
time.sleep(1)  # until the kernel waits for the end of this cell
signal.pthread_kill(threading.get_ident(), signal.SIGTERM)
threading.Event().wait()
"""
    notebook.send(sent)
    board.wait(TIMEOUT_S)


def test_no_process_is_left_after_a_shutdown(
    tmp_path: Path, kernelspec: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    notebook = start(tmp_path, kernelspec, monkeypatch)
    board = board_process(notebook)
    msg_id = notebook.send("print('go')\nwhile True: pass")
    notebook.wait_printed(msg_id, "go\n")
    notebook.client.stop_channels()
    notebook.manager.shutdown_kernel()
    board.wait(TIMEOUT_S)


def test_sigint_to_the_process_interrupts_the_cell(notebook: Notebook) -> None:
    msg_id = notebook.send("print('go')\nwhile True: pass")
    notebook.wait_printed(msg_id, "go\n")
    os.kill(notebook.manager.provisioner.pid, signal.SIGINT)  # type: ignore[union-attr]
    assert notebook.reply(msg_id)["ename"] == "KeyboardInterrupt"
    notebook.outputs(msg_id)
    os.kill(notebook.manager.provisioner.pid, signal.SIGINT)  # type: ignore[union-attr]
    assert notebook.printed("print('alive')") == "alive\n"


def test_cells_of_two_subshells_take_turns(notebook: Notebook) -> None:
    client = notebook.client
    msg = client.session.msg("create_subshell_request", {})
    client.control_channel.send(msg)
    subshell = client.get_control_msg(timeout=TIMEOUT_S)["content"]["subshell_id"]
    notebook.run("log = []")
    # The first does not end before the second has been sent.
    first = notebook.send(
        "print('go')\nimport sys\ntry:\n  while True: pass\nfinally: log.append(1)"
    )
    notebook.wait_printed(first, "go\n")
    beside = client.session.msg(
        "execute_request", {"code": "log.append(2)", "silent": False, "store_history": True}
    )
    beside["header"]["subshell_id"] = subshell
    client.shell_channel.send(beside)
    beside_id = beside["header"]["msg_id"]
    notebook.until(beside_id, lambda m: m["msg_type"] == "execute_input")
    notebook.manager.interrupt_kernel()
    notebook.outputs(beside_id)
    assert notebook.printed("print(log)") == "[1, 2]\n"


STARTER = """
import sys
from jupyter_client.manager import KernelManager
manager = KernelManager(kernel_name="micropython", transport="ipc", ip=sys.argv[2])
manager.start_kernel(cwd=sys.argv[1])
print(manager.connection_file, manager.provisioner.pid, flush=True)
sys.stdin.read()
"""


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere ipykernel ends the kernel")
def test_the_board_is_let_go_when_the_server_dies(
    tmp_path: Path, kernelspec: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JUPYTER_PATH", str(kernelspec))
    monkeypatch.setenv(VARIABLE, "virtual")
    monkeypatch.setenv("PYTHONPATH", str(Path(coursekit.__file__).parents[1]))
    with subprocess.Popen(
        [sys.executable, "-c", STARTER, str(tmp_path), transport()["ip"]],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as server:
        assert server.stdout is not None
        connection, pid = server.stdout.readline().split()
        client = BlockingKernelClient(connection_file=connection)
        client.load_connection_file()
        client.start_channels()
        client.hb_channel.time_to_dead = TIMEOUT_S  # a slow start is no death
        kernel = psutil.Process(int(pid))
        msg_id = client.execute(
            "%%host\nclose = board.close\n"
            "def closing():\n    open('closed', 'w').close()\n    close()\n"
            "board.close = closing"
        )
        reply = client.get_shell_msg(timeout=TIMEOUT_S)
        assert reply["parent_header"]["msg_id"] == msg_id
        assert reply["content"]["status"] == "ok"
        boards = kernel.children(recursive=True)
        assert boards
        server.kill()
        kernel.wait(TIMEOUT_S)
        assert psutil.wait_procs(boards, TIMEOUT_S)[1] == []
        client.stop_channels()
    assert (tmp_path / "closed").exists()
