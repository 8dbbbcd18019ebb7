"""What a board says about itself, on ports whose `os` can tell and on one whose cannot."""

from __future__ import annotations

import threading
from pathlib import Path

from coursekit.boards import Board
from coursekit.boards.serial import open_serial
from coursekit.boards.serve import PtyServer


def test_a_served_virtual_board_is_a_pico_w(tmp_path: Path) -> None:
    link = tmp_path / "board"
    server = PtyServer(link)
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        with open_serial(str(link)) as board:
            assert board.info.machine == "Raspberry Pi Pico W with RP2040"
            assert board.info.name == "Raspberry Pi Pico W"
    finally:
        server.stop()
        thread.join(30)


def test_without_uname_it_is_what_sys_says(pipe_board: Board) -> None:
    assert pipe_board.eval("hasattr(__import__('os'), 'uname')") is False
    machine = pipe_board.eval("__import__('sys').implementation._machine")
    assert machine
    assert pipe_board.info.machine == machine
