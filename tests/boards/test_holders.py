"""Who holds a port: real processes on a pseudo terminal, and what other systems answer."""

from __future__ import annotations

import fcntl
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import psutil
import pytest

from coursekit.boards import holders
from coursekit.boards.holders import Holder, describe, others

_HOLD = (
    "import os, sys; os.open(sys.argv[1], os.O_RDWR | os.O_NOCTTY); print(1, flush=True); input()"
)

NOTEBOOK = "another notebook (kernel 1a2b3c4d)"


@pytest.fixture
def port() -> Iterator[str]:
    master, slave = os.openpty()
    yield os.ttyname(slave)
    os.close(slave)
    os.close(master)


def started(port: str, *program: str) -> subprocess.Popen[bytes]:
    process = subprocess.Popen(
        [sys.executable, *program, port], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert process.stdout is not None
    assert process.stdout.readline() == b"1\n"
    return process


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
class TestLinux:
    def test_one_that_has_it_open(self, port: str, tmp_path: Path) -> None:
        program = tmp_path / "mpremote"
        program.write_text(_HOLD)
        with started(port, str(program)) as process:
            found = holders.holders(port)
            assert Holder(process.pid, "mpremote") in found
            assert Holder(os.getpid(), "this notebook") in found
            assert [str(who) for who in others(port)] == [f"mpremote (process {process.pid})"]
            process.kill()
        assert process.pid not in [holder.pid for holder in holders.holders(port)]

    def test_this_process(self, port: str) -> None:
        assert holders.holders(port) == [Holder(os.getpid(), "this notebook")]
        assert [str(who) for who in holders.holders(port)] == ["this notebook"]
        assert others(port) == []

    def test_one_that_has_locked_it(self, port: str, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(holders, "_with_open", lambda port: set())
        fd = os.open(port, os.O_RDWR | os.O_NOCTTY)
        try:
            assert holders.holders(port) == []
            fcntl.flock(fd, fcntl.LOCK_EX)
            assert [holder.pid for holder in holders.holders(port)] == [os.getpid()]
        finally:
            os.close(fd)

    def test_a_link_is_its_port(self, port: str, tmp_path: Path) -> None:
        (tmp_path / "board").symlink_to(port)
        assert holders.holders(str(tmp_path / "board")) == holders.holders(port)

    def test_a_port_that_is_gone(self) -> None:
        assert holders.holders("/dev/ttyNOT9") == []


class TestNames:
    @pytest.fixture
    def process(self, monkeypatch: pytest.MonkeyPatch) -> SimpleNamespace:
        process = SimpleNamespace(name=lambda: "python3.11", cmdline=lambda: [])
        monkeypatch.setattr(psutil, "Process", lambda pid: process)
        return process

    @pytest.mark.parametrize(
        ("line", "expected"),
        [
            ("python -m coursekit.kernel -f /r/kernel-1a2b3c4d-5e6f.json", NOTEBOOK),
            ("python -m ipykernel_launcher -f /r/kernel-1a2b3c4d-1.json", NOTEBOOK),
            ("/usr/bin/python3 /opt/tools/bin/mpremote connect", "mpremote"),
            ("python -m mpremote repl", "mpremote"),
            ("/usr/bin/python3 /usr/bin/thonny", "Thonny"),
            ("python /bin/coursekit serve --link /tmp/x", "coursekit serve"),
            ("screen /dev/ttyACM0 115200", "screen"),
            ("python own.py", "python3.11"),
        ],
    )
    def test_of_programs(self, process: SimpleNamespace, line: str, expected: str) -> None:
        process.cmdline = line.split
        assert describe(os.getpid() + 1) == expected

    def test_of_a_process_that_may_not_be_looked_at(self, process: SimpleNamespace) -> None:
        def refuse() -> list[str]:
            raise psutil.AccessDenied

        process.cmdline, process.name = refuse, lambda: "ModemManager"
        assert describe(os.getpid() + 1) == "ModemManager"

    def test_of_one_that_has_ended(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def gone(pid: int) -> None:
            raise psutil.NoSuchProcess(pid)

        monkeypatch.setattr(psutil, "Process", gone)
        assert describe(os.getpid() + 1) == "another program"


def test_macos_asks_lsof(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[list[str]] = []

    def lsof(command: list[str], **options: object) -> SimpleNamespace:
        asked.append(command)
        return SimpleNamespace(stdout="p4242\nf3\np4243\n")

    monkeypatch.setattr(sys, "platform", "darwin")
    monkeypatch.setattr(subprocess, "run", lsof)
    monkeypatch.setattr(holders, "describe", lambda pid: "screen")
    assert holders.holders("/dev/cu.usbmodem1") == [Holder(4242, "screen"), Holder(4243, "screen")]
    assert asked[0][-2:] == ["/dev/cu.usbmodem1", "/dev/tty.usbmodem1"]


def test_windows_does_not_tell(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "win32")
    assert holders.holders("COM3") == []
