"""A package index on this computer, for tests: the files of a folder over HTTP."""

from __future__ import annotations

import hashlib
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any


class IndexServer:
    """Serves `folder`. asked: the paths that were asked for."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.asked: list[str] = []
        asked = self.asked

        class Handler(SimpleHTTPRequestHandler):
            def do_GET(self) -> None:
                asked.append(self.path)
                super().do_GET()

            def log_message(self, format: str, *args: Any) -> None:
                """Quiet."""

        self._server = ThreadingHTTPServer(
            ("127.0.0.1", 0), partial(Handler, directory=str(folder))
        )
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"
        self._thread = threading.Thread(
            target=self._server.serve_forever, args=(0.02,), daemon=True
        )
        self._thread.start()

    def add(
        self,
        name: str,
        files: dict[str, bytes],
        *,
        deps: list[list[str]] | None = None,
        version: str = "latest",
        formats: tuple[str, ...] = ("6", "py"),
    ) -> None:
        """Put a package into the index."""
        hashes = []
        for path, data in files.items():
            short = hashlib.sha256(data).hexdigest()[:8]
            self.write(f"file/{short[:2]}/{short}", data)
            hashes.append([path, short])
        about = {"v": 1, "hashes": hashes, "deps": deps or [], "version": "1.0"}
        for format in formats:
            self.write(f"package/{format}/{name}/{version}.json", json.dumps(about).encode())

    def write(self, path: str, data: bytes) -> None:
        """Put any file there."""
        file = self.folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)

    def stop(self) -> None:
        """From now on nobody answers."""
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


@contextmanager
def index_server(folder: Path) -> Iterator[IndexServer]:
    """An index that ends with the block."""
    server = IndexServer(folder)
    try:
        yield server
    finally:
        server.stop()
