"""Cuts the running process off from its computer for good; the launcher's last act but one.

Runs in the launcher's bare interpreter: the standard library only, and loaded by file, not as a
part of the package. Every part works for any user, and as root takes root's rights away.
"""

import contextlib
import ctypes
import os
import resource
import socket
import struct
import sys
from collections.abc import Callable

# By file: the bare interpreter knows no package.
sys.path.append(os.path.dirname(os.path.abspath(__file__)))
import seccomp  # type: ignore[import-not-found]
import threads  # type: ignore[import-not-found]

DESCRIPTORS_MAX = 32
"""Above every descriptor that the launcher leaves open."""

CPU_S = 900
"""The last resort: no run that somebody watches takes as long."""

_LIBC = ctypes.CDLL(None, use_errno=True)

_PR_SET_NO_NEW_PRIVS = 38
_SECCOMP_SET_MODE_FILTER = 1
_CAPABILITY_VERSION_3 = 0x20080522
_LANDLOCK_RULESET_VERSION = 1
_SYSCALLS = {"x86_64": (317, 126, 444, 446), "aarch64": (277, 91, 444, 446)}

# Landlock: the rights that each ABI can take away; bits counted from the first ABI on.
_FILE_RIGHTS = {1: 13, 2: 14, 3: 15, 5: 16}
_NET_RIGHTS = {4: 2}
_SCOPES = {6: 2}


def prepare(lifeline: int) -> None:
    """Do what takes long and is the same for each process."""
    with contextlib.suppress(OSError):
        seccomp.halves(_machine(), lifeline)


class Unconfined(Exception):
    """A part of the confinement cannot be set up here; the text says which and why."""


def _machine() -> str:
    machine = os.uname().machine
    if sys.platform != "linux" or machine not in _SYSCALLS:
        raise OSError(f"not known for {sys.platform} on {machine}")
    if sys.maxsize < 1 << 32:
        raise OSError("not known for a 32-bit Python")
    return machine


def _call(number: int, *arguments: "int | bytes | ctypes._CData") -> int:
    whole = [ctypes.c_long(a) if isinstance(a, int) else a for a in arguments]
    result = int(_LIBC.syscall(ctypes.c_long(number), *whole))
    if result < 0:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
    return result


def limit(memory_mib: "int | None", file_bytes: int) -> None:
    """Limits that hold for the whole life of the process. Raises OSError."""
    wanted = {
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_NOFILE: DESCRIPTORS_MAX,
        resource.RLIMIT_FSIZE: file_bytes,
    }
    if memory_mib is not None:
        wanted[resource.RLIMIT_AS] = memory_mib << 20
    for which, value in wanted.items():
        _, most = resource.getrlimit(which)
        if most != resource.RLIM_INFINITY:
            value = min(value, most)
        try:
            resource.setrlimit(which, (value, value))
        except ValueError as error:
            raise OSError(str(error)) from None
    _, most = resource.getrlimit(resource.RLIMIT_CPU)
    if most == resource.RLIM_INFINITY or most > CPU_S + 1:
        # First a signal that has a name of its own, then the one that cannot be ignored.
        resource.setrlimit(resource.RLIMIT_CPU, (CPU_S, CPU_S + 1))


def drop_rights() -> None:
    """No new rights from here on, and none of root's. Raises OSError."""
    _, capset, _, _ = _SYSCALLS[_machine()]
    if _LIBC.prctl(_PR_SET_NO_NEW_PRIVS, *(ctypes.c_ulong(n) for n in (1, 0, 0, 0))):
        raise OSError(ctypes.get_errno(), "no_new_privs is refused")
    _call(capset, struct.pack("=Ii", _CAPABILITY_VERSION_3, 0), bytes(24))


def fence() -> None:
    """No file, no TCP port, no socket or process outside, by Landlock. Raises OSError."""
    _, _, create, restrict = _SYSCALLS[_machine()]
    abi = _call(create, 0, 0, _LANDLOCK_RULESET_VERSION)
    rights = [_known(table, abi) for table in (_FILE_RIGHTS, _NET_RIGHTS, _SCOPES)]
    # struct landlock_ruleset_attr, as long as this ABI knows it; no rule is ever added to the set.
    known = 1 + (abi >= 4) + (abi >= 6)
    attributes = struct.pack(f"={known}Q", *rights[:known])
    ruleset = _call(create, attributes, len(attributes), 0)
    try:
        _call(restrict, ruleset, 0)
    finally:
        os.close(ruleset)


def _known(table: "dict[int, int]", abi: int) -> int:
    return (1 << max((n for first, n in table.items() if first <= abi), default=0)) - 1


def filter_calls(lifeline: int) -> None:
    """Only the system calls that MicroPython needs, by seccomp. Raises OSError."""
    install(seccomp.program(_machine(), os.getpid(), lifeline))


def limit_threads(reports: int) -> None:
    """Let the parent, which listens on the socket `reports`, limit the threads. Raises OSError."""
    threads.report(install(seccomp.asking(_machine()), threads.FILTER_NEW_LISTENER), reports)


def install(program: bytes, flags: int = 0) -> int:
    """Put a seccomp filter in force. Raises OSError where that is not allowed."""
    number, _, _, _ = _SYSCALLS[_machine()]
    code = ctypes.create_string_buffer(program, len(program))
    # struct sock_fprog: the number of instructions and where they are.
    fprog = ctypes.create_string_buffer(
        struct.pack("@HP", len(program) // 8, ctypes.addressof(code))
    )
    return _call(number, _SECCOMP_SET_MODE_FILTER, flags, fprog)


def parts(
    lifeline: int, memory_mib: "int | None", file_bytes: int, reports: int
) -> "list[tuple[str, Callable[[], None]]]":
    """What is to be set up, in this order, each with its name."""
    return [
        ("resource limits", lambda: limit(memory_mib, file_bytes)),
        ("dropping of rights", drop_rights),
        ("Landlock", fence),
        ("thread limit", lambda: limit_threads(reports)),
        ("seccomp", lambda: filter_calls(lifeline)),
    ]


def confine(
    lifeline: int, memory_mib: "int | None", file_bytes: int, required: bool, reports: int
) -> None:
    """Set up every part. Raises Unconfined for one that cannot be, where all are `required`.

    lifeline: the descriptor that has to stay open. reports: a socket to the parent (threads.py).
    """
    for name, part in parts(lifeline, memory_mib, file_bytes, reports):
        try:
            part()
        except (OSError, ValueError) as error:
            if required:
                raise Unconfined(f"{name}: {error}") from None


def confine_program(memory_mib: "int | None", file_bytes: int) -> None:
    """What another program, which has to be found and loaded yet, can live with."""
    with contextlib.suppress(OSError, ValueError):
        limit(memory_mib, file_bytes)
    with contextlib.suppress(OSError, ValueError):
        drop_rights()


def _holds(name: str) -> str:
    """What is wrong with a part that was set up without an error; empty when nothing is."""
    if name == "Landlock":
        try:
            os.close(os.open("/", os.O_RDONLY))
        except PermissionError:
            return ""
        return "it does not keep files closed"
    if name == "seccomp":
        try:
            os.close(os.dup(1))
        except PermissionError:
            return ""
        return "it does not filter"
    return ""


def try_out() -> None:
    """Confine this process part by part and print for each what is wrong with it."""
    _, reports = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    for name, part in parts(DESCRIPTORS_MAX - 1, 1 << 10, 1 << 20, reports.fileno()):
        try:
            part()
            trouble = _holds(name)
        except (OSError, ValueError) as error:
            trouble = str(error) or type(error).__name__
        os.write(1, f"{name}\t{' '.join(trouble.split())}\n".encode())


if __name__ == "__main__":
    try_out()
    os._exit(0)
