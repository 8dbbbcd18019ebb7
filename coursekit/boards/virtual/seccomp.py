"""The system calls that a sandboxed MicroPython may make, as a seccomp filter's machine code.

MicroPython needs no path, so no call that takes one is allowed: the host hands over what it reads.
Standard library only, for the launcher's bare interpreter. Numbers: the kernel's unistd.h.
"""

import struct
from functools import cache

X86_64, AARCH64 = "x86_64", "aarch64"
_AUDIT_ARCH = {X86_64: 0xC000003E, AARCH64: 0xC00000B7}
_X32 = 0x40000000

ALLOW, KILL, ERRNO, ASK = 0x7FFF0000, 0x80000000, 0x00050000, 0x7FC00000
_EPERM, _ENOSYS = 1, 38

# struct seccomp_data: number, architecture, instruction pointer, six 64-bit arguments.
_NUMBER, _ARCH, _ARGUMENTS = 0, 4, 16
_LOAD, _EQUAL, _AT_LEAST, _RETURN = 0x20, 0x15, 0x35, 0x06

_FREE = {
    # The numbers on x86-64 and on aarch64; None where there is no such call.
    "read": (0, 63),
    "write": (1, 64),
    "poll": (7, None),
    "ppoll": (271, 73),
    "select": (23, None),
    "pselect6": (270, 72),
    "lseek": (8, 62),
    "pread64": (17, 67),
    "pwrite64": (18, 68),
    "readv": (19, 65),
    "writev": (20, 66),
    "fstat": (5, 80),
    "fsync": (74, 82),
    "fdatasync": (75, 83),
    "mmap": (9, 222),
    "mprotect": (10, 226),
    "munmap": (11, 215),
    "mremap": (25, 216),
    "madvise": (28, 233),
    "brk": (12, 214),
    "futex": (202, 98),
    "rt_sigaction": (13, 134),
    "rt_sigprocmask": (14, 135),
    "rt_sigreturn": (15, 139),
    "rt_sigpending": (127, 136),
    "rt_sigsuspend": (130, 133),
    "rt_sigtimedwait": (128, 137),
    "sigaltstack": (131, 132),
    "restart_syscall": (219, 128),
    "clock_gettime": (228, 113),
    "clock_getres": (229, 114),
    "clock_nanosleep": (230, 115),
    "nanosleep": (35, 101),
    "gettimeofday": (96, 169),
    "time": (201, None),
    "times": (100, 153),
    "getrandom": (318, 278),
    "getpid": (39, 172),
    "gettid": (186, 178),
    "getuid": (102, 174),
    "geteuid": (107, 175),
    "getgid": (104, 176),
    "getegid": (108, 177),
    "getcwd": (79, 17),
    "uname": (63, 160),
    "sched_yield": (24, 124),
    "sched_getaffinity": (204, 123),
    "set_tid_address": (218, 96),
    "set_robust_list": (273, 99),
    "rseq": (334, 293),
    "membarrier": (324, 283),
    "exit": (60, 93),
    "exit_group": (231, 94),
}

_DEADLY = {
    # No part of MicroPython makes these, so whoever does is up to something.
    "fork": (57, None),
    "vfork": (58, None),
    "execve": (59, 221),
    "execveat": (322, 281),
    "kill": (62, 129),
    "tkill": (200, 130),
    "rt_sigqueueinfo": (129, 138),
    "rt_tgsigqueueinfo": (297, 240),
    "pidfd_open": (434, 434),
    "pidfd_getfd": (438, 438),
    "pidfd_send_signal": (424, 424),
    "ptrace": (101, 117),
    "process_vm_readv": (310, 270),
    "process_vm_writev": (311, 271),
    "unshare": (272, 97),
    "setns": (308, 268),
    "chroot": (161, 51),
    "pivot_root": (155, 41),
    "mount": (165, 40),
    "umount2": (166, 39),
    "io_uring_setup": (425, 425),
    "io_uring_enter": (426, 426),
    "io_uring_register": (427, 427),
    "bpf": (321, 280),
    "perf_event_open": (298, 241),
    "userfaultfd": (323, 282),
    "init_module": (175, 105),
    "finit_module": (313, 273),
    "kexec_load": (246, 104),
    "reboot": (169, 142),
}

_CLONE = (56, 220)
_CLONE3 = (435, 435)
_CLOSE = (3, 57)
_FCNTL = (72, 25)
_IOCTL = (16, 29)
_PRLIMIT = (302, 261)
_TGKILL = (234, 131)

# What glibc and musl start a thread with: everything shared, no new namespace, no descriptor.
_THREAD_FLAGS = (0x3D0F00, 0x7D0F00)
_F_GETFD, _F_GETFL = 1, 3
_SIGKILL = 9
_TCGETS, _FIONREAD = 0x5401, 0x541B


def _instruction(code: int, value: int, true: int = 0, false: int = 0) -> bytes:
    return struct.pack("=HBBI", code, true, false, value)


def _end(action: int) -> bytes:
    return _instruction(_RETURN, action)


def _when(number: int, *body: bytes) -> bytes:
    """`body`, which ends the filter, for the system call `number`."""
    code = b"".join(body)
    return _instruction(_EQUAL, number, 0, len(code) // 8) + code


def _low(argument: int) -> bytes:
    """Load the lower half of an argument: all that the kernel takes of an int. Little-endian."""
    return _instruction(_LOAD, _ARGUMENTS + 8 * argument)


def _high(argument: int) -> bytes:
    return _instruction(_LOAD, _ARGUMENTS + 8 * argument + 4)


def _one_of(*values: int) -> bytes:
    """Go on when what was loaded is one of `values`, else leave by the instruction that follows."""
    code = b""
    for left, value in zip(range(len(values) - 1, -1, -1), values, strict=True):
        # A match jumps over the remaining comparisons and over the way out.
        code += _instruction(_EQUAL, value, left + 1, 0)
    return code


def program(machine: str, pid: int, lifeline: int) -> bytes:
    """The filter for the process `pid`, whose descriptor `lifeline` must stay as it is.

    machine: as `os.uname().machine` calls it. Raises KeyError for one that is not known.
    """
    begin, end = halves(machine, lifeline)
    # Signals to this process's own threads: MicroPython's collector stops them by one.
    column = (X86_64, AARCH64).index(machine)
    kill = _end(KILL)
    # Nobody may look as if the computer had killed it for want of memory.
    sigkill = _low(2) + _instruction(_EQUAL, _SIGKILL, 0, 1) + kill
    own = _when(_TGKILL[column], _low(0), _one_of(pid), kill, sigkill, _end(ALLOW))
    return begin + own + end


@cache
def halves(machine: str, lifeline: int) -> "tuple[bytes, bytes]":
    """What comes before and after the part that depends on the process; slow the first time."""
    arch = _AUDIT_ARCH[machine]
    column = (X86_64, AARCH64).index(machine)
    refuse = _end(ERRNO | _EPERM)
    allow = _end(ALLOW)
    kill = _end(KILL)

    code = _instruction(_LOAD, _ARCH) + _instruction(_EQUAL, arch, 1, 0) + kill
    code += _instruction(_LOAD, _NUMBER)
    code += _instruction(_AT_LEAST, _X32, 0, 1) + kill
    for numbers in _FREE.values():
        number = numbers[column]
        if number is not None:
            code += _when(number, allow)
    for numbers in _DEADLY.values():
        number = numbers[column]
        if number is not None:
            code += _when(number, kill)
    # A new thread, by clone, whose flags can be seen here; clone3 has them in memory.
    code += _when(_CLONE3[column], _end(ERRNO | _ENOSYS))
    code += _when(_CLONE[column], _low(0), _one_of(*_THREAD_FLAGS), kill, allow)
    begin, code = code, b""
    # The lifeline ends this process with the host. Setting an owner would send signals to others.
    code += _when(_CLOSE[column], _low(0), _one_of(lifeline), allow, refuse)
    code += _when(_FCNTL[column], _low(1), _one_of(_F_GETFD, _F_GETFL), refuse, allow)
    code += _when(_IOCTL[column], _low(1), _one_of(_TCGETS, _FIONREAD), refuse, allow)
    # Its own limits, to look at.
    code += _when(
        _PRLIMIT[column],
        *(_low(0), _one_of(0), refuse),
        *(_low(2), _one_of(0), refuse),
        *(_high(2), _one_of(0), refuse),
        allow,
    )
    return begin, code + refuse


def asking(machine: str) -> bytes:
    """A filter that leaves each new thread to a supervisor and all else to the other filter."""
    code = _instruction(_LOAD, _NUMBER)
    code += _when(_CLONE[(X86_64, AARCH64).index(machine)], _end(ASK))
    return code + _end(ALLOW)
