"""Which board is chosen, with fakes in the place of USB."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from serial.tools import list_ports

from coursekit.boards import Board, BoardError, BoardNotFound, connect, serial
from coursekit.boards.serial import FoundPort
from coursekit.boards.virtual import VirtualBoard

PICO = FoundPort("/dev/ttyACM0", "Raspberry Pi Pico", True)
OTHER = FoundPort("/dev/ttyACM1", "pyboard", True)
BRIDGE = FoundPort("/dev/ttyUSB0", "CP210x USB bridge", False)


@pytest.fixture
def plugged_in(monkeypatch: pytest.MonkeyPatch) -> list[FoundPort]:
    """The boards that are found; opening one gives a string that says so."""
    found: list[FoundPort] = []
    monkeypatch.delenv(connect.VARIABLE, raising=False)
    monkeypatch.setattr(serial, "find_boards", lambda: found)
    monkeypatch.setattr(serial, "open_serial", lambda port: f"opened {port}")
    ports = [SimpleNamespace(device="/dev/ttyACM0", serial_number="E661")]
    monkeypatch.setattr(list_ports, "comports", lambda: ports)
    return found


def opened(board: Board) -> object:
    return board


def test_the_one_that_is_plugged_in(plugged_in: list[FoundPort]) -> None:
    plugged_in += [PICO, BRIDGE]
    assert opened(connect.connect()) == "opened /dev/ttyACM0"


def test_several_are_listed(plugged_in: list[FoundPort]) -> None:
    plugged_in += [PICO, OTHER]
    with pytest.raises(BoardError) as caught:
        connect.connect()
    lines = str(caught.value).split("\n")
    assert [line.split("  ")[0] for line in lines[1:]] == [
        "%connect /dev/ttyACM0",
        "%connect /dev/ttyACM1",
        "%connect virtual",
    ]


@pytest.mark.parametrize("found", [[], [BRIDGE]])
def test_none_is_the_virtual_board(plugged_in: list[FoundPort], found: list[FoundPort]) -> None:
    plugged_in += found
    with connect.connect() as board:
        assert isinstance(board, VirtualBoard)


def test_the_variable_stands_for_none_only(
    plugged_in: list[FoundPort], monkeypatch: pytest.MonkeyPatch
) -> None:
    plugged_in.append(PICO)
    monkeypatch.setenv(connect.VARIABLE, "virtual")
    with connect.connect() as board:
        assert isinstance(board, VirtualBoard)
    assert opened(connect.connect("/dev/ttyACM0")) == "opened /dev/ttyACM0"


def test_by_serial_number_and_by_port(plugged_in: list[FoundPort]) -> None:
    assert opened(connect.connect("E661")) == "opened /dev/ttyACM0"
    assert opened(connect.connect("COM7")) == "opened COM7"


def test_a_real_board_takes_no_runtime(plugged_in: list[FoundPort]) -> None:
    plugged_in.append(PICO)
    for target in (None, "/dev/ttyACM0"):
        with pytest.raises(BoardError, match="%connect virtual --runtime /usr/bin/mpy"):
            connect.connect(target, runtime="/usr/bin/mpy")


def test_an_unknown_name_lists_the_ports(plugged_in: list[FoundPort]) -> None:
    with pytest.raises(BoardNotFound, match="/dev/ttyACM0"):
        connect.connect("E662")
