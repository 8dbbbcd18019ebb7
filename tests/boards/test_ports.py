"""Which ports are boards, by which names, and where one is after it was away."""

from __future__ import annotations

import pytest

from coursekit.boards.ports import find_again, find_boards, find_ports, identity, named, usb_of
from coursekit.boards.usb import Certainty
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


def test_the_surest_come_first_and_tell_what_is_known(sockets: Sockets) -> None:
    uno = usb_port("/dev/ttyACM9", 0x2341, 0x0043, manufacturer="Arduino")
    sockets += [ch340(), uno, usb_port("/dev/ttyS0"), esp32s3(), pico()]
    found = find_boards()
    assert [(port.port, port.certainty) for port in found] == [
        ("/dev/ttyACM0", Certainty.CERTAIN),
        ("/dev/ttyACM1", Certainty.LIKELY),
        ("/dev/ttyUSB1", Certainty.MAYBE),
    ]
    assert [port.certain for port in found] == [True, False, False]
    assert found[0].serial_number == "e6614c"
    assert (found[0].location, found[0].vid, found[0].pid) == ("1-2", 0x2E8A, 0x0005)
    assert found[0].line() == "Raspberry Pi Pico or another RP2 board, e6614c"
    assert found[2].serial_number == ""


def test_what_runs_something_else_is_a_port_and_no_board(sockets: Sockets) -> None:
    sockets.append(usb_port("/dev/ttyACM0", 0x2E8A, 0x000A, product="Pico"))
    assert [port.certainty for port in find_ports()] == [Certainty.NO]
    assert find_boards() == []


def test_ten_comes_after_two(sockets: Sockets) -> None:
    sockets += [pico("COM10", "a", "1-1"), pico("COM2", "b", "1-2")]
    assert [port.port for port in find_boards()] == ["COM2", "COM10"]


def test_a_board_with_two_ports_is_one_at_its_first(sockets: Sockets) -> None:
    sockets += [pyboard(3, 3), pyboard(4, 1)]
    assert [port.port for port in find_boards()] == ["/dev/ttyACM4"]


def test_a_bridge_with_two_ports_is_two(sockets: Sockets) -> None:
    sockets += [usb_port(f"/dev/ttyUSB{n}", 0x0403, 0x6010, "FT1", f"1-1:1.{n}") for n in range(2)]
    assert len(find_boards()) == 2


def test_a_nucleo_with_both_plugs_is_two(sockets: Sockets) -> None:
    sockets += [usb_port("/dev/ttyACM0", 0x0483, 0x374B, "066C", "1-1:1.2"), pyboard(1, 1)]
    assert len(find_boards()) == 2


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("pico", ["/dev/ttyACM0"]),
        ("Pico W", ["/dev/ttyACM0"]),
        ("RP2040", ["/dev/ttyACM0"]),
        ("micro:bit", ["/dev/ttyACM5"]),
        ("microbit", ["/dev/ttyACM5"]),
        ("pyboard", ["/dev/ttyACM3"]),
        ("esp32", ["/dev/ttyACM1"]),
        ("ESP32-S3", ["/dev/ttyACM1"]),
        ("cp210x", ["/dev/ttyUSB0"]),
        ("nothing", []),
        ("", []),
        ("--", []),
    ],
)
def test_names(sockets: Sockets, name: str, expected: list[str]) -> None:
    sockets += [pico(), microbit(), pyboard(3, 1), esp32s3(), cp210x()]
    assert [port.port for port in named(name, find_boards())] == expected


def test_a_bridge_is_an_esp32_where_nothing_else_is(sockets: Sockets) -> None:
    sockets += [cp210x(), ch340()]
    assert len(named("esp32", find_boards())) == 2


def test_found_by_its_number_at_another_socket(sockets: Sockets) -> None:
    sockets.append(pico())
    who = identity("/dev/ttyACM0")
    sockets.clear()
    assert find_again(who) is None
    sockets += [pico("/dev/ttyACM0", "other", "1-2"), pico("/dev/ttyACM1", "e6614c", "1-9")]
    assert find_again(who) == "/dev/ttyACM1"


def test_another_board_in_the_same_socket_is_not_taken(sockets: Sockets) -> None:
    sockets.append(pico())
    who = identity("/dev/ttyACM0")
    sockets[:] = [pico(number="other")]
    assert find_again(who) is None


def test_bridges_with_one_number_are_told_by_their_socket(sockets: Sockets) -> None:
    sockets += [cp210x("/dev/ttyUSB0", "1-3"), cp210x("/dev/ttyUSB1", "1-4")]
    who = identity("/dev/ttyUSB1")
    assert not who.by_number
    sockets[:] = [cp210x("/dev/ttyUSB0", "1-3")]
    assert find_again(who) is None
    sockets.append(cp210x("/dev/ttyUSB2", "1-4"))
    assert find_again(who) == "/dev/ttyUSB2"


def test_a_lone_bridge_may_move(sockets: Sockets) -> None:
    sockets.append(ch340(at="1-4"))
    who = identity("/dev/ttyUSB1")
    sockets[:] = [ch340("/dev/ttyUSB2", at="2-1")]
    assert find_again(who) == "/dev/ttyUSB2"


def test_without_number_and_socket_it_is_the_port(sockets: Sockets) -> None:
    ports = [usb_port(name, 0x0403, 0x6001) for name in ("COM3", "COM4")]
    sockets += ports
    who = identity("COM4")
    sockets[:] = ports[:1]
    assert find_again(who) is None
    sockets[:] = ports
    assert find_again(who) == "COM4"


@pytest.mark.parametrize("before", [True, False])
def test_an_esp32s3_in_its_loader_is_the_same_board(sockets: Sockets, before: bool) -> None:
    sockets.append(esp32s3(loader=before))
    who = identity("/dev/ttyACM1")
    sockets[:] = [esp32s3("/dev/ttyACM2", loader=not before)]
    assert find_again(who) == "/dev/ttyACM2"
    sockets[:] = [esp32s3("/dev/ttyACM2", at="2-1", loader=not before)]
    assert find_again(who) is None


def test_the_same_one_of_two_ports(sockets: Sockets) -> None:
    sockets += [pyboard(0, 1), pyboard(1, 3)]
    who = identity("/dev/ttyACM1")
    sockets[:] = [pyboard(5, 3), pyboard(4, 1)]
    assert find_again(who) == "/dev/ttyACM5"


def test_what_is_no_usb_device_is_its_name(sockets: Sockets) -> None:
    assert find_again(identity("/dev/pts/7")) == "/dev/pts/7"


@pytest.mark.parametrize(
    ("info", "native"),
    [
        (pico(), True),
        (pyboard(1, 1), True),
        (esp32s3(), True),
        (esp32s3(loader=True), True),
        (cp210x(), False),
        (microbit(), False),
        (usb_port("COM3", 0x1234, 0x5678, manufacturer="MicroPython"), True),
        (usb_port("COM3", 0x1234, 0x5678), False),
    ],
)
def test_whether_usb_ends_in_the_board(sockets: Sockets, info: object, native: bool) -> None:
    sockets.append(info)  # type: ignore[arg-type]
    found = usb_of(sockets[0].device)
    assert found is not None
    assert found.is_native is native


def test_what_is_no_usb_device_has_none(sockets: Sockets) -> None:
    sockets.append(pico())
    assert usb_of("/dev/ttyS0") is None
