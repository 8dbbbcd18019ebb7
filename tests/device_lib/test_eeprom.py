"""The driver of the EEPROMs 24Cxx, on simulated ones."""

from __future__ import annotations

from random import Random

import pytest

from tests.device_lib.conftest import MakeDesk
from tests.device_lib.desk import Desk

SIZES = {1: 8, 2: 8, 4: 16, 8: 16, 16: 16, 32: 32, 64: 32, 128: 64, 256: 64, 512: 128}


def eeprom(make_desk: MakeDesk, kbits: int, *wires: str) -> Desk:
    desk = make_desk("ee1", "coursekit-eeprom", *wires, size=f"24C{kbits:02d}")
    desk.install("eeprom")
    desk.run(f"from eeprom import EEPROM\nee = EEPROM(i2c, kbits={kbits})")
    return desk


@pytest.fixture
def desk(make_desk: MakeDesk) -> Desk:
    return eeprom(make_desk, 32)


@pytest.mark.parametrize(("kbits", "page"), SIZES.items())
def test_all_sizes_over_borders_of_pages_and_at_the_end(
    make_desk: MakeDesk, kbits: int, page: int
) -> None:
    desk = eeprom(make_desk, kbits)
    size = desk.value("len(ee)")
    assert size == kbits * 128
    right = bytearray(b"\xff" * size)
    random = Random(kbits)
    for start in (0, page - 3, size // 2 - 5, size - 2 * page - 1):
        piece = random.randbytes(2 * page + 1)
        desk.run(f"ee.write({start}, {piece!r})")
        right[start : start + len(piece)] = piece
        assert desk.value(f"ee.read({start}, {len(piece)})") == piece
    assert desk.bench.ee1.memory == right
    whole = min(size, 16_384)  # the board has no memory for more
    assert desk.value(f"sum(ee.read(0, {whole}))") == sum(right[:whole])


@pytest.mark.parametrize(("write_ms", "least", "most"), [(2, 4, 8), (5, 10, 15), (10, 20, 26)])
def test_it_waits_for_the_chip_and_no_longer(
    make_desk: MakeDesk, write_ms: int, least: int, most: int
) -> None:
    desk = make_desk("ee1", "coursekit-eeprom", write_ms=str(write_ms))
    desk.install("eeprom")
    desk.run("import time\nfrom eeprom import EEPROM\nee = EEPROM(i2c)")
    desk.run("began = time.ticks_ms()\nee.write(0, bytes(40))\nended = time.ticks_ms()")
    assert least <= desk.value("ended - began") <= most


def test_no_bytes_at_all(desk: Desk) -> None:
    desk.run("ee.write(3, b'')")
    assert desk.value("ee.read(3, 0), ee.read(4096, 0)") == (b"", b"")


def test_it_keeps_without_a_supply(desk: Desk) -> None:
    desk.run("ee.write(100, 'Grüße'.encode())")
    desk.bench.unplug("ee1:VCC")
    assert desk.error("ee.read(100, 7)").startswith("OSError: [Errno 5] EIO")
    desk.bench.plug("ee1:VCC")
    assert desk.value("ee.read(100, 7).decode()") == "Grüße"


def test_what_is_protected_is_an_error(make_desk: MakeDesk) -> None:
    desk = eeprom(make_desk, 32, "ee1:WP pico:3V3")
    error = desk.error("ee.write(5, b'new')")
    assert error.startswith(
        "OSError: [Errno 5] EIO: the EEPROM at 0x50 has not kept what was written to 5: "
        "connect its pin WP to GND"
    )


def test_a_page_that_is_too_large_is_an_error(make_desk: MakeDesk) -> None:
    desk = make_desk("ee1", "coursekit-eeprom", size="24C32")
    desk.install("eeprom")
    desk.run("from eeprom import EEPROM\nee = EEPROM(i2c, page=64)")
    assert "check kbits and page" in desk.error("ee.write(0, bytes(range(64)))")


def test_a_chip_that_stays_away_is_an_error(desk: Desk) -> None:
    desk.bench.unplug("ee1:VCC")
    error = desk.error("ee._wait()")
    assert "0x50 does not come back from writing: check its supply" in error


@pytest.mark.parametrize("call", ["ee.read(4095, 2)", "ee.read(-1, 1)", "ee.write(4090, bytes(7))"])
def test_beyond_its_end(desk: Desk, call: str) -> None:
    assert desk.error(call) == "ValueError: a 24C32 has the bytes 0 to 4095"


def test_bad_size(desk: Desk) -> None:
    assert desk.error("EEPROM(i2c, kbits=3)").startswith("ValueError: kbits must be the number")


@pytest.mark.parametrize("kbits", [16, 32])
def test_reading_allocates_nothing(make_desk: MakeDesk, kbits: int) -> None:
    desk = eeprom(make_desk, kbits)
    desk.run("buf = bytearray(64)")
    assert desk.allocates("ee.readinto(100, buf)") == 0


def test_at_another_address(make_desk: MakeDesk) -> None:
    desk = make_desk("ee1", "coursekit-eeprom", "ee1:A0 pico:3V3", "ee1:A1 pico:3V3")
    desk.install("eeprom")
    desk.run("from eeprom import EEPROM\nee = EEPROM(i2c, 0x53)\nee.write(0, b'here')")
    assert desk.bench.ee1.memory.startswith(b"here\xff")
    error = desk.error("EEPROM(i2c)")
    assert error.startswith("OSError: [Errno 5] EIO: no EEPROM at 0x50: check")
