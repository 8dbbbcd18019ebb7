"""What is told from USB ids and strings: never a board where another program runs."""

from __future__ import annotations

import pytest

from coursekit.boards.usb import Certainty, identify, is_bridge, same_device


def certainty(vid: int, pid: int, **strings: str) -> Certainty | None:
    known = identify(vid, pid, **strings)
    return known.certainty if known else None


@pytest.mark.parametrize("pid", [0x9800, 0x9801, 0x9802, 0x9804, 0x9805, 0x9806, 0x980A])
def test_pyboards_are_certain(pid: int) -> None:
    assert certainty(0xF055, pid) is Certainty.CERTAIN


def test_a_pico_is_certain_on_windows_too() -> None:
    assert certainty(0x2E8A, 0x0005, manufacturer="Microsoft") is Certainty.CERTAIN


@pytest.mark.parametrize(
    ("vid", "pid", "manufacturer", "product"),
    [
        (0x2341, 0x0043, "Arduino (www.arduino.cc)", ""),  # an Uno
        (0x2341, 0x8054, "Arduino LLC", "Arduino MKR WiFi 1010"),
        (0x2E8A, 0x0009, "Raspberry Pi", "Pico"),  # a C program
        (0x2E8A, 0x000A, "Raspberry Pi", "Pico"),
        (0x2E8A, 0x000B, "Raspberry Pi", "Pico"),
        (0x2E8A, 0x000C, "Raspberry Pi", "Debug Probe (CMSIS-DAP)"),
        (0x2E8A, 0x0004, "Raspberry Pi", "Picoprobe"),
        (0x2E8A, 0x104B, "Pimoroni", "CircuitPython"),
        (0x239A, 0x80F2, "Adafruit", "Feather RP2040"),
        (0x239A, 0x800B, "Adafruit", "ItsyBitsy M0"),
        (0x0D28, 0x0204, "Arm", "DAPLink CMSIS-DAP"),
        (0x303A, 0x7003, "Espressif", "CircuitPython"),
        (0x16C0, 0x0483, "Teensyduino", "USB Serial"),
        (0x1234, 0x5678, "Somebody", "Modem"),
    ],
)
def test_other_programs_are_no_boards(vid: int, pid: int, manufacturer: str, product: str) -> None:
    found = certainty(vid, pid, manufacturer=manufacturer, product=product)
    assert found in (None, Certainty.NO)


@pytest.mark.parametrize(
    ("vid", "pid", "product"),
    [
        (0x10C4, 0xEA60, "CP2102N"),
        (0x1A86, 0x7523, "USB Serial"),
        (0x1A86, 0x55D4, "USB Single Serial"),
        (0x0403, 0x6001, "FT232R USB UART"),
        (0x303A, 0x1001, "USB JTAG/serial debug unit"),
        (0x0483, 0x374B, "STM32 STLink"),
    ],
)
def test_a_bridge_is_only_maybe_a_board(vid: int, pid: int, product: str) -> None:
    assert certainty(vid, pid, product=product) is Certainty.MAYBE


@pytest.mark.parametrize(
    ("vid", "pid"), [(0x303A, 0x4001), (0x303A, 0x80D7), (0x2E8A, 0x1020), (0x239A, 0x80F2)]
)
def test_a_vendors_id_alone_is_likely_and_its_string_certain(vid: int, pid: int) -> None:
    assert certainty(vid, pid) is Certainty.LIKELY
    assert certainty(vid, pid, manufacturer="MicroPython") is Certainty.CERTAIN


def test_an_unknown_id_that_says_micropython() -> None:
    known = identify(0x1234, 0x0001, "MicroPython", "Feather board")
    assert known is not None
    assert (known.name, known.certainty) == ("Feather board", Certainty.CERTAIN)


@pytest.mark.parametrize(
    "strings",
    [{"product": '"BBC micro:bit CMSIS-DAP"'}, {"serial_number": "9904360261974e45"}],
)
def test_a_microbit_is_told_from_other_daplinks(strings: dict[str, str]) -> None:
    known = identify(0x0D28, 0x0204, **strings)
    assert known is not None
    assert (known.name, known.certainty) == ("BBC micro:bit", Certainty.LIKELY)
    assert "microbit" in known.aliases


def test_no_ids() -> None:
    assert identify(None, None) is None
    assert not is_bridge(None, None)


def test_an_esp32_changes_its_ids() -> None:
    assert same_device((0x303A, 0x1001), (0x303A, 0x4001))
    assert not same_device((0x2E8A, 0x0005), (0x2E8A, 0x000A))
