"""%serialconnect, %websocketconnect, %socketconnect, %disconnect, and the board's REPL by hand."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from coursekit.boards import BoardTimeout, webrepl
from tests.boards.plugged import Sockets, ch340, cp210x, pico
from tests.session.conftest import Cells

if sys.platform == "win32":
    pytest.skip("no pseudo-terminals here", allow_module_level=True)

from tests.boards.webrepl_server import WebReplServer
from tests.boards.wire import TcpServer, Wire

PROMPT = ">>> "


@pytest.fixture
def cells(plugged: Cells) -> Cells:
    return plugged


def read_until(cells: Cells, wanted: str) -> str:
    """What %readbytes shows, run again until that is in it."""
    seen = ""
    for _ in range(10):
        assert cells.run("%readbytes").status == "ok"
        seen += cells.text
        if wanted in seen:
            break
    assert wanted in seen
    return seen


class TestSerialconnect:
    def test_by_its_port(self, cells: Cells, wire: Wire) -> None:
        assert cells.run(f"%serialconnect --port={wire.port} --baud=115200").status == "ok"
        assert cells.text.endswith(f"on {wire.port}\n")
        cells.run("x = 1")
        cells.run(f"%serialconnect --port {wire.port}\nprint('x' in globals())")
        assert cells.text.endswith("False\n")

    def test_another_speed(self, cells: Cells, wire: Wire) -> None:
        cells.run(f"%serialconnect --verb --baud 9600 --port {wire.port}\nprint(1)")
        assert cells.text.endswith(f"{wire.port} is open at 9600 baud.\n1\n")
        assert "bits per second" in cells.error("%serialconnect --baud 0").message

    def test_the_one_that_is_plugged_in(self, cells: Cells, wire: Wire, sockets: Sockets) -> None:
        sockets.append(pico(wire.port))
        cells.run("%serialconnect\nx = 1\nprint(x)")
        assert cells.text.endswith(f"on {wire.port}\n1\n")
        cells.run("%serialconnect  # again\nprint('x' in globals())")
        assert cells.text.endswith(f"on {wire.port}\nFalse\n")

    def test_nothing_is_plugged_in(self, cells: Cells) -> None:
        cells.run("%serialconnect\nprint(1)")
        assert cells.text.startswith("Virtual board")
        assert cells.text.endswith("No board is plugged in, so this is the virtual one.\n1\n")

    def test_a_port_that_is_not_there(self, cells: Cells) -> None:
        error = cells.error("%serialconnect --port /dev/ttyNONE0\nprint(1)")
        assert error.name == "BoardNotFound"
        assert "There is no port /dev/ttyNONE0." in error.message
        assert "%connect virtual" in error.message

    def test_several_ports(self, cells: Cells, sockets: Sockets) -> None:
        sockets += [cp210x(), ch340()]
        message = cells.error("%serialconnect --raw").message
        assert "\n%serialconnect --port /dev/ttyUSB0    # CP210x" in message
        assert "\n%serialconnect --port /dev/ttyUSB1    # CH340" in message

    def test_raw_leaves_the_board_alone(self, cells: Cells, wire: Wire) -> None:
        cells.run(f"%serialconnect --port {wire.port}\nkept = 5")
        cells.run("%disconnect --raw")
        cells.run(f"%serialconnect --raw --port {wire.port}")
        assert cells.text.startswith(f"{wire.port} is open. Nothing was sent to it")
        cells.run(r'%writebytes "\r"')
        read_until(cells, PROMPT)
        cells.run(r'%writebytes "kept + 1\r"')
        read_until(cells, "\n6\n")
        assert cells.value("kept + 2") == "7"


class TestNetwork:
    def test_webrepl(self, cells: Cells, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.delenv(webrepl.VARIABLE, raising=False)
        with WebReplServer("p@ss:/ word") as server:
            cells.run(f'%websocketconnect {server.url} --password "p@ss:/ word"\nprint(6 * 7)')
            assert cells.text.endswith(f"on {server.url}\n42\n")
            assert "p@ss" not in cells.text
            wrong = cells.error(f"%websocketconnect {server.url} --password wrong")
            assert "wrong" not in wrong.message.replace("wrong password", "")
            cells.session.close()

    @pytest.mark.filterwarnings("ignore:set(Daemon|Name):DeprecationWarning")  # in pyserial
    def test_socket(self, cells: Cells, tmp_path: Path) -> None:
        with TcpServer(tmp_path) as port:
            cells.run(f"%socketconnect 127.0.0.1 {port}\nprint(6 * 7)")
            assert cells.text.endswith(f"on socket://127.0.0.1:{port}\n42\n")
            cells.session.close()

    def test_what_is_no_port(self, cells: Cells) -> None:
        assert "invalid int value" in cells.error("%socketconnect 127.0.0.1 a").message


class TestDisconnect:
    def test_no_cell_opens_another_board(self, cells: Cells, wire: Wire) -> None:
        cells.run(f"%serialconnect --port {wire.port}")
        cells.run("%disconnect")
        assert cells.text == f"Disconnected from {wire.port}. %connect takes a board again.\n"
        error = cells.error("print(1)")
        assert "No board is connected. %connect" in error.message
        assert "No board is connected" in cells.error("%ls").message
        cells.run("%disconnect")
        assert cells.text == "No board was connected.\n"
        cells.run(f"%serialconnect --port {wire.port}\nprint(2)")
        assert cells.text.endswith("2\n")

    def test_and_connect_again_in_one_cell(self, cells: Cells) -> None:
        cells.run("%serialconnect\n%disconnect\n%serialconnect\nprint(3)")
        assert cells.text.endswith("3\n")


class TestByHand:
    @pytest.fixture(params=["serial", "virtual"])
    def connected(self, cells: Cells, request: pytest.FixtureRequest) -> Cells:
        if request.param == "serial":
            wire: Wire = request.getfixturevalue("wire")
            cells.run(f"%serialconnect --port {wire.port}")
        else:
            cells.run("%connect virtual")
        return cells

    def test_a_program_that_is_started_later(self, connected: Cells) -> None:
        assert connected.run("%suppressendcode\nfor n in range(2):\n    print(n)").status == "ok"
        assert connected.text.startswith("The program was sent and not started.")
        assert connected.session.peek("1") is None, "completion may not disturb what lies there"
        connected.run(r'%writebytes -v "\x04"')
        assert connected.text.startswith("1 byte sent to ")
        assert read_until(connected, "\x04>").replace("\x04", "|") == "OK0\n1\n||>"

    def test_one_that_is_never_started_leaves_nothing(self, connected: Cells) -> None:
        connected.run("kept = 5")
        connected.run("%suppressendcode\nkept = 6\nprint('no')")
        connected.run("print(kept)")
        assert connected.text == "5\n"
        assert connected.session.peek("kept") == 5

    def test_an_endless_program_ends_with_the_next_cell(self, connected: Cells) -> None:
        connected.run("%suppressendcode\nwhile True:\n    pass")
        connected.run(r'%writebytes "\x04"')
        connected.run("print('back')")
        assert connected.text.endswith("back\n")

    def test_what_is_read_can_be_captured(self, connected: Cells, tmp_path: Path) -> None:
        connected.run(r'%writebytes "\x02"')
        connected.run("%capture -Q log.txt\n%readbytes")
        assert "captured" in connected.text
        assert (tmp_path / "log.txt").read_text() != ""

    def test_the_friendly_prompt(self, connected: Cells) -> None:
        connected.run("kept = 5")
        connected.run(r'%writebytes "\x02"')
        read_until(connected, PROMPT)
        connected.run(r"%writebytes 'kept + 1\r'")
        read_until(connected, "\n6\n")
        assert connected.value("kept") == "5"

    def test_bytes(self, connected: Cells) -> None:
        program = "import sys\nprint(sys.stdin.read(3))"
        connected.run(f"%suppressendcode\n{program}")
        connected.run(r'%writebytes "\x04"')
        read_until(connected, "OK")
        connected.run(r"""%writebytes "\"aö"  # three letters""")
        read_until(connected, '"aö\n')
        connected.run("%writebytes -b -v '\\x20\\xff'")
        assert connected.text.startswith("2 bytes")
        connected.run(r'%writebytes "\x03\x02\x01"')
        connected.run("%readbytes --binary")
        assert connected.text.startswith("b'")

    def test_what_cannot_be(self, connected: Cells) -> None:
        for line, said in {
            "%writebytes": "Nothing to send",
            "%writebytes two words": "in quotation marks",
            "%writebytes 'one' 'two'": "One text",
            r"%writebytes '\x1'": "not finished",
            "%writebytes -b 'ł'": "one byte",
            "%writebytes -q 'a'": "-q",
            "%suppressendcode": "no program below",
            "%suppressendcode\nx = '\x04'": "control characters",
        }.items():
            assert said in connected.error(line).message


class TestRebootdevice:
    def test_variables_are_gone(self, cells: Cells, wire: Wire) -> None:
        cells.run(f"%serialconnect --port {wire.port}\nx = 1")
        cells.run("%rebootdevice\nprint('x' in globals())")
        assert cells.text == "The board has restarted: variables and imports are gone.\nFalse\n"

    def test_a_program_that_was_started_by_hand(self, cells: Cells) -> None:
        cells.run("%connect virtual\nx = 1")
        cells.run("%suppressendcode\nwhile True:\n    pass")
        cells.run(r'%writebytes "\x04"')
        cells.run("%rebootdevice\nprint('x' in globals())")
        assert cells.text.endswith("False\n")

    def test_a_virtual_board_that_does_not_react_is_replaced(
        self, cells: Cells, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        cells.run("%connect virtual\nx = 1")
        stuck = cells.session.board
        assert stuck is not None

        def fails() -> None:
            raise BoardTimeout("It does not react.")

        monkeypatch.setattr(stuck, "soft_reset", fails)
        cells.run("%rebootdevice\nprint('x' in globals())")
        assert cells.text.endswith("variables and imports are gone.\nFalse\n")
        assert cells.session.board is not stuck
