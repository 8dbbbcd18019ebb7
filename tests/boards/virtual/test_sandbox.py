"""Attacks from inside a sandboxed board: each fails there, works without the sandbox, hurts nobody.

Where an attack does harm even to a test machine, only its failure is tested.
"""

from __future__ import annotations

import ast
import ctypes
import errno
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import psutil
import pytest

from coursekit.boards import BoardError, BoardReset, RemoteError
from coursekit.boards.virtual import VirtualBoard, confine, sandbox
from coursekit.boards.virtual.sandbox import Sandbox
from tests.boards.virtual.attacks import SYSCALL, X86_64, Argument, printed, syscall

pytestmark = pytest.mark.skipif(
    not sandbox.support().complete, reason=f"no sandbox here: {sandbox.support().missing}"
)
native = pytest.mark.skipif(not X86_64, reason="the attack is x86-64 machine code")

HELLO = "import machine\nmachine.Pin(15, machine.Pin.OUT).on()\nprint('hello')"


@pytest.fixture
def board() -> Iterator[VirtualBoard]:
    """A board in the sandbox."""
    with closing(VirtualBoard(fast_forward=True, sandbox=Sandbox.REQUIRE)) as board:
        yield board


@pytest.fixture
def free() -> Iterator[VirtualBoard]:
    """A board without a sandbox: the same attack succeeds here."""
    with closing(VirtualBoard(fast_forward=True)) as board:
        yield board


@pytest.fixture(autouse=True, scope="module")
def neighbour() -> Iterator[VirtualBoard]:
    """Another sandboxed board, which is still the same process after all the attacks."""
    with closing(VirtualBoard(fast_forward=True, sandbox=Sandbox.REQUIRE)) as neighbour:
        pid = neighbour.pid
        yield neighbour
        assert printed(neighbour, HELLO) == "hello"
        assert neighbour.pid == pid


@pytest.fixture(autouse=True)
def unharmed(neighbour: VirtualBoard) -> Iterator[None]:
    """A normal program runs beside every attack."""
    yield
    assert printed(neighbour, HELLO) == "hello"


def attempt(board: VirtualBoard, code: str) -> str:
    """What the attack prints, or the name of the error that stops it."""
    try:
        return printed(board, code)
    except RemoteError as error:
        return errno.errorcode[error.errno] if error.errno else error.name


class TestNormalPrograms:
    """What a submission may do works in the sandbox as outside."""

    @pytest.mark.parametrize(
        ("code", "output"),
        [
            (HELLO, "hello"),
            ("@micropython.native\ndef f(x):\n return x + 1\nprint(f(1))", "2"),
            ("@micropython.viper\ndef f(x: int) -> int:\n return x + 1\nprint(f(1))", "2"),
            ("with open('a', 'w') as f: f.write('kept')\nprint(open('a').read())", "kept"),
            ("import time\nt = time.ticks_ms()\ntime.sleep(5)\nprint('slept')", "slept"),
            (
                "import asyncio\nasync def main(): await asyncio.sleep(1)\n"
                "asyncio.run(main())\nprint('slept')",
                "slept",
            ),
            (
                "import _thread\nlock = _thread.allocate_lock()\nlock.acquire()\nseen = []\n"
                "def other():\n seen.append(1)\n lock.release()\n"
                "_thread.start_new_thread(other, ())\nlock.acquire()\nprint(seen)",
                "[1]",
            ),
            ("import random, os\nprint(len(os.urandom(4)), random.random() < 1)", "4 True"),
            ("import gc\ngc.collect()\nprint(gc.mem_free() > 300000)", "True"),
        ],
    )
    def test_runs(self, board: VirtualBoard, code: str, output: str) -> None:
        assert printed(board, code) == output

    def test_starts_again(self, board: VirtualBoard) -> None:
        board.put("main.py", b"x = 5")
        board.soft_reset()
        with pytest.raises(BoardReset, match=r"machine\.reset"):
            board.exec("import machine\nmachine.reset()")
        assert board.eval("x") == 5
        assert attempt(board, "import socket\nsocket.socket()") == "EPERM"

    def test_an_endless_program_can_be_stopped(self) -> None:
        with VirtualBoard(sandbox=Sandbox.REQUIRE) as board:
            with pytest.raises(BoardError):
                board.exec("while True: pass", timeout_s=0.2)
            assert printed(board, "print(1)") == "1"


HOST = "import vfs\nvfs.mount(vfs.VfsPosix('/'), '/host')\n"


def test_it_has_no_rights(board: VirtualBoard) -> None:
    """As root least of all."""
    lines = Path(f"/proc/{board.pid}/status").read_text().splitlines()
    status = dict(line.split(":\t", 1) for line in lines)
    assert (status["NoNewPrivs"], status["Seccomp"]) == ("1", "2")
    assert {int(status[f"Cap{which}"], 16) for which in ("Inh", "Prm", "Eff", "Amb")} == {0}


class TestFromPython:
    @pytest.mark.parametrize(
        "code",
        [
            HOST + "print(open('/host/etc/passwd').read(4))",
            HOST + "open('/host/dev/null', 'w').write('x')\nprint('wrote')",
            HOST + "import os\nprint(len(os.listdir('/host/proc')))",
            HOST + "import os\nprint(os.stat('/host/etc/passwd'))",
            HOST + "import os\nprint(os.statvfs('/host'))",
            HOST + "import os\nos.chdir('/host/tmp')\nos.mkdir('/host/tmp/a')\n"
            "os.rmdir('/host/tmp/a')\nprint('made')",
            HOST + "import sys\nsys.path.append('/host/etc')\nprint(open('/host/etc/hosts'))",
            "import socket\nprint(socket.socket())",
            "import socket\nprint(socket.socket(socket.AF_INET, socket.SOCK_DGRAM))",
        ],
    )
    def test_files_and_network(self, board: VirtualBoard, free: VirtualBoard, code: str) -> None:
        assert attempt(free, code) not in {"", "EPERM", "OSError"}
        assert attempt(board, code) in {"EPERM", "OSError"}

    def test_memory(self, board: VirtualBoard) -> None:
        # In large pieces, so that there is room for the next program.
        assert attempt(board, "a = []\nwhile True: a.append(bytearray(10_000))") == "MemoryError"
        assert printed(board, "a = None\nprint(1)") == "1"


READ, WRITE, LSEEK, MMAP, GETPPID, DUP, SOCKET = 0, 1, 8, 9, 110, 32, 41
OPEN, OPENAT, CLOSE, FCNTL, IOCTL, FTRUNCATE, PRLIMIT = 2, 257, 3, 72, 16, 77, 302
CWD = -100


@native
class TestFromNativeCode:
    """System calls that have no effect worth mentioning where they succeed, as they do outside."""

    @pytest.mark.parametrize(
        "call",
        [
            pytest.param((OPEN, b"/etc/passwd\0", os.O_RDONLY), id="open"),
            pytest.param((OPENAT, CWD, b"/etc/passwd\0", os.O_RDONLY), id="openat"),
            pytest.param((OPENAT, CWD, b"/dev/null\0", os.O_RDWR), id="device"),
            pytest.param((OPENAT, CWD, b"/proc/self/mem\0", os.O_RDWR), id="own memory"),
            pytest.param((OPENAT, CWD, b"/proc/self/exe\0", os.O_RDONLY), id="program"),
            pytest.param((OPENAT, CWD, b"/proc\0", os.O_DIRECTORY), id="processes"),
            pytest.param((OPENAT, CWD, b"/tmp\0", os.O_TMPFILE | os.O_RDWR, 0o600), id="tmpfile"),
            pytest.param((437, CWD, b"/etc/passwd\0", bytes(24), 24), id="openat2"),
            pytest.param((262, CWD, b"/etc/passwd\0", bytearray(144), 0), id="fstatat"),
            pytest.param((332, CWD, b"/etc/passwd\0", 0, 1, bytearray(256)), id="statx"),
            pytest.param((21, b"/etc/passwd\0", 0), id="access"),
            pytest.param((89, b"/proc/self/exe\0", bytearray(99), 99), id="readlink"),
            pytest.param((80, b"/tmp\0"), id="chdir"),
            pytest.param((SOCKET, 2, 1, 0), id="inet"),
            pytest.param((SOCKET, 10, 2, 0), id="inet6"),
            pytest.param((SOCKET, 1, 1, 0), id="unix"),
            pytest.param((SOCKET, 16, 3, 0), id="netlink"),
            pytest.param((53, 1, 1, 0, bytearray(8)), id="socketpair"),
            pytest.param((DUP, 0), id="dup"),
            pytest.param((33, 0, 30), id="dup2"),
            pytest.param((FCNTL, 0, 0, 0), id="F_DUPFD"),
            pytest.param((22, bytearray(8)), id="pipe"),
            pytest.param((319, b"x\0", 0), id="memfd"),
            pytest.param((284, 0), id="eventfd"),
            pytest.param((291, 0), id="epoll"),
            pytest.param((253,), id="inotify"),
            pytest.param((283, 1, 0), id="timerfd"),
            pytest.param((GETPPID,), id="getppid"),
            pytest.param((PRLIMIT, 0, 7, bytes((30,) + (0,) * 7) * 2, 0), id="own limits"),
            pytest.param((FTRUNCATE, 7, 1 << 30), id="larger flash"),
            pytest.param((157, 4, 1), id="prctl"),
            pytest.param((FCNTL, 5, 4, os.O_NONBLOCK), id="F_SETFL"),
            pytest.param((FCNTL, 5, 8, 0), id="F_SETOWN"),
            pytest.param((IOCTL, 5, 0x5451), id="FIOCLEX"),
            pytest.param((203, 0, 8, b"\1" + bytes(7)), id="sched_setaffinity"),
            pytest.param((140, 0, 0), id="priority of others"),
        ],
    )
    def test_refused(
        self, board: VirtualBoard, free: VirtualBoard, call: tuple[Argument, ...]
    ) -> None:
        if call[0] == 203:
            call = (203, 0, 8, (1 << min(os.sched_getaffinity(0))).to_bytes(8, "little"))
        assert syscall(free, *call) >= 0
        assert syscall(board, *call) == -errno.EPERM

    @pytest.mark.parametrize(
        "call",
        [
            pytest.param((57,), id="fork"),
            pytest.param((58,), id="vfork"),
            pytest.param((56, 17, 0, 0, 0, 0), id="clone as fork"),
            pytest.param((56, 0x3D0F00 | 1 << 28, 0, 0, 0, 0), id="clone with a namespace"),
            pytest.param((59, b"/bin/sh\0", 0, 0), id="execve"),
            pytest.param((322, CWD, b"/bin/sh\0", 0, 0, 0), id="execveat"),
            pytest.param((62, -1, 9), id="kill all"),
            pytest.param((62, 0, 9), id="kill the group"),
            pytest.param((62, 1, 0), id="kill another"),
            pytest.param((200, 1, 0), id="tkill"),
            pytest.param((234, 1, 1, 0), id="tgkill"),
            pytest.param((129, 1, 0, bytes(128)), id="sigqueue"),
            pytest.param((434, 1, 0), id="pidfd"),
            pytest.param((101, 16, 1, 0, 0), id="ptrace"),
            pytest.param((272, 1 << 28), id="unshare"),
            pytest.param((308, 0, 0), id="setns"),
            pytest.param((425, 8, bytearray(120)), id="io_uring"),
            pytest.param((321, 0, bytearray(120), 120), id="bpf"),
            pytest.param((298, bytearray(120), 0, -1, -1, 0), id="perf"),
            pytest.param((323, 0), id="userfaultfd"),
            pytest.param((165, b"none\0", b"/\0", b"tmpfs\0", 0, 0), id="mount"),
            pytest.param((161, b"/\0"), id="chroot"),
            pytest.param((0x40000000 | 39,), id="x32"),
        ],
    )
    def test_deadly(self, board: VirtualBoard, call: tuple[Argument, ...]) -> None:
        with pytest.raises(BoardReset, match="SIGSYS"):
            syscall(board, *call)
        assert printed(board, HELLO) == "hello"

    def test_its_own_end_looks_like_nobody_elses(self, board: VirtualBoard) -> None:
        """SIGKILL is what the computer sends when it runs out of memory."""
        assert syscall(board, 234, board.pid, board.pid, 0) == 0
        with pytest.raises(BoardReset, match="SIGSYS"):
            syscall(board, 234, board.pid, board.pid, 9)

    @pytest.mark.parametrize(
        "call",
        [
            pytest.param((29, 0, 4096, 0o1600), id="shared memory"),
            pytest.param((64, 0, 1, 0o1600), id="semaphores"),
            pytest.param((240, b"coursekit\0", 0o102, 0o600, 0), id="message queue"),
            pytest.param((141, 0, 0, 19), id="priority"),
            pytest.param((38, 0, bytes(32), 0), id="timer"),
        ],
    )
    def test_refused_where_it_would_leave_something(
        self, board: VirtualBoard, call: tuple[Argument, ...]
    ) -> None:
        assert syscall(board, *call) == -errno.EPERM

    def test_clone3_is_not_there(self, board: VirtualBoard) -> None:
        assert syscall(board, 435, bytearray(88), 88) == -errno.ENOSYS

    def test_memory_of_the_host(self, board: VirtualBoard, free: VirtualBoard) -> None:
        secret = ctypes.create_string_buffer(b"the hidden tests")
        code = (
            SYSCALL + "got = bytearray(16)\n"
            f"far = struct.pack('<QQ', {ctypes.addressof(secret)}, 16)\n"
            "near = struct.pack('<QQ', uctypes.addressof(got), 16)\n"
            f"n = syscall(310, {os.getpid()}, near, 1, far, 1, 0)\nprint(n, bytes(got))"
        )
        assert attempt(free, code) in {"16 b'the hidden tests'", f"-1 {bytes(16)!r}"}
        with pytest.raises(BoardReset, match="SIGSYS"):
            attempt(board, code)

    def test_limits_of_the_host(self, board: VirtualBoard) -> None:
        pid, core = os.getpid(), 4
        before = syscall(board, PRLIMIT, 0, core, 0, bytearray(16))
        assert before == 0
        assert syscall(board, PRLIMIT, pid, core, 0, bytearray(16)) == -errno.EPERM
        assert syscall(board, PRLIMIT, pid, core, bytes(16), 0) == -errno.EPERM

    def test_a_signal_by_way_of_a_pipe(self, board: VirtualBoard, free: VirtualBoard) -> None:
        """A pipe's owner gets a signal of one's choice when something comes through it."""
        for attacked, spared in ((free, False), (board, True)):
            with subprocess.Popen(["sleep", "60"]) as victim:
                calls = [(8, victim.pid), (10, 9), (4, os.O_NONBLOCK | 0o20000)]
                code = SYSCALL + "".join(f"syscall(72, 5, {a}, {b})\n" for a, b in calls)
                attacked.exec(code)
                attacked.hardware.command(b"H")
                if spared:
                    assert printed(attacked, HELLO) == "hello"
                    assert victim.poll() is None
                    victim.kill()
                else:
                    assert victim.wait(10) == -9

    def test_memory_by_mmap(self) -> None:
        call = (MMAP, 0, 1 << 30, 3, 0x22, -1, 0)
        with VirtualBoard() as free:
            assert syscall(free, *call) > 0
        with VirtualBoard(sandbox=Sandbox.REQUIRE) as board:
            assert syscall(board, *call) == -errno.ENOMEM
            loop = "n = 0\nwhile syscall(9, 0, 1 << 20, 3, 0x22, -1, 0) > 0: n += 1\nprint(n)"
            assert 100 < int(printed(board, loop)) < 512
            assert printed(board, "print(1)") == "1"

    def test_a_huge_file(self, board: VirtualBoard, free: VirtualBoard) -> None:
        for target, end in ((free, 1), (board, -errno.EFBIG)):
            assert syscall(target, LSEEK, 7, 1 << 34, 0) == 1 << 34
            assert syscall(target, WRITE, 7, b"x", 1) == end

    def test_nothing_is_inherited_but_wires_flash_and_lifeline(self, board: VirtualBoard) -> None:
        open_ones = SYSCALL + "print([n for n in range(99) if syscall(72, n, 1) >= 0])"
        *wires, lifeline = ast.literal_eval(printed(board, open_ones))
        assert wires == list(range(8))
        assert lifeline < confine.DESCRIPTORS_MAX

    def test_threads(self, board: VirtualBoard) -> None:
        """Endless new threads: by Python until it says no, and by `clone` itself."""
        bomb = (
            "import _thread\nlock = _thread.allocate_lock()\nlock.acquire()\nn = 0\n"
            "_thread.stack_size(32768)\n"
            "try:\n while True:\n  _thread.start_new_thread(lock.acquire, ())\n  n += 1\n"
            "except OSError as error: print(n, error.errno)"
        )
        number, error = printed(board, bomb).split()
        assert 1 <= int(number) < 16
        assert int(error) == errno.EAGAIN
        assert syscall(board, 56, 0x3D0F00, 0, 0, 0, 0) == -errno.EAGAIN
        assert len(psutil.Process(board.pid).threads()) <= 16

    def test_processor_time_has_an_end(self, board: VirtualBoard) -> None:
        code = SYSCALL + "b = bytearray(16)\nsyscall(302, 0, 0, 0, b)\n"
        assert printed(board, code + "print(struct.unpack('<QQ', b))") == str(
            (confine.CPU_S, confine.CPU_S + 1)
        )

    def test_it_ends_with_its_host_all_the_same(self) -> None:
        script = (
            "from coursekit.boards.virtual import VirtualBoard\n"
            "from coursekit.boards.virtual.sandbox import Sandbox\n"
            "from tests.boards.virtual.attacks import SYSCALL, Argument\n"
            "board = VirtualBoard(sandbox=Sandbox.REQUIRE)\n"
            "print(board.pid, flush=True)\n"
            "board.exec(SYSCALL + 'for n in range(3, 99):\\n syscall(3, n)\\n"
            " syscall(72, n, 4, 0)\\nsyscall(436, 3, 99, 0)')\n"
            "print('done', flush=True)\ninput()\n"
        )
        with subprocess.Popen(
            [sys.executable, "-c", script],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            cwd=Path(__file__).parents[3],
        ) as host:
            assert host.stdout is not None
            process = psutil.Process(int(host.stdout.readline()))
            assert host.stdout.readline() == b"done\n"
            assert process.is_running()
            host.kill()
        process.wait(10)
