"""Which board is chosen, with fakes in the place of USB."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import pytest

from coursekit.boards import (
    Board,
    BoardError,
    BoardNotFound,
    BoardTimeout,
    PortBusy,
    PortPermission,
    connect,
    serial,
    webrepl,
)
from coursekit.boards.virtual import VirtualBoard, zygote
from tests.boards.plugged import (
    Sockets,
    ch340,
    cp210x,
    esp32s3,
    microbit,
    pico,
    pyboard,
    usb_port,
)

UNO = usb_port("/dev/ttyACM8", 0x2341, 0x0043, "9553", "1-8", "Arduino (www.arduino.cc)")
DAPLINK = usb_port("/dev/ttyACM9", 0x0D28, 0x0204, "0240", "1-9", "Arm", "DAPLink CMSIS-DAP")
C_PROGRAM = usb_port("/dev/ttyACM7", 0x2E8A, 0x000A, "e66", "1-1", "Raspberry Pi", "Pico")
CIRCUITPYTHON = usb_port("/dev/ttyACM6", 0x239A, 0x80F2, "DF6", "1-2", "Adafruit", "Feather")


@pytest.fixture(autouse=True)
def opening(monkeypatch: pytest.MonkeyPatch) -> None:
    """Opening a board gives a string that says so."""
    monkeypatch.delenv(connect.VARIABLE, raising=False)
    monkeypatch.setattr(serial, "open_serial", lambda port: f"opened {port}")
    monkeypatch.setattr(webrepl, "open_webrepl", lambda url, ask: f"{url} asks {ask}")


def opened(board: Board) -> object:
    return board


def test_the_one_that_is_plugged_in(sockets: Sockets) -> None:
    sockets += [cp210x(), pico()]
    assert opened(connect.connect()) == "opened /dev/ttyACM0"


def test_a_pyboard_with_two_ports_is_one(sockets: Sockets) -> None:
    sockets += [pyboard(2, 1), pyboard(3, 3)]
    assert opened(connect.connect()) == "opened /dev/ttyACM2"


@pytest.mark.parametrize("kind", [PortBusy, PortPermission, BoardTimeout])
def test_who_did_not_ask_for_a_board_is_told_how_to_go_on_without(
    sockets: Sockets, monkeypatch: pytest.MonkeyPatch, kind: type[BoardError]
) -> None:
    def fail(port: str) -> None:
        raise kind(f"{port} does not open.")

    sockets.append(pico())
    monkeypatch.setattr(serial, "open_serial", fail)
    with pytest.raises(kind, match=r"does not open\.\n.*%connect virtual"):
        connect.connect()
    with pytest.raises(kind, match=r"does not open\.$"):
        connect.connect("pico")


def test_several_are_listed(sockets: Sockets) -> None:
    sockets += [pico(), pyboard(1, 1), cp210x()]
    with pytest.raises(BoardError) as caught:
        connect.connect()
    lines = str(caught.value).split("\n")
    assert [line.split("  ")[0] for line in lines[1:]] == [
        "%connect /dev/ttyACM0",
        "%connect /dev/ttyACM1",
        "%connect virtual",
    ]
    assert "e6614c" in lines[1]


@pytest.mark.parametrize(
    "there",
    [[], [cp210x()], [ch340()], [UNO], [DAPLINK], [C_PROGRAM], [CIRCUITPYTHON], [microbit()]],
)
def test_what_is_not_certain_is_not_opened(sockets: Sockets, there: list[SimpleNamespace]) -> None:
    sockets += there
    with connect.connect() as board:
        assert isinstance(board, VirtualBoard)


def test_it_is_said_what_was_not_opened(sockets: Sockets) -> None:
    assert connect.hint() == ""
    sockets += [UNO, DAPLINK, C_PROGRAM, CIRCUITPYTHON]
    assert connect.hint() == ""
    sockets += [cp210x(), esp32s3()]
    lines = connect.hint().split("\n")[1:]
    assert [line.split("  ")[0] for line in lines] == [
        "%connect /dev/ttyACM1",
        "%connect /dev/ttyUSB0",
    ]


def test_the_variable_stands_for_none_only(
    sockets: Sockets, monkeypatch: pytest.MonkeyPatch
) -> None:
    sockets += [pico(), esp32s3()]
    monkeypatch.setenv(connect.VARIABLE, "virtual")
    with connect.connect() as board:
        assert isinstance(board, VirtualBoard)
    monkeypatch.setenv(connect.VARIABLE, "esp32")
    assert opened(connect.connect()) == "opened /dev/ttyACM1"
    assert opened(connect.connect("/dev/ttyACM0")) == "opened /dev/ttyACM0"


@pytest.mark.parametrize(
    ("target", "port"),
    [
        ("e6614c", "/dev/ttyACM0"),
        ("E6614C", "/dev/ttyACM0"),
        ("/dev/ttyACM0", "/dev/ttyACM0"),
        ("COM7", "COM7"),
        ("/dev/ttyNOT9", "/dev/ttyNOT9"),  # opening it says what is wrong
        ("pico", "/dev/ttyACM0"),
        ("Pico", "/dev/ttyACM0"),
        ("microbit", "/dev/ttyACM5"),
        ("esp32", "/dev/ttyACM1"),
        ("cp210x", "/dev/ttyUSB0"),
        ("socket://host:2000", "socket://host:2000"),
        ("rfc2217://host:2000", "rfc2217://host:2000"),
    ],
)
def test_by_port_number_name_and_address(sockets: Sockets, target: str, port: str) -> None:
    sockets += [pico(), microbit(), esp32s3(), cp210x()]
    assert opened(connect.connect(target)) == f"opened {port}"


def test_a_link_is_its_port(sockets: Sockets, tmp_path: Path) -> None:
    (tmp_path / "ttyACM0").touch()
    (tmp_path / "usb-MicroPython_Board").symlink_to(tmp_path / "ttyACM0")
    sockets.append(pico(str(tmp_path / "ttyACM0")))
    target = str(tmp_path / "usb-MicroPython_Board")
    assert opened(connect.connect(target)) == f"opened {tmp_path / 'ttyACM0'}"


@pytest.mark.parametrize("target", ["0001", "esp32"])
def test_a_number_or_name_of_several_lists_them(sockets: Sockets, target: str) -> None:
    sockets += [cp210x("/dev/ttyUSB0", "1-1"), cp210x("/dev/ttyUSB1", "1-2")]
    with pytest.raises(BoardError, match=f"Several boards fit '{target}'") as caught:
        connect.connect(target)
    assert "%connect /dev/ttyUSB0" in str(caught.value)
    assert "%connect /dev/ttyUSB1" in str(caught.value)


def test_a_webrepl(sockets: Sockets) -> None:
    assert opened(connect.connect("ws://pico.local")) == "ws://pico.local asks None"


def test_the_port_of_a_webrepl_has_no_password() -> None:
    assert connect.port_of("ws://:secret@Host") == connect.port_of("ws://host:8266")
    assert "secret" not in connect.port_of("ws://:secret@Host")


def test_a_real_board_takes_no_runtime(sockets: Sockets) -> None:
    sockets.append(pico())
    for target in (None, "/dev/ttyACM0", "ws://host"):
        with pytest.raises(BoardError, match="%connect virtual --runtime /usr/bin/mpy"):
            connect.connect(target, runtime="/usr/bin/mpy")


def test_an_unknown_name_lists_the_boards(sockets: Sockets) -> None:
    with pytest.raises(BoardNotFound, match="Ports there are: none"):
        connect.connect("e662")
    sockets += [pico(), UNO]
    with pytest.raises(BoardNotFound, match="/dev/ttyACM0") as caught:
        connect.connect("e662")
    assert "/dev/ttyACM8" not in str(caught.value)


@pytest.mark.parametrize(
    ("plugged", "named", "gets_ready"),
    [
        ([], "", True),
        ([cp210x()], "", True),
        ([pico()], "", False),
        ([pico()], "virtual", True),
        ([], "/dev/ttyACM0", False),
    ],
)
def test_the_virtual_board_is_prepared_where_it_will_be_taken(
    plugged: list[SimpleNamespace],
    named: str,
    gets_ready: bool,
    sockets: Sockets,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    prepared: list[str] = []
    monkeypatch.setattr(zygote, "AVAILABLE", True)
    monkeypatch.setattr(zygote, "prepare", prepared.append)
    monkeypatch.setenv(connect.VARIABLE, named)
    sockets += plugged
    connect.get_ready()
    assert bool(prepared) == gets_ready
