"""Becomes the MicroPython process of a virtual board: run as a script, never imported.

It starts in a bare interpreter (`python -I -S`), so it uses the standard library only and little of
it. It puts the wires to the bench on the file descriptors that the overlay expects, makes sure that
the process ends with its parent, confines it if asked, and hands over to MicroPython.
"""

import contextlib
import fcntl
import os
import resource
import select
import signal
import sys

FIRST_WIRE = 3
"""The overlay finds messages, answers, attention, acks, flash and itself from this one on."""

FLASH = FIRST_WIRE + 4

UNCONFINED = 125
"""Exit status where a sandbox was required and cannot be had; the reason is in the output."""

DESCRIPTORS_END = 1 << 20


def place(descriptors: list[int]) -> None:
    """Move `descriptors` to FIRST_WIRE, FIRST_WIRE + 1 ... and keep them over an exec."""
    above = FIRST_WIRE + len(descriptors)
    moved = [fcntl.fcntl(fd, fcntl.F_DUPFD, above) for fd in descriptors]
    for number, fd in enumerate(moved, FIRST_WIRE):
        os.dup2(fd, number, inheritable=True)
        os.close(fd)


def end_with(lifeline: int) -> None:
    """End this process when the other end of the pipe `lifeline` is closed, whatever it does."""
    if sys.platform == "linux":
        # The kernel sends the signal by itself; nothing here has to run for it.
        fcntl.fcntl(lifeline, fcntl.F_SETOWN, os.getpid())
        fcntl.fcntl(lifeline, fcntl.F_SETSIG, signal.SIGKILL)
        flags = fcntl.fcntl(lifeline, fcntl.F_GETFL)
        fcntl.fcntl(lifeline, fcntl.F_SETFL, flags | os.O_ASYNC)
        os.set_inheritable(lifeline, True)
        # Where the parent has ended before this was set up, no signal will come any more.
        hung_up = select.poll()
        hung_up.register(lifeline, 0)
        if hung_up.poll(0):
            os._exit(1)
        return
    board = os.getpid()
    if os.fork() == 0:
        for fd in (0, 1, 2, *range(FIRST_WIRE, lifeline)):
            with contextlib.suppress(OSError):
                os.close(fd)
        os.read(lifeline, 1)
        os.kill(board, signal.SIGKILL)
        os._exit(0)


def main(arguments: list[str]) -> None:
    """`launcher.py WIRES LIFELINE SANDBOX module FOLDER ARGS...` or `... program PATH ARGS...`.

    SANDBOX: `off`, or `try:MIB` or `require:MIB`, where MIB may be empty for no limit.
    """
    wires, lifeline, sandbox, kind, where, *micropython = arguments
    descriptors = [int(fd) for fd in wires.split(",")]
    kept = fcntl.fcntl(int(lifeline), fcntl.F_DUPFD, FIRST_WIRE + 2 * len(descriptors) + 1)
    place(descriptors)
    os.closerange(FIRST_WIRE + len(descriptors), kept)
    os.closerange(kept + 1, DESCRIPTORS_END)
    end_with(kept)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    mode, _, memory_mib = sandbox.partition(":")
    if mode == "require":
        print("Here nothing can be sandboxed.", flush=True)
        os._exit(UNCONFINED)
    if mode == "try":
        sys.path.append(os.path.dirname(os.path.abspath(__file__)))
        from confine import confine_program  # type: ignore[import-not-found]

        confine_program(int(memory_mib) if memory_mib else None, os.fstat(FLASH).st_size)
    if kind == "program":
        os.execv(where, [where, *micropython])
    sys.path.append(where)
    from micropython_module import run_main  # type: ignore[import-not-found]

    os._exit(run_main(["micropython", *micropython]))


if __name__ == "__main__":
    main(sys.argv[1:])
