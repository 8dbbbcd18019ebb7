"""JupyterLab, started by the README's command, and a headless browser to look at it."""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Error, Page, sync_playwright

ROOT = Path(__file__).parents[2]
CHROMIUM = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_START_S = 60.0
_FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync"]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Headless Chromium: the system's, or the one that Playwright has downloaded."""
    found = next(filter(None, map(shutil.which, CHROMIUM)), None)
    with sync_playwright() as playwright:
        try:
            running = playwright.chromium.launch(executable_path=found, args=_FLAGS)
        except Error as error:
            if os.environ.get("CI"):
                raise
            pytest.skip(
                "no Chromium: install your system's, or run `.venv/bin/playwright install "
                f"chromium` ({str(error).splitlines()[0]})"
            )
        yield running
        running.close()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@pytest.fixture(scope="session")
def lab_url() -> Iterator[str]:
    """The address of a JupyterLab started by `python3 course.py lab`, with its token."""
    with jupyterlab([sys.executable, "course.py", "lab"], ROOT, dict(os.environ)) as url:
        yield url


@contextmanager
def jupyterlab(command: list[str], folder: Path, variables: dict[str, str]) -> Iterator[str]:
    """Start JupyterLab with `command` in `folder`; gives its address, with its token."""
    port = _free_port()
    with tempfile.TemporaryFile("w+") as log:
        process = subprocess.Popen(
            [*command, "--no-browser", "--port", str(port)],
            cwd=folder,
            env={**variables, "COURSEKIT_BOARD": "virtual", "PYTHONUNBUFFERED": "1"},
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        try:
            yield _wait_for_url(process, log.fileno(), port)
        finally:
            process.send_signal(signal.SIGTERM)
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _wait_for_url(process: subprocess.Popen[bytes], log: int, port: int) -> str:
    deadline = time.monotonic() + _START_S
    while time.monotonic() < deadline:
        text = os.pread(log, 1 << 20, 0).decode(errors="replace")
        found = re.search(rf"http://(?:localhost|127\.0\.0\.1):{port}/\S*token=\S+", text)
        if found:
            try:
                socket.create_connection(("127.0.0.1", port), timeout=1).close()
                return found[0]
            except OSError:
                pass
        if process.poll() is not None:
            break
        time.sleep(0.1)
    raise AssertionError(f"JupyterLab did not start:\n{os.pread(log, 1 << 20, 0).decode()}")


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A fresh browser window, large enough to read a lesson in."""
    window = browser.new_context(viewport={"width": 1400, "height": 1000}, device_scale_factor=1)
    yield window.new_page()
    window.close()
