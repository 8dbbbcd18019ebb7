"""A byte stream for tests: a real MicroPython over plain pipes."""

from __future__ import annotations

import contextlib
import importlib.util
import os
import select
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

from coursekit.boards import BoardLost

SOFT_REBOOT = b"MPY: soft reboot\r\n"
RAW_BANNER = b"raw REPL; CTRL-B to exit\r\n>"


def micropython_command(heap: str = "192wK") -> list[str]:
    """How to start the unix MicroPython that is installed beside this Python."""
    spec = importlib.util.find_spec("micropython_module")
    assert spec is not None
    assert spec.origin is not None
    code = (
        f"import sys; sys.path.append({str(Path(spec.origin).parent)!r}); "
        "import micropython_module as m; "
        f"m.run_main(['micropython', '-X', 'heapsize={heap}', '-i', '-c', 'pass'])"
    )
    return [sys.executable, "-I", "-S", "-c", code]


def micropython_program(path: Path) -> str:
    """Make `path` a program that is a unix MicroPython, and return it."""
    spec = importlib.util.find_spec("micropython_module")
    assert spec is not None
    assert spec.origin is not None
    code = (
        f"import sys; sys.path.append({str(Path(spec.origin).parent)!r}); "
        "from micropython_module import run_main; run_main(['micropython', *sys.argv[1:]])"
    )
    path.write_text(f'#!/bin/sh\nexec {sys.executable} -I -S -c "{code}" "$@"\n')
    path.chmod(0o755)
    return str(path)


class PipeStream:
    """The unix MicroPython as a board: Ctrl-C is a signal, its end is a soft reset."""

    unix_line_ends = True

    def __init__(self, folder: Path, heap: str = "192wK") -> None:
        self._folder = folder
        self._heap = heap
        self._closed = False
        self._lock = threading.Lock()
        self._start()

    def _start(self) -> None:
        self.process = subprocess.Popen(
            micropython_command(self._heap),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            cwd=self._folder,
            bufsize=0,
        )
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self._in = self.process.stdin.fileno()
        self._out = self.process.stdout.fileno()
        self._poll = select.poll()
        self._poll.register(self._out, select.POLLIN)
        got = b""
        while not got.endswith(b">>> "):  # until then, Ctrl-C would stop CPython
            piece = os.read(self._out, 4096)
            assert piece, got
            got += piece

    def read(self, timeout_s: float | None) -> bytes:
        if timeout_s is not None and not self._poll.poll(timeout_s * 1000):
            return b""
        data = os.read(self._out, 65536)
        return data or self._ended()

    def _ended(self) -> bytes:
        code = self.process.wait(30)
        if code < 0 or self._closed:
            raise BoardLost(f"The process ended with {code}: start it again.")
        with self._lock:
            self._stop()
            self._start()
            os.write(self._in, b"\x01")
        got = b""
        while not got.endswith(RAW_BANNER):  # which a board in raw mode goes back to by itself
            got += os.read(self._out, 4096)
        return SOFT_REBOOT + RAW_BANNER

    def write(self, data: bytes, timeout_s: float | None) -> None:
        with self._lock:
            try:
                if b"\x03" in data and self._signal():
                    data = data.replace(b"\x03", b"")
                while data:
                    data = data[os.write(self._in, data) :]
            except OSError as error:
                # Bytes to a board that is just restarting are lost; reading starts it again.
                if self._closed or self.process.wait(30) < 0:
                    raise BoardLost("The process has ended: start it again.") from error

    def _signal(self) -> bool:
        """Interrupt the program if one runs: else the signal would end the process."""
        status = Path(f"/proc/{self.process.pid}/status")
        deadline = time.monotonic() + 10
        while time.monotonic() < deadline:
            lines = status.read_text().splitlines()
            fields = dict(line.split(":\t", 1) for line in lines if ":\t" in line)
            if int(fields["SigCgt"], 16) >> (signal.SIGINT - 1) & 1:
                self.process.send_signal(signal.SIGINT)
                return True
            if fields["State"].startswith("S"):  # waits for input
                return False
        return False

    def _stop(self) -> None:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.kill()
        self.process.wait(30)
        with contextlib.suppress(OSError):
            self.process.stdin.close()
        self.process.stdout.close()

    def close(self) -> None:
        if not self._closed:
            self._closed = True
            self._stop()
