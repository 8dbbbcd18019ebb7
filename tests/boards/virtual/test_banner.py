"""After a soft reset in raw mode, the friendly banner is hidden however the pipe cuts it."""

from __future__ import annotations

import os

import pytest

from coursekit.bench import Bench
from coursekit.boards.virtual.port import VirtualPort
from coursekit.boards.virtual.runtime import find_runtime

RAW = b"\r\nraw REPL; CTRL-B to exit\r\n>"
SENT = (
    b'MicroPython is hello\nM\nMicroPython v1 on today; linux\r\nType "help()" for more '
    b"information.\r\n>>> " + RAW
)


@pytest.fixture(scope="module")
def port() -> VirtualPort:
    closed = VirtualPort(Bench(), find_runtime(), fast_forward=False)
    closed.close()
    return closed


@pytest.mark.parametrize("cut", range(1, len(SENT)))
def test_cut_anywhere(port: VirtualPort, cut: int) -> None:
    port._hide_banner = True
    shown = port._without_banner(SENT[:cut]) + port._without_banner(SENT[cut:])
    assert shown == b"MicroPython is hello\nM\n" + RAW.removeprefix(b"\r\n")
    assert not port._hide_banner


def test_a_talkative_boot_script_is_not_held_back(port: VirtualPort) -> None:
    port._hide_banner = True
    said = b"MicroPython " + os.urandom(5000).hex().encode()
    assert port._without_banner(said) == said
    port._hide_banner = False
