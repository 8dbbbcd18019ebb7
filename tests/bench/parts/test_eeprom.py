"""The memory chips 24C01 to 24C512: addresses, pages, the time that writing takes, what stays."""

import pytest

from coursekit.bench.diagram import PartSpec
from coursekit.bench.errors import BenchError
from coursekit.bench.parts import Eeprom
from coursekit.bench.parts.eeprom import KINDS
from tests.bench.diagrams import bench, output, part
from tests.bench.parts.i2c_host import make, power, read, read_mem, write, write_mem

ADDRESS = 0x50
MS = 1000


def put(chip: Eeprom, t_us: int, place: int, data: bytes, address: int = ADDRESS) -> list[bool]:
    bits = 8 * chip.kind.address_bytes
    return write_mem(chip, t_us, address, place, data, addrsize=bits)


def get(chip: Eeprom, t_us: int, place: int, n: int, address: int = ADDRESS) -> bytes:
    return read_mem(chip, t_us, address, place, n, addrsize=8 * chip.kind.address_bytes)


def test_a_new_chip_is_a_24c32_and_holds_0xff() -> None:
    chip = make(Eeprom)
    assert chip.memory == b"\xff" * 4096
    assert get(chip, 0, 0x0FFE, 2) == b"\xff\xff"
    assert chip.state() == {"used": 0}


def test_what_is_written_can_be_read_after_the_write_time() -> None:
    chip = make(Eeprom)
    assert put(chip, 0, 0x0102, b"abc") == [True] * 6
    assert write(chip, 4 * MS, ADDRESS, b"") == [False], "it is busy: acknowledge polling"
    assert read(chip, 5 * MS - 1, ADDRESS, 1) == b""
    assert write(chip, 5 * MS, ADDRESS, b"") == [True]
    assert get(chip, 5 * MS, 0x0101, 5) == b"\xffabc\xff"
    assert chip.state() == {"used": 3}


def test_an_old_part_takes_longer() -> None:
    chip = make(Eeprom, write_ms="10")
    put(chip, 0, 0, b"a")
    assert write(chip, 10 * MS - 1, ADDRESS, b"") == [False]
    assert write(chip, 10 * MS, ADDRESS, b"") == [True]


@pytest.mark.parametrize("size", KINDS)
def test_a_page_write_rolls_over_within_its_page(size: str) -> None:
    chip = make(Eeprom, size=size)
    page = chip.kind.page
    data = bytes(range(1, page + 4))  # three more than a page holds
    put(chip, 0, page + 2, data)
    expected = bytearray(page)
    for i, byte in enumerate(data):
        expected[(2 + i) % page] = byte
    assert chip.memory[: 3 * page] == b"\xff" * page + bytes(expected) + b"\xff" * page
    assert get(chip, 5 * MS, 2 * page - 1, 1) == bytes(expected[-1:])


@pytest.mark.parametrize("size", KINDS)
def test_reading_goes_on_over_pages_and_rolls_over_at_the_end(size: str) -> None:
    chip = make(Eeprom, size=size)
    total = chip.kind.size
    chip.memory = bytes(i * 7 & 0xFF for i in range(total))
    last = (total - 2) & (0xFF if chip.kind.address_bytes == 1 else 0xFFFF)
    address = chip.addresses()[-1]
    found = get(chip, 0, last, 40, address)
    assert found == chip.memory[-2:] + chip.memory[:38]


@pytest.mark.parametrize(("size", "blocks"), [("24C02", 1), ("24C04", 2), ("24C08", 4),
                                              ("24C16", 8), ("24C512", 1)])  # fmt: skip
def test_block_bits_are_part_of_the_bus_address(size: str, blocks: int) -> None:
    chip = make(Eeprom, size=size)
    assert chip.addresses() == tuple(range(0x50, 0x50 + blocks))
    for block, address in enumerate(chip.addresses()):
        put(chip, 10 * MS * block, 3, bytes([block]), address)
    for block, address in enumerate(chip.addresses()):
        assert get(chip, 900 * MS, 3, 1, address) == bytes([block])
    assert [chip.memory[256 * block + 3] for block in range(blocks)] == list(range(blocks))


def test_current_address_read_goes_on_after_the_last_access() -> None:
    chip = make(Eeprom)
    chip.memory = bytes(range(100))
    assert get(chip, 0, 10, 3) == bytes([10, 11, 12])
    assert read(chip, 0, ADDRESS, 2) == bytes([13, 14])
    put(chip, 0, 40, b"x")
    assert read(chip, 6 * MS, ADDRESS, 1) == bytes([41])


def test_half_a_memory_address_changes_nothing() -> None:
    chip = make(Eeprom)
    chip.memory = bytes(range(100))
    get(chip, 0, 10, 1)
    assert write(chip, 0, ADDRESS, [0]) == [True, True]
    assert read(chip, 0, ADDRESS, 1) == bytes([11])


def test_upper_address_bits_do_not_count() -> None:
    chip = make(Eeprom)
    put(chip, 0, 0xF005, b"z")
    assert chip.memory[5:6] == b"z"


def test_memory_outlasts_the_loss_of_power_and_the_address_counter_does_not() -> None:
    chip = make(Eeprom)
    put(chip, 0, 40, b"kept")
    get(chip, 5 * MS, 40, 1)
    chip.on_power_lost(6 * MS)
    power(chip, 20 * MS)
    assert get(chip, 20 * MS, 40, 4) == b"kept"
    chip.on_power_lost(30 * MS)
    power(chip, 40 * MS)
    assert read(chip, 40 * MS, ADDRESS, 1) == chip.memory[:1]


@pytest.mark.parametrize(
    ("after_ms", "left"), [(0, "ffffffff"), (2.5, "6162ffff"), (4.9, "616263ff"), (5, "61626364")]
)
def test_a_write_cut_by_a_loss_of_power_is_half_done(after_ms: float, left: str) -> None:
    chip = make(Eeprom)
    chip.memory = b"old old old"
    put(chip, 0, 4, b"abcd")
    chip.on_power_lost(round(after_ms * MS))
    power(chip, 6 * MS)
    assert write(chip, 6 * MS, ADDRESS, b"") == [True], "it is not busy any more"
    assert get(chip, 6 * MS, 4, 4).hex() == left
    assert chip.memory.startswith(b"old ")


def test_data_that_no_stop_followed_is_lost_with_the_power() -> None:
    chip = make(Eeprom)
    write(chip, 0, ADDRESS, b"\0\0abc", stop=False)
    chip.on_power_lost(10)
    power(chip, 20)
    assert write(chip, 20, ADDRESS, b"") == [True]
    assert get(chip, 20, 0, 3) == b"\xff\xff\xff"


def test_memory_can_be_set_up() -> None:
    chip = make(Eeprom, size="24C01")
    chip.memory = b"hello"
    assert get(chip, 0, 0, 6) == b"hello\xff"
    with pytest.raises(BenchError, match="chip1 is a 24C01 and holds 128 bytes, not 129"):
        chip.memory = bytes(129)


@pytest.mark.parametrize(
    ("attrs", "words"), [({"size": "24C33"}, "size must be one of 24C01"), ({"write_ms": "0"},
                                                                           "write_ms must be")]
)  # fmt: skip
def test_attributes_that_cannot_be(attrs: dict[str, str], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        Eeprom(PartSpec("mem1", "coursekit-eeprom", attrs=attrs))


@pytest.mark.parametrize("size", KINDS)
def test_it_survives_every_byte_at_every_address(size: str) -> None:
    chip = make(Eeprom, size=size)
    for number, address in enumerate(range(0x48, 0x60)):
        for n in (0, 1, 2, 3, 300):
            write(chip, 100 * MS * number + 10 * MS * (n % 7), address, bytes(range(256)) * 2)
            read(chip, 100 * MS * number + 10 * MS * (n % 7) + 6 * MS, address, n)
    assert len(chip.memory) == KINDS[size].size


WIRES = ["mem1:GND pico:GND.1", "mem1:VCC pico:3V3", "mem1:SDA pico:GP4", "mem1:SCL pico:GP5"]


@pytest.mark.parametrize(
    ("size", "wires", "addresses"),
    [
        ("24C32", [], [0x50]),
        ("24C32", ["mem1:A0 pico:3V3", "mem1:A2 pico:3V3", "mem1:A1 pico:GND.2"], [0x55]),
        ("24C04", ["mem1:A0 pico:3V3", "mem1:A1 pico:3V3"], [0x52, 0x53]),
        ("24C16", ["mem1:A0 pico:3V3", "mem1:A2 pico:3V3"], list(range(0x50, 0x58))),
    ],
)
def test_address_pins(size: str, wires: list[str], addresses: list[int]) -> None:
    desk = bench([part("mem1", "coursekit-eeprom", size=size)], [*WIRES, *wires])
    assert list(desk.mem1.addresses()) == addresses


def test_an_address_pin_may_hang_on_a_gpio() -> None:
    desk = bench([part("mem1", "coursekit-eeprom")], [*WIRES, "mem1:A1 pico:GP6"])
    assert desk.mem1.addresses() == (0x50,)
    output(desk, 6)
    desk.write(6, 10, 1)
    assert desk.mem1.addresses() == (0x52,)
    desk.unplug("mem1:A1")
    assert desk.mem1.addresses() == (0x50,)


def test_write_protect_acknowledges_all_and_stores_nothing() -> None:
    desk = bench([part("mem1", "coursekit-eeprom")], [*WIRES, "mem1:WP pico:GP7"])
    output(desk, 7)
    desk.write(7, 10, 1)
    assert put(desk.mem1, 20, 0, b"no") == [True] * 5
    assert write(desk.mem1, 30, ADDRESS, b"") == [True], "no write cycle: ready at once"
    assert desk.mem1.memory[:2] == b"\xff\xff"
    desk.write(7, 40, 0)
    put(desk.mem1, 50, 0, b"ok")
    assert desk.mem1.memory[:2] == b"ok"
