"""The sandbox's filter, run by a small interpreter: so also for a machine that this one is not."""

from __future__ import annotations

import struct

import pytest

from coursekit.boards.virtual import seccomp

PID, LIFELINE = 4242, 9
ARCH = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}
ALLOW, KILL, EPERM, ENOSYS = 0x7FFF0000, 0x80000000, 0x00050001, 0x00050026


def decide(machine: str, number: int, *arguments: int, arch: int | None = None) -> int:
    """What the filter for `machine` answers to a system call."""
    whole = [a & (1 << 64) - 1 for a in (*arguments, *(0,) * (6 - len(arguments)))]
    call = struct.pack("<IIQ6Q", number, ARCH[machine] if arch is None else arch, 0, *whole)
    program = seccomp.program(machine, PID, LIFELINE)
    at = loaded = 0
    while True:
        code, true, false, value = struct.unpack_from("=HBBI", program, 8 * at)
        at += 1
        if code == 0x06:
            return int(value)
        if code == 0x20:
            loaded = struct.unpack_from("<I", call, value)[0]
        else:
            assert code in {0x15, 0x35}
            at += true if (loaded == value if code == 0x15 else loaded >= value) else false


THREAD, FORK, NEW_USER = 0x3D0F00, 17, 0x3D0F00 | 1 << 28


@pytest.mark.parametrize(
    ("x86_64", "aarch64", "arguments", "answer"),
    [
        (0, 63, (), ALLOW),  # read
        (1, 64, (), ALLOW),  # write
        (9, 222, (), ALLOW),  # mmap
        (202, 98, (), ALLOW),  # futex
        (231, 94, (), ALLOW),  # exit_group
        (257, 56, (), EPERM),  # openat
        (41, 198, (), EPERM),  # socket
        (33, 24, (), EPERM),  # dup2, dup3
        (59, 221, (), KILL),  # execve
        (62, 129, (PID, 0), KILL),  # kill
        (435, 435, (), ENOSYS),  # clone3
        (56, 220, (THREAD,), ALLOW),
        (56, 220, (FORK,), KILL),
        (56, 220, (NEW_USER,), KILL),
        (234, 131, (PID, PID, 35), ALLOW),  # tgkill
        (234, 131, (PID, PID, 9), KILL),
        (234, 131, (PID + 1, PID + 1, 0), KILL),
        (234, 131, (-1, 1, 35), KILL),
        (3, 57, (8,), ALLOW),  # close
        (3, 57, (LIFELINE,), EPERM),
        (3, 57, (LIFELINE | 1 << 32,), EPERM),  # the kernel looks at an int
        (72, 25, (0, 1), ALLOW),  # fcntl: F_GETFD
        (72, 25, (0, 3), ALLOW),  # F_GETFL
        (72, 25, (0, 8), EPERM),  # F_SETOWN
        (16, 29, (0, 0x541B), ALLOW),  # ioctl: FIONREAD
        (16, 29, (0, 0x5412), EPERM),  # TIOCSTI
        (302, 261, (0, 7, 0, 1 << 40), ALLOW),  # prlimit64
        (302, 261, (0, 7, 1 << 40, 0), EPERM),
        (302, 261, (1, 7, 0, 0), EPERM),
        (0x40000000, 0x40000000, (), KILL),  # x32
    ],
)
def test_answers(x86_64: int, aarch64: int, arguments: tuple[int, ...], answer: int) -> None:
    assert decide("x86_64", x86_64, *arguments) == answer
    assert decide("aarch64", aarch64, *arguments) == answer


@pytest.mark.parametrize("machine", ARCH)
def test_another_architectures_calls(machine: str) -> None:
    """As `int 0x80`, by which the same number is another call."""
    assert decide(machine, 0, arch=0x40000003) == KILL


def test_the_filter_is_short_enough() -> None:
    assert all(len(seccomp.program(machine, PID, LIFELINE)) < 8 * 4096 for machine in ARCH)


@pytest.mark.parametrize(("machine", "clone"), [("x86_64", 56), ("aarch64", 220)])
def test_only_new_threads_are_asked_for(machine: str, clone: int) -> None:
    load, question, ask, allow = struct.iter_unpack("=HBBI", seccomp.asking(machine))
    assert load == (0x20, 0, 0, 0)
    assert question == (0x15, 0, 1, clone)
    assert ask == (0x06, 0, 0, 0x7FC00000)
    assert allow == (0x06, 0, 0, ALLOW)


def test_an_unknown_machine() -> None:
    with pytest.raises(KeyError):
        seccomp.program("riscv64", PID, LIFELINE)
