"""The interpreter that forks boards: it ends with its host, is replaced, and leaves nothing."""

from __future__ import annotations

import os
import subprocess
import sys

import psutil
import pytest

from coursekit.boards import BoardReset
from coursekit.boards.virtual import VirtualBoard, zygote
from coursekit.boards.virtual.runtime import find_runtime
from tests.boards.virtual.attacks import printed

pytestmark = pytest.mark.skipif(not zygote.AVAILABLE, reason="boards are not forked here")


def the_zygote(board: VirtualBoard) -> psutil.Process:
    """The process that forked this board."""
    found = psutil.Process(board.pid).parent()
    assert found is not None
    return found


def test_a_board_leaves_no_process_and_no_file() -> None:
    with VirtualBoard() as board:
        parent, pid = the_zygote(board), board.pid
        assert os.getsid(pid) == pid
        assert pid in {child.pid for child in parent.children()}
    assert not psutil.pid_exists(pid)
    files = parent.num_fds()
    for _ in range(5):
        VirtualBoard().close()
    assert parent.num_fds() == files


def test_it_is_replaced() -> None:
    with VirtualBoard() as board:
        before = the_zygote(board)
        printed(board, "x = 1")
        before.kill()
        before.wait(30)
        with pytest.raises(BoardReset, match="SIGKILL"):
            printed(board, "print(x)")
        assert printed(board, "print(2)") == "2"
        assert the_zygote(board) != before
        with VirtualBoard() as other:
            assert the_zygote(other) == the_zygote(board)


def test_it_ends_with_its_host() -> None:
    script = (
        "from coursekit.boards.virtual import VirtualBoard\nimport psutil\n"
        "board = VirtualBoard()\n"
        "print(psutil.Process(board.pid).ppid(), board.pid, flush=True)\ninput()\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", script], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as host:
        assert host.stdout is not None
        processes = [psutil.Process(int(pid)) for pid in host.stdout.readline().split()]
        host.kill()
    _, alive = psutil.wait_procs(processes, 10)
    assert alive == []


def test_a_copy_of_the_host_has_its_own() -> None:
    """After os.fork, neither harms the other's boards."""
    script = (
        "import os, psutil\nfrom coursekit.boards.virtual import VirtualBoard\n"
        "board = VirtualBoard()\nboard.exec('x = 5')\n"
        "if os.fork() == 0:\n"
        "    with VirtualBoard() as other:\n"
        "        assert psutil.Process(other.pid).ppid() != psutil.Process(board.pid).ppid()\n"
        "        print(other.eval('6 * 7'), flush=True)\n"
        "    board.port_stream._process.kill()\n    os._exit(0)\n"
        "os.wait()\nprint(board.eval('x'))\n"
    )
    run = subprocess.run(
        [sys.executable, "-c", script], stdout=-1, text=True, check=True, timeout=60
    )
    assert run.stdout.split() == ["42", "5"]


def test_what_it_cannot_start() -> None:
    """MicroPython's own end at the start is told, and the zygote lives on."""
    where = find_runtime().where
    with VirtualBoard() as board:
        before = the_zygote(board)
        null = os.open(os.devnull, os.O_RDWR)
        lifeline, kept = os.pipe()
        try:
            fds = [null] * 8 + [lifeline]
            child = zygote.fork(where, "off", ["-c", "import sys; sys.exit(3)"], fds)
            assert child.wait(30) == 3
            child.close()
            child = zygote.fork(where, "off", ["-c", "import time; time.sleep(99)"], fds)
            assert child.poll() is None
            os.close(kept)
            kept = -1
            assert child.wait(30) == -9
            child.close()
        finally:
            for fd in (null, lifeline, kept):
                if fd >= 0:
                    os.close(fd)
        assert the_zygote(board) == before
        assert printed(board, "print(1)") == "1"


def test_it_can_be_started_ahead() -> None:
    script = (
        "import psutil\nfrom coursekit.boards.virtual import VirtualBoard, runtime, zygote\n"
        "for _ in range(2):\n    zygote.prepare(runtime.find_runtime().where)\n"
        "[ahead] = psutil.Process().children()\n"
        "with VirtualBoard() as board:\n    print(psutil.Process(board.pid).ppid() == ahead.pid)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, timeout=120
    )
    assert done.stdout == "True\n", done.stderr
