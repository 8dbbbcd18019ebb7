"""Starts the processes of virtual boards: a bare interpreter with everything loaded, which forks.

Run as a script by zygote.py, one for each host process, on Linux; the standard library only. It has
one thread and ends with its host; the boards end with it.

A request is one packet: the sandbox and MicroPython's arguments, separated by zero bytes, with the
descriptors of CHANNELS. On the board's control channel the host reads `P` and the process's number,
or `E` and what went wrong, and at the end `S` and the exit status, or minus the signal. The ended
process stays a zombie, and so keeps its number, until the host has closed its side.
"""

import contextlib
import ctypes
import errno
import fcntl
import gc
import os
import resource
import select
import signal
import socket
import struct
import sys

sys.path.append(os.path.dirname(os.path.abspath(__file__)))
import confine  # type: ignore[import-not-found]
import launcher  # type: ignore[import-not-found]
import threads  # type: ignore[import-not-found]

CHANNELS = 10
"""Control, standard input, output, four wires, flash, overlay, lifeline."""

_CONTROL, _INPUT, _OUTPUT, _WIRES, _LIFELINE = 0, 1, 2, slice(3, 9), 9
# Where they lie in the board's process.
_LIFELINE_PLACE, _CONTROL_PLACE, _REPORTS_PLACE = 9, 10, 11
_ABOVE = 64
_REQUEST_MAX = 1 << 16
_PR_SET_PDEATHSIG = 1


class Board:
    """A forked process: its number, and the channel to its host."""

    def __init__(self, pid: int, control: socket.socket) -> None:
        self.pid = pid
        self.control = control
        self.ended = False
        self.abandoned = False


class Nursery:
    """Forks boards, tells how they ended, and limits their threads."""

    def __init__(self, requests: socket.socket, where: str) -> None:
        self._requests = requests
        sys.path.append(where)
        from micropython_module import run_main  # type: ignore[import-not-found]

        self._run_main = run_main
        self._prctl = ctypes.CDLL(None).prctl
        self._boards: dict[int, Board] = {}
        self._by_control: dict[int, Board] = {}
        self._wardens: dict[int, threads.Warden] = {}
        self._reports, self._reports_in = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._ready = select.poll()
        self._files, most = resource.getrlimit(resource.RLIMIT_NOFILE)
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
        wake, self._wake = os.pipe2(os.O_NONBLOCK | os.O_CLOEXEC)
        self._woken = wake
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.set_wakeup_fd(self._wake, warn_on_full_buffer=False)
        for fd in (wake, requests.fileno(), self._reports.fileno()):
            self._ready.register(fd, select.POLLIN)
        confine.prepare(_LIFELINE_PLACE)
        gc.collect()
        gc.freeze()  # a collection in a child would copy every page
        gc.disable()

    def serve(self) -> None:
        """Until the host is gone."""
        while True:
            for fd, events in self._ready.poll():
                if fd == self._woken:
                    os.read(fd, 4096)
                    self._collect()
                elif fd == self._requests.fileno():
                    if not self._request():
                        return
                elif fd == self._reports.fileno():
                    self._guard()
                elif fd in self._wardens:
                    if events & select.POLLIN:
                        self._wardens[fd].answer()
                    else:
                        self._ready.unregister(fd)
                        self._wardens.pop(fd).close()
                elif fd in self._by_control:
                    self._abandon(fd)

    def _request(self) -> bool:
        data, fds, _, _ = socket.recv_fds(self._requests, _REQUEST_MAX, CHANNELS)
        if not data:
            return False
        try:
            if len(fds) < CHANNELS:
                raise OSError(errno.EMFILE, os.strerror(errno.EMFILE))
            self._fork(data.decode().split("\0"), fds)
        except OSError as error:
            with contextlib.suppress(OSError, IndexError):
                os.write(fds[_CONTROL], b"E" + str(error).encode())
        finally:
            for fd in fds:
                os.close(fd)
        return True

    def _fork(self, arguments: "list[str]", fds: "list[int]") -> None:
        control = socket.socket(fileno=os.dup(fds[_CONTROL]))
        host = os.getpid()
        pid = os.fork()
        if pid == 0:
            self._become_board(arguments, fds, host)
        board = self._boards[pid] = self._by_control[control.fileno()] = Board(pid, control)
        self._ready.register(board.control, select.POLLIN)

    def _collect(self) -> None:
        """Tell the hosts of those that have ended."""
        for board in list(self._boards.values()):
            if board.ended:
                continue
            end = os.waitid(os.P_PID, board.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT)
            if end is None:
                continue
            board.ended = True
            status = end.si_status if end.si_code == os.CLD_EXITED else -end.si_status
            with contextlib.suppress(OSError):
                os.write(board.control.fileno(), b"S" + struct.pack("=i", status))
            self._bury(board)

    def _abandon(self, fd: int) -> None:
        """The host has closed its side; it sends nothing else."""
        board = self._by_control[fd]
        board.abandoned = True
        self._ready.unregister(fd)
        self._bury(board)

    def _bury(self, board: Board) -> None:
        if not (board.ended and board.abandoned):
            return
        os.waitpid(board.pid, 0)
        del self._boards[board.pid], self._by_control[board.control.fileno()]
        board.control.close()

    def _guard(self) -> None:
        data, fds, _, _ = socket.recv_fds(self._reports, 64, 1)
        for fd in fds:
            self._wardens[fd] = threads.Warden(fd, int(data))
            self._ready.register(fd, select.POLLIN)

    # -- in the child ----------------------------------------------------------------------------

    def _become_board(self, arguments: "list[str]", fds: "list[int]", host: int) -> None:
        """Never returns."""
        status = 1
        try:
            sandbox, *micropython = arguments
            signal.set_wakeup_fd(-1)
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            os.setsid()
            self._place(fds)
            self._prctl(_PR_SET_PDEATHSIG, ctypes.c_ulong(signal.SIGKILL), 0, 0, 0)
            if os.getppid() != host:
                return
            launcher.end_with(_LIFELINE_PLACE)
            _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
            resource.setrlimit(resource.RLIMIT_NOFILE, (self._files, most))
            resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
            try:
                self._confine(sandbox)
            except confine.Unconfined as error:
                os.write(_CONTROL_PLACE, b"E" + str(error).encode())
                status = launcher.UNCONFINED
                return
            os.write(_CONTROL_PLACE, b"P" + struct.pack("=i", os.getpid()))
            os.close(_CONTROL_PLACE)
            status = self._run_main(["micropython", *micropython])
        finally:
            os._exit(status)

    def _place(self, fds: "list[int]") -> None:
        """Put the descriptors where the board expects them and close all others."""
        wanted = [fds[_INPUT], fds[_OUTPUT], fds[_OUTPUT], *fds[_WIRES]]
        wanted += [fds[_LIFELINE], fds[_CONTROL], self._reports_in.fileno()]
        moved = [fcntl.fcntl(fd, fcntl.F_DUPFD, _ABOVE) for fd in wanted]
        for number, fd in enumerate(moved):
            os.dup2(fd, number)
        os.closerange(len(moved), launcher.DESCRIPTORS_END)

    def _confine(self, sandbox: str) -> None:
        mode, _, memory_mib = sandbox.partition(":")
        if mode != "off":
            confine.confine(
                _LIFELINE_PLACE,
                int(memory_mib) if memory_mib else None,
                os.fstat(launcher.FLASH).st_size,
                mode == "require",
                reports=_REPORTS_PLACE,
            )
        with contextlib.suppress(OSError):
            os.close(_REPORTS_PLACE)


def main(requests: str, where: str) -> None:
    """`nursery.py DESCRIPTOR FOLDER`: requests come in there, the MicroPython module lies here."""
    Nursery(socket.socket(fileno=int(requests)), where).serve()


if __name__ == "__main__":
    main(*sys.argv[1:])
