"""Starts MicroPython quickly: one loaded interpreter for this process, which forks each board.

The host's side of nursery.py. Linux only: elsewhere, and for other programs, see runtime.py.
"""

from __future__ import annotations

import atexit
import contextlib
import os
import select
import signal
import socket
import struct
import subprocess
import sys
import threading
import time
from pathlib import Path

from coursekit.boards.errors import BoardError

_NURSERY = Path(__file__).parent / "nursery.py"
_START_PATIENCE_S = 20.0
_END_PATIENCE_S = 5.0
_PACKET_MAX = 1 << 12

AVAILABLE = sys.platform == "linux" and hasattr(socket, "send_fds")


class ForkedChild:
    """A board's process, as `subprocess.Popen` shows one: number, kill, wait.

    Its number stays its own until `close`.
    """

    def __init__(self, control: socket.socket) -> None:
        self.pid = 0
        self.returncode: int | None = None
        self._control = control
        # Re-entrant: the garbage collector may close a forgotten board in the middle of anything.
        self._lock = threading.RLock()
        self._closed = False
        self._owner = os.getpid()

    def started(self) -> bool:
        """Wait for the start; False when there is nobody who could start it.

        Raises BoardError when it failed, with the reason.
        """
        packet = self._receive(_START_PATIENCE_S)
        if packet is None:
            raise BoardError(
                f"The virtual board did not start within {_START_PATIENCE_S:.0f} s. "
                "Is the computer very busy? Try again."
            )
        kind, rest = packet[:1], packet[1:]
        if kind == b"P":
            self.pid = struct.unpack("=i", rest)[0]
        elif packet:
            reason = rest.decode() if kind == b"E" else "it ended at once"
            raise BoardError(f"The virtual board did not start: {reason}.")
        return bool(packet)

    def poll(self) -> int | None:
        """The exit status, or minus the signal, once it has ended."""
        with self._lock:
            if self._owner != os.getpid():
                return -signal.SIGKILL  # a copy of its host has no say
            if self.returncode is None and not self._closed:
                packet = self._receive(0.0)
                if packet is not None:
                    # Without a word: whoever started it is gone, and it with him.
                    known = packet[:1] == b"S"
                    status = struct.unpack("=i", packet[1:])[0] if known else -signal.SIGKILL
                    self.returncode = status
            return self.returncode

    def wait(self, timeout: float | None = None) -> int:
        """Wait for the end. Raises subprocess.TimeoutExpired."""
        deadline = None if timeout is None else time.monotonic() + timeout
        while (status := self.poll()) is None:
            left = None if deadline is None else deadline - time.monotonic()
            if left is not None and left <= 0:
                raise subprocess.TimeoutExpired("MicroPython", timeout or 0.0)
            self._readable(left)
        return status

    def send_signal(self, number: int) -> None:
        """Send a signal, unless it has ended."""
        with self._lock:
            if not self._closed and self.pid and self.poll() is None:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(self.pid, number)

    def kill(self) -> None:
        """End it at once."""
        self.send_signal(signal.SIGKILL)

    def close(self) -> None:
        """Let go of its number; it has ended. Idempotent."""
        with self._lock:
            if self._closed:
                return
            self._closed = True
            if self._owner == os.getpid():
                with contextlib.suppress(OSError):
                    self._control.shutdown(socket.SHUT_WR)
                    while self._receive(_END_PATIENCE_S):
                        pass
            self._control.close()

    def _receive(self, timeout_s: float) -> bytes | None:
        """A packet; None when the time is over; b"" when there will be no more."""
        if not self._readable(timeout_s):
            return None
        try:
            return self._control.recv(_PACKET_MAX, socket.MSG_DONTWAIT)
        except BlockingIOError:
            return None
        except OSError:
            return b""

    def _readable(self, timeout_s: float | None) -> bool:
        watch = select.poll()
        try:
            watch.register(self._control, select.POLLIN)
        except ValueError:  # closed meanwhile
            return True
        return bool(watch.poll(None if timeout_s is None else timeout_s * 1000))


class Zygote:
    """The interpreter that forks."""

    def __init__(self, where: str) -> None:
        self._requests, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        try:
            self._process = subprocess.Popen(
                [sys.executable, "-I", "-S", str(_NURSERY), str(theirs.fileno()), where],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                pass_fds=[theirs.fileno()],
                start_new_session=True,
                env={"PATH": os.defpath, "LC_ALL": "C.UTF-8"},
                cwd="/",
            )
        except BaseException:
            self._requests.close()
            raise
        finally:
            theirs.close()

    def request(self, packet: bytes, fds: list[int]) -> None:
        """Ask for a board. Raises OSError when this zygote is gone."""
        socket.send_fds(self._requests, [packet], fds)

    def stop(self) -> None:
        """End it, and with it its boards."""
        self._requests.close()
        self._process.kill()
        self._process.wait()


_lock = threading.RLock()
_zygotes: dict[str, Zygote] = {}


def fork(where: str, sandbox: str, arguments: list[str], fds: list[int]) -> ForkedChild:
    """A process with the MicroPython module in the folder `where`; it has started.

    sandbox: as launcher.py takes it. fds: input, output, wires, flash, overlay, lifeline.
    Raises BoardError when it does not start, OSError when nothing can be started.
    """
    packet = "\0".join([sandbox, *arguments]).encode()
    for _ in range(3):
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        child = ForkedChild(ours)
        try:
            with theirs, _lock:
                zygote = _zygote(where)
                with contextlib.suppress(OSError):  # seen below
                    zygote.request(packet, [theirs.fileno(), *fds])
            if child.started():
                return child
        except BaseException:
            child.close()
            raise
        child.close()
        _forget(where, zygote)
    raise BoardError("The virtual board's starter ends at once. Restart the program.")


def prepare(where: str) -> None:
    """Start what `fork` needs for `where`, so that the first board does not wait for it.

    Raises OSError when nothing can be started.
    """
    with _lock:
        _zygote(where)


def _zygote(where: str) -> Zygote:
    zygote = _zygotes.get(where)
    if zygote is None:
        zygote = _zygotes[where] = Zygote(where)
    return zygote


def _forget(where: str, zygote: Zygote) -> None:
    with _lock:
        if _zygotes.get(where) is zygote:
            del _zygotes[where]
    zygote.stop()


def _stop_all() -> None:
    with _lock:
        while _zygotes:
            _zygotes.popitem()[1].stop()


def _after_fork() -> None:
    """A copy of this process needs a zygote of its own; this one's is not its child."""
    global _lock
    _lock = threading.RLock()
    while _zygotes:
        _zygotes.popitem()[1]._requests.close()


atexit.register(_stop_all)
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_after_fork)
