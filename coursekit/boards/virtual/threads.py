"""Limits the threads of a sandboxed process, which no resource limit can do for one process alone.

The process's seccomp filter asks before each new thread; its parent counts them and answers.
Standard library only, for a bare interpreter.
"""

import contextlib
import errno
import fcntl
import os
import socket
import struct
import sys

THREADS_MAX = 16
"""A Pico has two cores; the overlay's listener is one more."""

FILTER_NEW_LISTENER = 1 << 3

# linux/seccomp.h: struct seccomp_notif (id, pid, flags, seccomp_data) and seccomp_notif_resp
# (id, value, error, flags), and the ioctls that take them.
_QUESTION_BYTES = 80
_ANSWER = struct.Struct("=QqiI")
_RECEIVE, _SEND = 0xC0502100, 0xC0182101
_CONTINUE = 1


def report(listener: int, reports: int) -> None:
    """Hand the right to answer to the parent, through its socket `reports`. Closes `listener`."""
    with socket.socket(fileno=os.dup(reports)) as parent:
        socket.send_fds(parent, [str(os.getpid()).encode()], [listener])
    os.close(listener)


class Warden:
    """Answers the questions of one process; the parent's side."""

    def __init__(self, listener: int, pid: int) -> None:
        self._listener = listener
        self._tasks = f"/proc/{pid}/task"

    def answer(self) -> None:
        """Answer the question that waits."""
        question = bytearray(_QUESTION_BYTES)
        try:
            fcntl.ioctl(self._listener, _RECEIVE, question)
            allowed = len(os.listdir(self._tasks)) < THREADS_MAX
        except OSError:
            return  # who asked is gone
        number = int.from_bytes(question[:8], sys.byteorder)
        error_number, flags = (0, _CONTINUE) if allowed else (-errno.EAGAIN, 0)
        reply = bytearray(_ANSWER.pack(number, 0, error_number, flags))
        with contextlib.suppress(OSError):
            fcntl.ioctl(self._listener, _SEND, reply)

    def close(self) -> None:
        """The process has ended."""
        os.close(self._listener)
