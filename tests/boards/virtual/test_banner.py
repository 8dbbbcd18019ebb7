"""After a soft reset in raw mode, the friendly banner is hidden however the pipe cuts it."""

from __future__ import annotations

import os

import pytest

from coursekit.boards.virtual.banner import BannerFilter

RAW = b"\r\nraw REPL; CTRL-B to exit\r\n>"
SENT = (
    b'MicroPython is hello\nM\nMicroPython v1 on today; linux\r\nType "help()" for more '
    b"information.\r\n>>> " + RAW
)


@pytest.mark.parametrize("cut", range(1, len(SENT)))
def test_cut_anywhere(cut: int) -> None:
    banner = BannerFilter()
    banner.begin()
    shown = banner.feed(SENT[:cut]) + banner.feed(SENT[cut:])
    assert shown == b"MicroPython is hello\nM\n" + RAW.removeprefix(b"\r\n")
    assert not banner.hiding


def test_a_talkative_boot_script_is_not_held_back() -> None:
    banner = BannerFilter()
    banner.begin()
    said = b"MicroPython " + os.urandom(5000).hex().encode()
    assert banner.feed(said) == said
