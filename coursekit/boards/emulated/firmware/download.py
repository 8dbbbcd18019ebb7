"""Gets MicroPython's official firmware for RPI_PICO, once, and keeps it in the user's cache.

Not PyPI but its makers publish it, so the address and the hash are written down here.
"""

from __future__ import annotations

import errno
import hashlib
import http.client
import socket
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Sequence
from pathlib import Path

from coursekit.boards.emulated.firmware import uf2
from coursekit.boards.emulated.firmware.errors import (
    FirmwareError,
    FirmwareMissing,
    FirmwareUnusable,
)
from coursekit.boards.emulated.firmware.places import HOW_TO_GET, VARIABLE, downloaded_path
from coursekit.boards.web import reason_of
from coursekit.whole_files import write_whole

ADDRESS = "https://micropython.org/resources/firmware/RPI_PICO-20250911-v1.26.1.uf2"
SHA256 = "fc2a8096e0d999d3caca11b34381854599d68aee3e905d3cccbd5247ca78d07c"
"""Of the file that MicroPython 1.26.1 was released as. Its makers publish no hashes: this one is of
a copy of that file in public, which is a whole UF2 image and boots."""

OnProgress = Callable[[int, int], None]
"""Called with the bytes so far and all bytes, 0 where the server does not say."""

_TIMEOUT_S = 15.0
_PAUSES_S = (0.5, 2.0)
_LOOK_S = 0.05
_MOST_BYTES = 8 << 20
_CHUNK_BYTES = 32 << 10


def silent(done: int, total: int) -> None:
    """For callers that need no news."""


def kept() -> Path | None:
    """The downloaded file, None when there is none; FirmwareUnusable when it has changed since."""
    path = downloaded_path(ADDRESS)
    if not path.is_file():
        return None
    if _hash(path.read_bytes()) != SHA256:
        raise FirmwareUnusable(f"{path} is damaged: run `coursekit firmware download`.")
    return uf2.read(path).path


def download(
    on_progress: OnProgress = silent,
    pauses_s: Sequence[float] = _PAUSES_S,
    timeout_s: float = _TIMEOUT_S,
) -> Path:
    """Fetch the file and keep it, whole and checked or not at all; returns its path.

    pauses_s: after a fault of the network it is tried again, after each of these. timeout_s: for
    how long the server may say nothing. Raises FirmwareMissing when it cannot be had,
    FirmwareUnusable when something else came, FirmwareError when it cannot be kept.
    """
    data = _fetch_patiently(on_progress, pauses_s, timeout_s)
    got = _hash(data)
    if got != SHA256:
        raise FirmwareUnusable(
            f"What came from {ADDRESS} is not that file (sha256 {got[:12]}..., not "
            f"{SHA256[:12]}...): does a login page of the network answer in its place? "
            f"Or {HOW_TO_GET.partition(', or ')[2]}."
        )
    path = downloaded_path(ADDRESS)
    _keep(path, data)
    return uf2.read(path).path


def _fetch_patiently(on_progress: OnProgress, pauses_s: Sequence[float], timeout_s: float) -> bytes:
    for pause_s in (*pauses_s, None):
        fetch = _Fetch(ADDRESS, timeout_s)
        fetch.watch(on_progress)
        if fetch.error is None:
            return bytes(fetch.data)
        if fetch.final or pause_s is None:
            break
        time.sleep(pause_s)
    raise FirmwareMissing(
        f"{ADDRESS} cannot be downloaded ({_reason(fetch.error)}): connect this computer to the "
        f"Internet and {HOW_TO_GET}."
    )


class _Fetch:
    """One try. The server is waited for in a thread, because the caller's has to stay stoppable."""

    def __init__(self, address: str, timeout_s: float) -> None:
        self.data = bytearray()
        self.total = 0
        self.error: Exception | None = None
        self.final = False
        self._address = address
        self._timeout_s = timeout_s

    def watch(self, on_progress: OnProgress) -> None:
        thread = threading.Thread(target=self._run, name="firmware", daemon=True)
        thread.start()
        while thread.is_alive():
            thread.join(_LOOK_S)
            on_progress(len(self.data), self.total)

    def _run(self) -> None:
        try:
            self._fetch()
        except urllib.error.HTTPError as error:
            self.error = error
            self.final = 400 <= error.code < 500
            error.close()
        except (OSError, http.client.HTTPException, ValueError) as error:
            self.error = error
            self.final = self.final or _is_offline(error)

    def _fetch(self) -> None:
        request = urllib.request.Request(self._address, headers={"User-Agent": "coursekit"})
        with urllib.request.urlopen(request, timeout=self._timeout_s) as answer:
            self.total = int(answer.headers.get("Content-Length") or 0)
            while chunk := answer.read(_CHUNK_BYTES):
                self.data += chunk
                if len(self.data) > _MOST_BYTES:
                    self.final = True
                    raise OSError(f"it is larger than {_MOST_BYTES >> 20} MB")
        if len(self.data) < self.total:
            raise OSError(f"broken off after {len(self.data)} of {self.total} bytes")


def _reason(error: Exception | None) -> str:
    if isinstance(error, urllib.error.HTTPError):
        gone = ", it is no longer there" if error.code in (404, 410) else ""
        return f"the server answered {error.code}{gone}"
    return reason_of(error)


def _is_offline(error: Exception) -> bool:
    """Whether this computer has no network at all: waiting a moment would not help."""
    reason = getattr(error, "reason", None) or error
    return isinstance(reason, socket.gaierror) or (
        isinstance(reason, OSError) and reason.errno in (errno.ENETUNREACH, errno.ENETDOWN)
    )


def _keep(path: Path, data: bytes) -> None:
    try:
        write_whole(path, data, make_folder=True)
    except OSError as error:
        raise FirmwareError(
            f"The firmware cannot be kept in {path.parent} ({error.strerror or error}): make room "
            f"there, or name a .uf2 file in the variable {VARIABLE}."
        ) from None


def _hash(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
