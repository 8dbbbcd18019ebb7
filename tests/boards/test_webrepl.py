"""Boards over Wi-Fi: a WebREPL that is as awkward as MicroPython's, with a virtual board behind."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator

import pytest
import websocket

from coursekit.boards import (
    Board,
    BoardError,
    BoardLost,
    BoardNotFound,
    PortBusy,
    PortPermission,
    RemoteError,
    leaving,
    webrepl,
)
from coursekit.boards.connect import connect
from coursekit.boards.webrepl import Address, WebReplStream, open_webrepl, parse
from tests.boards.suite import BoardSuite, Output, in_thread, run
from tests.boards.webrepl_server import WebReplServer

BOOT = b"if False:  # there is no such module here\n    import webrepl\n"


@pytest.fixture(autouse=True)
def password(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(webrepl.VARIABLE, "secret")


@pytest.fixture
def server() -> Iterator[WebReplServer]:
    with WebReplServer() as server:
        yield server


@pytest.fixture
def board(server: WebReplServer) -> Iterator[Board]:
    with open_webrepl(server.url) as board:
        yield board
        assert server.dropped == 0
        assert server.pings == 0


class TestWebRepl(BoardSuite):
    doubles_cr = False  # its server sends line ends as `coursekit serve` does

    @pytest.fixture
    def board(self, server: WebReplServer) -> Iterator[Board]:
        with open_webrepl(server.url) as board:
            board.put("boot.py", BOOT)
            yield board
            assert server.dropped == 0

    def test_a_program_that_resets_the_board(self, board: Board) -> None:
        """The restart cuts the connection, so that it cannot be told from any other end of it."""
        with pytest.raises(BoardLost):
            board.exec("x = 1\nprint('bye')\nraise SystemExit", timeout_s=20)
        with board.reopen(20) as again, pytest.raises(RemoteError, match="NameError"):
            again.exec("x")


def test_its_address_is_shown_without_the_password(server: WebReplServer) -> None:
    url = f"ws://:secret@127.0.0.1:{server.port}"
    with connect(url) as board:
        assert board.kind == board.info.kind == "webrepl"
        assert board.port == f"ws://127.0.0.1:{server.port}"
        assert board.can_return


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("ws://pico.local", Address("pico.local", 8266)),
        ("ws://192.168.4.1:80/", Address("192.168.4.1", 80)),
        ("ws://:a%40b@host", Address("host", 8266, "a@b")),
        ("ws://[fe80::1]:9", Address("fe80::1", 9)),
    ],
)
def test_addresses(url: str, expected: Address) -> None:
    assert parse(url) == expected


@pytest.mark.parametrize("url", ["ws://", "ws://host:x", "http://host", "ws:host"])
def test_what_is_no_address(url: str) -> None:
    with pytest.raises(BoardError, match="ws://HOST"):
        parse(url)


def test_no_encryption() -> None:
    with pytest.raises(BoardError, match="Use ws://host"):
        parse("wss://host")


class TestPassword:
    @pytest.fixture(autouse=True)
    def none_known(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.delenv(webrepl.VARIABLE)

    def answering(self, *answers: str) -> tuple[list[bool], Callable[[str, bool], str]]:
        asked: list[bool] = []
        left = list(answers)

        def ask(prompt: str, password: bool) -> str:
            assert "127.0.0.1" in prompt
            asked.append(password)
            return left.pop(0)

        return asked, ask

    def test_is_asked_for(self, server: WebReplServer) -> None:
        asked, ask = self.answering("wrong", "secret")
        with connect(server.url, ask=ask) as board:
            assert run(board, "print(1)") == "1\n"
        assert asked == [True, True]

    def test_three_times_at_most(self, server: WebReplServer) -> None:
        asked, ask = self.answering("a", "b", "c", "d")
        with pytest.raises(PortPermission, match="webrepl_cfg"):
            open_webrepl(server.url, ask)
        assert len(asked) == 3

    def test_nobody_to_ask(self, server: WebReplServer) -> None:
        with pytest.raises(BoardError, match=webrepl.VARIABLE):
            open_webrepl(server.url)

    def test_wrong_in_the_address(self, server: WebReplServer) -> None:
        with pytest.raises(PortPermission, match="does not accept this password") as caught:
            open_webrepl(f"ws://:mistaken@127.0.0.1:{server.port}")
        assert "mistaken" not in str(caught.value)

    def test_nobody_answers(self, server: WebReplServer) -> None:
        def ask(prompt: str, password: bool) -> str:
            raise EOFError

        with pytest.raises(EOFError):
            open_webrepl(server.url, ask)


def test_a_second_client_is_told_why(server: WebReplServer, board: Board) -> None:
    with pytest.raises(PortBusy, match="another client"):
        open_webrepl(server.url)
    assert run(board, "print(1)") == "1\n"


def test_who_comes_after_is_let_in(server: WebReplServer) -> None:
    with open_webrepl(server.url) as board:
        board.exec("x = 5")
    with open_webrepl(server.url) as board:
        assert run(board, "print(x)") == "5\n"


def test_nobody_listens() -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        with pytest.raises(BoardNotFound, match=r"webrepl\.start\(\)"):
            open_webrepl(f"ws://127.0.0.1:{unused.getsockname()[1]}")


def test_an_unknown_name() -> None:
    with pytest.raises(BoardNotFound, match=r"called board\.invalid"):
        open_webrepl("ws://board.invalid")


@pytest.mark.parametrize("says", [b"", b"HTTP/1.1 404 Not Found\r\n\r\n", b"SSH-2.0-x\r\n\r\n"])
def test_no_webrepl(says: bytes) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve() -> None:
            for _ in range(2):
                client, _ = server.accept()
                with client:
                    client.recv(4096)
                    client.sendall(says)

        threading.Thread(target=serve, daemon=True).start()
        with pytest.raises(BoardNotFound, match="no WebREPL"):
            open_webrepl(f"ws://127.0.0.1:{server.getsockname()[1]}")


def test_no_proxy_is_used(server: WebReplServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:1")
    with open_webrepl(server.url) as board:
        assert run(board, "print(1)") == "1\n"


@pytest.mark.parametrize("length", [100, 199, 200, 201, 256, 257, 5000])
def test_no_byte_of_a_program_is_lost(board: Board, length: int) -> None:
    code = "x = 0\n" + "x += 1\n" * (length // 7)
    board.exec(code.ljust(length, "#"))
    assert board.eval("x") == length // 7


def test_a_program_that_computes_before_it_reads(board: Board, server: WebReplServer) -> None:
    """Long input to a program that does not read yet is what the board's buffer cannot take."""
    out = Output()
    code = (
        "import sys\nprint('go')\nfor i in range(20000): pass\n"
        "print(sys.stdin.read(150) == 'a' * 150)"
    )

    def feed(text: str) -> None:
        out(text)
        if "go" in text:
            board.type(b"a" * 150)

    board.exec(code, feed, timeout_s=20)
    assert out.text == "go\nTrue\n"


def test_the_connection_is_cut_in_mid_run(server: WebReplServer) -> None:
    board = open_webrepl(server.url)
    out = Output()
    thread, errors = in_thread(lambda: board.exec("print('go')\nwhile True: pass", out))
    out.wait_for("go\n")
    server.hang_up()
    thread.join(30)
    assert isinstance(errors[0], BoardLost)
    assert "Wi-Fi" in str(errors[0])
    board.close()
    with board.reopen(20) as again:
        assert run(again, "print(6 * 7)") == "42\n"


def test_a_soft_reset_connects_again(board: Board, server: WebReplServer) -> None:
    board.put("boot.py", BOOT)
    board.exec("x = 1")
    board.soft_reset()
    assert run(board, "print('x' in globals())") == "False\n"
    assert board.kind == "webrepl"


@pytest.mark.parametrize("boot", [None, b"# import webrepl\n# webrepl.start()\n", b"x = 1\n"])
def test_no_soft_reset_that_would_put_it_out_of_reach(board: Board, boot: bytes | None) -> None:
    if boot is not None:
        board.put("boot.py", boot)
    board.exec("x = 1")
    with pytest.raises(BoardError, match=r"boot\.py"):
        board.soft_reset()
    assert board.eval("x") == 1


def test_a_board_that_does_not_come_back() -> None:
    with WebReplServer(in_boot=False) as server:
        board = open_webrepl(server.url)
        with pytest.raises(BoardLost):
            board.exec("raise SystemExit", timeout_s=20)
        with pytest.raises(BoardNotFound, match=r"webrepl\.start\(\)"):
            board.reopen(0.0)
        board.close()


def test_a_wrong_password_is_not_tried_again_and_again(server: WebReplServer) -> None:
    board = open_webrepl(server.url)
    board.close()
    server.set_password("other")
    with pytest.raises(PortPermission):
        board.reopen(60.0)


def test_a_program_is_stopped_on_leaving(
    server: WebReplServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(leaving, "_POLITE_S", 60.0)
    board = open_webrepl(server.url)
    out = Output()
    thread, errors = in_thread(lambda: board.exec("x = 7\nprint('go')\nwhile True: pass", out))
    out.wait_for("go\n")
    board.close()
    board.close()
    thread.join(30)
    assert [type(error) for error in errors] == [RemoteError]
    with open_webrepl(server.url) as board:
        assert board.eval("x") == 7


def test_a_read_ends_when_the_stream_is_closed(server: WebReplServer) -> None:
    stream = WebReplStream(parse(server.url), "secret")

    def read_for_ever() -> None:
        while True:
            stream.read(None)  # at first maybe the prompt

    thread, errors = in_thread(read_for_ever)
    stream.close()
    thread.join(30)
    assert [type(error) for error in errors] == [BoardLost]
    with pytest.raises(BoardLost):
        stream.write(b"x", 1)


def test_ctrl_c_ends_its_frame(server: WebReplServer, monkeypatch: pytest.MonkeyPatch) -> None:
    stream = WebReplStream(parse(server.url), "secret")
    sent: list[bytes] = []
    monkeypatch.setattr(websocket.WebSocket, "send", lambda self, data: sent.append(data))
    stream.write(b"\r\x03\x03\x01", 1)
    assert sent == [b"\r\x03", b"\x03", b"\x01"]
    monkeypatch.undo()
    stream.close()
