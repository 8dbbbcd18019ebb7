"""Boards on a pseudo-terminal: the board suite over pyserial, and mpremote."""

from __future__ import annotations

import os
import select
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil
import pytest

from coursekit.boards import Board, BoardError
from coursekit.boards.serial import open_serial
from coursekit.boards.serve import PtyServer
from coursekit.boards.virtual.line_ends import LineEnds
from tests.boards.emulated.firmware_for_tests import needed_firmware
from tests.boards.suite import BoardSuite, run


@contextmanager
def serving(link: Path, kind: str = "virtual") -> Iterator[PtyServer]:
    runtime = str(needed_firmware()) if kind == "emulated" else None
    server = PtyServer(link, runtime=runtime, kind=kind)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.stop()
        thread.join(30)
        assert not thread.is_alive()


@pytest.fixture
def link(tmp_path: Path) -> Iterator[Path]:
    with serving(tmp_path / "board"):
        yield tmp_path / "board"


class TestPty(BoardSuite):
    doubles_cr = False  # line ends of the REPL itself and of programs are alike in its stream

    @pytest.fixture
    def board(self, link: Path) -> Iterator[Board]:
        with open_serial(str(link)) as board:
            yield board


def test_users_come_and_go(link: Path) -> None:
    board = open_serial(str(link))
    board.exec("x = 5")
    board.close(reset=False)
    with open_serial(str(link)) as board:
        assert run(board, "print(x)") == "5\n"


def test_the_link_goes_and_nothing_stays(tmp_path: Path) -> None:
    files = len(os.listdir("/proc/self/fd"))
    with serving(tmp_path / "board") as server:
        pid = server.pid
        assert (tmp_path / "board").exists()
    assert not (tmp_path / "board").is_symlink()
    assert not psutil.pid_exists(pid)
    assert len(os.listdir("/proc/self/fd")) == files


def test_a_link_left_behind_is_replaced(tmp_path: Path) -> None:
    link = tmp_path / "board"
    link.symlink_to("/dev/pts/gone")
    with serving(link), open_serial(str(link)) as board:
        assert run(board, "print(1)") == "1\n"


@pytest.mark.parametrize("kind", ["file", "link to a file"])
def test_what_is_not_ours_stays(tmp_path: Path, kind: str) -> None:
    link, file = tmp_path / "board", tmp_path / "precious"
    file.write_text("keep")
    if kind == "file":
        file.rename(link)
    else:
        link.symlink_to(file)
    files = len(os.listdir("/proc/self/fd"))
    with pytest.raises(BoardError, match="not a link of `coursekit serve`"):
        PtyServer(link)
    assert link.read_text() == "keep"
    assert len(os.listdir("/proc/self/fd")) == files


def test_a_second_server_is_refused(tmp_path: Path) -> None:
    link = tmp_path / "board"
    with serving(link):
        with pytest.raises(BoardError, match="in use"):
            PtyServer(link)
        with open_serial(str(link)) as board:
            assert run(board, "print(1)") == "1\n"


def test_line_ends_of_text_in_pieces() -> None:
    ends = LineEnds()
    pieces = [b"a\nb\r", b"\nc\r\n", b"\n", b"", b"d\x18", b"e\n"]
    assert b"".join(map(ends.to_host, pieces[:5])) == b"a\r\nb\r\nc\r\n\r\nd\x18"


def test_line_ends_after_the_requests_of_a_mount() -> None:
    """A read with a reply, then a close, which has none, then what the program prints."""
    ends = LineEnds()
    sent = ends.to_host(b"\x18\x06")
    ends.from_host(b"\x18")
    sent += ends.to_host(b"\x0a\x0a\x00\x00\x00")
    ends.from_host(b"\x02\x00\x00\x00x\n")
    sent += ends.to_host(b"\x18\x05")
    ends.from_host(b"\x18")
    sent += ends.to_host(b"\x0afrom the file\n")
    assert sent == b"\x18\x06\x0a\x0a\x00\x00\x00\x18\x05\x0afrom the file\r\n"


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    files = len(os.listdir("/proc/self/fd"))
    with pytest.raises(BoardError, match="cannot be made"):
        PtyServer(tmp_path / "none" / "board")
    assert len(os.listdir("/proc/self/fd")) == files


def mpremote(link: Path, *arguments: str, timeout_s: float = 30) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "mpremote", "connect", str(link), *arguments],
        capture_output=True,
        text=True,
        timeout=timeout_s,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_there_is_no_other_board_to_serve(tmp_path: Path) -> None:
    with pytest.raises(BoardError, match="virtual or emulated"):
        PtyServer(tmp_path / "board", kind="pico")
    assert not (tmp_path / "board").is_symlink()


class TestMpremote:
    @pytest.fixture(params=["virtual", "emulated"])
    def link(self, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Path]:
        with serving(tmp_path / "board", request.param):
            yield tmp_path / "board"

    def test_exec_and_run(self, link: Path, tmp_path: Path) -> None:
        assert mpremote(link, "exec", "print(6 * 7)").strip() == "42"
        (tmp_path / "program.py").write_text("for i in range(3): print(i)\n")
        assert mpremote(link, "run", str(tmp_path / "program.py")).split() == ["0", "1", "2"]

    def test_files(self, link: Path, tmp_path: Path) -> None:
        data = bytes(range(256)) * 20
        (tmp_path / "data.bin").write_bytes(data)
        mpremote(link, "fs", "cp", str(tmp_path / "data.bin"), ":data.bin")
        assert "5120 data.bin" in mpremote(link, "fs", "ls")
        mpremote(link, "fs", "cp", ":data.bin", str(tmp_path / "back.bin"))
        assert (tmp_path / "back.bin").read_bytes() == data

    def test_mount(self, link: Path, tmp_path: Path) -> None:
        (tmp_path / "mounted.py").write_text("answer = 42\n")
        code = "import mounted; print(mounted.answer)"
        assert "42" in mpremote(link, "mount", str(tmp_path), "exec", code)

    def test_reset(self, link: Path) -> None:
        mpremote(link, "exec", "x = 1")
        mpremote(link, "reset")
        assert "gone" in mpremote(link, "exec", "print('kept' if 'x' in globals() else 'gone')")

    def test_the_repl(self, link: Path) -> None:
        master, slave = os.openpty()
        command = [sys.executable, "-m", "mpremote", "connect", str(link), "repl"]
        with subprocess.Popen(command, stdin=slave, stdout=slave, stderr=slave) as process:
            os.close(slave)
            seen = b""

            def wait_for(text: bytes, press: bytes = b"") -> None:
                nonlocal seen
                while text not in seen:
                    if press:
                        os.write(master, press)
                    if select.select([master], [], [], 0.5 if press else None)[0]:
                        seen += os.read(master, 4096)
                seen = b""

            wait_for(b"Ctrl-]")
            # Until mpremote has set up the terminal, this makes \n of \r, which a board ignores.
            wait_for(b">>> ", press=b"\r")
            os.write(master, b"print(6 * 7)\r")
            wait_for(b"42\r\n")
            os.write(master, b"while True: pass\r\r")
            wait_for(b"... ")
            os.write(master, b"\x03")
            wait_for(b">>> ")
            os.write(master, b"\x1d")
            assert process.wait(30) == 0
        os.close(master)
