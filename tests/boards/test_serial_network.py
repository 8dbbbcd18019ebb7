"""Serial ports that another computer offers, by `socket://` and `rfc2217://`."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest

from coursekit.boards import BoardNotFound
from coursekit.boards.serial import open_serial
from tests.boards.suite import run
from tests.boards.wire import TcpServer, TelnetServer


@pytest.mark.filterwarnings("ignore:set(Daemon|Name):DeprecationWarning")  # in pyserial
@pytest.mark.parametrize(("scheme", "server"), [("socket", TcpServer), ("rfc2217", TelnetServer)])
def test_a_board_behind_a_network(tmp_path: Path, scheme: str, server: type[TcpServer]) -> None:
    with server(tmp_path) as port:
        target = f"{scheme}://127.0.0.1:{port}"
        with open_serial(target) as board:
            assert run(board, "print('hi')\n" * 100) == "hi\n" * 100
            assert board.info.port == target
            data = bytes(range(256))
            board.put("f", data)
            assert board.get("f") == data


def test_a_socket_that_nobody_serves() -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        port = unused.getsockname()[1]
        with pytest.raises(BoardNotFound, match="cannot be reached"):
            open_serial(f"socket://127.0.0.1:{port}")
