"""The official firmware from a server on this computer: whole and right, or nothing at all."""

from __future__ import annotations

import errno
import hashlib
import os
import socket
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from coursekit.boards.emulated.firmware import (
    FirmwareError,
    FirmwareMissing,
    FirmwareUnusable,
    find_firmware,
    places,
)
from coursekit.boards.emulated.firmware import download as official
from tests.boards.emulated.firmware.images import image

FILE = image(size=100_000)
NO_PAUSES = (0.0, 0.0)


class Server(ThreadingHTTPServer):
    """Answers each request with the next of `answers`, the last one for ever."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.answers: list[tuple[int, bytes, int]] = [(200, FILE, len(FILE))]
        self.asked: list[str] = []

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/firmware/RPI_PICO-v1.26.1.uf2"


class Handler(BaseHTTPRequestHandler):
    server: Server

    def do_GET(self) -> None:
        self.server.asked.append(self.path)
        left = self.server.answers
        status, body, length = left.pop(0) if len(left) > 1 else left[0]
        self.send_response(status)
        self.send_header("Content-Length", str(length))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    with Server() as server:
        monkeypatch.setattr(official, "ADDRESS", server.address)
        monkeypatch.setattr(official, "SHA256", hashlib.sha256(FILE).hexdigest())
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        yield server
        server.shutdown()


def left_over(cache: Path) -> list[str]:
    return sorted(path.name for path in cache.rglob("*") if path.is_file())


def test_comes_once_and_is_kept(server: Server, cache: Path) -> None:
    path = find_firmware(download=True)
    assert path == cache / "downloaded" / "RPI_PICO-v1.26.1.uf2"
    assert path.read_bytes() == FILE
    assert find_firmware(download=True) == find_firmware() == path
    assert server.asked == ["/firmware/RPI_PICO-v1.26.1.uf2"]
    assert left_over(cache) == [path.name]


def test_tells_how_far_it_is(server: Server) -> None:
    seen: list[tuple[int, int]] = []
    official.download(lambda done, total: seen.append((done, total)))
    assert seen[-1] == (len(FILE), len(FILE))
    assert seen == sorted(seen)


def test_something_else_came(server: Server, cache: Path) -> None:
    page = b"<html>Log in to the guest network</html>"
    server.answers = [(200, page, len(page))]
    with pytest.raises(FirmwareUnusable, match="login page") as caught:
        official.download(pauses_s=NO_PAUSES)
    assert "coursekit firmware build" in str(caught.value)
    assert len(server.asked) == 1
    assert left_over(cache) == []


def test_one_wrong_bit(server: Server, cache: Path) -> None:
    wrong = bytearray(FILE)
    wrong[5000] ^= 1
    server.answers = [(200, bytes(wrong), len(wrong))]
    with pytest.raises(FirmwareUnusable, match="sha256"):
        official.download(pauses_s=NO_PAUSES)
    assert left_over(cache) == []


def test_a_wrong_one_leaves_the_one_before(server: Server) -> None:
    path = official.download()
    server.answers = [(200, b"wrong", 5)]
    with pytest.raises(FirmwareUnusable):
        official.download()
    assert path.read_bytes() == FILE
    assert official.kept() == path


def test_broken_off_in_the_middle_and_tried_again(server: Server) -> None:
    server.answers = [(200, FILE[:30_000], len(FILE)), (200, FILE, len(FILE))]
    assert official.download(pauses_s=NO_PAUSES).read_bytes() == FILE
    assert len(server.asked) == 2


def test_broken_off_each_time(server: Server, cache: Path) -> None:
    server.answers = [(200, FILE[:30_000], len(FILE))]
    with pytest.raises(FirmwareMissing, match="broken off after 30000 of") as caught:
        official.download(pauses_s=NO_PAUSES)
    assert len(server.asked) == 3
    assert "\n" not in str(caught.value)
    assert left_over(cache) == []


def test_a_server_in_trouble_is_asked_again(server: Server) -> None:
    server.answers = [(503, b"", 0), (200, FILE, len(FILE))]
    assert official.download(pauses_s=NO_PAUSES).read_bytes() == FILE


def test_no_longer_there(server: Server) -> None:
    server.answers = [(404, b"", 0)]
    with pytest.raises(FirmwareMissing, match="404, it is no longer there"):
        official.download(pauses_s=NO_PAUSES)
    assert len(server.asked) == 1


def test_too_much(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(official, "_MOST_BYTES", 50_000)
    with pytest.raises(FirmwareMissing, match="larger than"):
        official.download(pauses_s=NO_PAUSES)
    assert len(server.asked) == 1


def test_no_network(monkeypatch: pytest.MonkeyPatch, cache: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as unused:
        port = unused.getsockname()[1]
    monkeypatch.setattr(official, "ADDRESS", f"http://127.0.0.1:{port}/firmware.uf2")
    with pytest.raises(FirmwareMissing, match="cannot be downloaded") as caught:
        official.download(pauses_s=NO_PAUSES)
    text = str(caught.value)
    assert "\n" not in text
    for way in ("coursekit firmware download", "coursekit firmware build", places.VARIABLE):
        assert way in text
    assert left_over(cache) == []


@pytest.mark.parametrize(
    "error",
    [
        socket.gaierror(socket.EAI_NONAME, "Name or service not known"),
        OSError(errno.ENETUNREACH, "Network is unreachable"),
    ],
)
def test_offline_is_said_at_once(error: OSError, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[object] = []

    def offline(*_: object, **__: object) -> None:
        asked.append(1)
        raise error

    monkeypatch.setattr(socket, "getaddrinfo", offline)
    with pytest.raises(FirmwareMissing, match=f"cannot be downloaded .{error.strerror}"):
        official.download(pauses_s=(600.0,))
    assert asked == [1]


def test_a_server_that_says_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]
        monkeypatch.setattr(official, "ADDRESS", f"http://127.0.0.1:{port}/firmware.uf2")
        with pytest.raises(FirmwareMissing, match="timed out"):
            official.download(pauses_s=(), timeout_s=0.05)


def test_a_full_disk(server: Server, monkeypatch: pytest.MonkeyPatch, cache: Path) -> None:
    def full(*_: object, **__: object) -> object:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "replace", full)
    with pytest.raises(FirmwareError, match="No space left on device") as caught:
        official.download()
    assert "make room" in str(caught.value)
    assert left_over(cache) == []


def test_a_place_that_cannot_be_written(server: Server, cache: Path) -> None:
    cache.parent.mkdir()
    cache.write_text("a file where the folder should be")
    with pytest.raises(FirmwareError, match="cannot be kept in"):
        official.download()


def test_stopped_while_it_waits(server: Server, cache: Path) -> None:
    def stop(done: int, total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        official.download(stop)
    assert left_over(cache) == []


def test_the_real_one_comes_over_an_encrypted_line() -> None:
    assert official.ADDRESS.startswith("https://")
    assert len(bytes.fromhex(official.SHA256)) == 32
