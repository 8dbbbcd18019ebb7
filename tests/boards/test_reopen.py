"""A board that was lost is found again, by what it is and not by its port's name."""

from __future__ import annotations

import errno
from pathlib import Path

import pytest
import serial

from coursekit.boards import Board, BoardLost, BoardNotFound, PortBusy
from coursekit.boards import serial as serial_boards
from coursekit.boards.serial import open_serial
from tests.boards.plugged import Sockets, pico
from tests.boards.suite import in_thread, run
from tests.boards.wire import Wire


def test_at_another_port(tmp_path: Path, sockets: Sockets) -> None:
    first, second = Wire(tmp_path), Wire(tmp_path)
    try:
        sockets.append(pico(first.port, at="1-2"))
        board = open_serial(first.port)
        sockets.clear()
        first.cut()
        with pytest.raises(BoardLost, match="Plug it in"):
            board.exec("print(1)")
        board.close()
        with pytest.raises(BoardNotFound, match=r"Pico.*\(e6614c\).*Plug it in"):
            board.reopen(0.0)
        sockets.append(pico(second.port, at="1-4"))
        with board.reopen(20) as again:
            assert again.port == second.port
            assert run(again, "print(2)") == "2\n"
            assert again.can_return
    finally:
        first.cut()
        second.cut()


def test_it_is_waited_for(wire: Wire, sockets: Sockets) -> None:
    sockets.append(pico(wire.port))
    board = open_serial(wire.port)
    board.close()
    there = sockets[:]
    sockets.clear()
    found: list[Board] = []
    thread, errors = in_thread(lambda: found.append(board.reopen(20)))
    sockets += there
    thread.join(20)
    assert errors == []
    with found[0] as again:
        assert run(again, "print(2)") == "2\n"


def test_a_port_that_may_not_be_opened_yet(wire: Wire, monkeypatch: pytest.MonkeyPatch) -> None:
    board = open_serial(wire.port)
    board.close()
    really = serial_boards._open_once
    refused: list[str] = []

    def sometimes(port: str, *rest: object) -> object:
        if len(refused) < 2:
            refused.append(port)
            raise serial.SerialException(errno.EBUSY, "x")
        return really(port, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(serial_boards, "_open_once", sometimes)
    with pytest.raises(PortBusy):
        board.reopen(0.0)
    with board.reopen(20) as again:
        assert run(again, "print(2)") == "2\n"
