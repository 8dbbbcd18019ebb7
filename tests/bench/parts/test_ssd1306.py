"""The display SSD1306: what goes over the bus, its memory and its commands."""

import pytest

from coursekit.bench.diagram import PartSpec
from coursekit.bench.parts import Ssd1306
from coursekit.bench.parts.ssd1306 import ARGUMENTS
from tests.bench.diagrams import bench, part, text_of
from tests.bench.parts.i2c_host import make, power, read, write

ADDRESS = 0x3C
PAGE, HORIZONTAL, VERTICAL = 2, 0, 1
# The sequence of the sheet's figure 4-1 (software initialization), with the charge pump.
START = bytes.fromhex("a83f d300 40 a1 c8 da12 817f a4 a6 d580 8d14 af")


def command(chip: Ssd1306, *data: int, t_us: int = 0) -> None:
    """Commands and their arguments, all in one transfer."""
    assert all(write(chip, t_us, ADDRESS, [0x00, *data]))


def send(chip: Ssd1306, *data: int, t_us: int = 0) -> None:
    """Bytes for the memory."""
    assert all(write(chip, t_us, ADDRESS, [0x40, *data]))


def display(mode: int = HORIZONTAL, **attrs: str) -> Ssd1306:
    """One that is on, with nothing in its memory and its pointers at the start."""
    chip = make(Ssd1306, 0, **attrs)
    command(chip, *START, 0x20, HORIZONTAL, 0x21, 0, 127, 0x22, 0, 7)
    send(chip, *bytes(1024))
    command(chip, 0x20, mode)
    return chip


def lit(chip: Ssd1306) -> set[tuple[int, int]]:
    """Where pixels give light: (x, y) from the top left."""
    return {
        (x, y) for y, row in enumerate(chip.frame.rows()) for x, pixel in enumerate(row) if pixel
    }


def places(chip: Ssd1306) -> dict[int, int]:
    """The memory's bytes that are not 0, by place."""
    return {place: byte for place, byte in enumerate(chip.memory) if byte}


def test_after_power_on_it_is_dark_and_its_memory_is_noise() -> None:
    chip = make(Ssd1306)
    assert lit(chip) == set()
    assert 200 < len(set(chip.memory)) <= 256
    assert read(chip, 0, ADDRESS, 2) == b"\x40\x40"
    command(chip, *START)
    assert read(chip, 0, ADDRESS, 1) == b"\x00"
    assert 3000 < len(lit(chip)) < 5200, "snow, until somebody clears it"


def test_without_its_charge_pump_the_panel_stays_dark() -> None:
    chip = display()
    command(chip, 0xA5)
    assert len(lit(chip)) == 128 * 64
    command(chip, 0x8D, 0x10)
    assert lit(chip) == set()
    command(chip, 0x8D, 0x14)
    command(chip, 0xAE)
    assert lit(chip) == set()


def test_a_byte_is_eight_pixels_below_each_other() -> None:
    chip = display()
    send(chip, 0x81, 0x01)
    assert lit(chip) == {(0, 0), (0, 7), (1, 0)}


@pytest.mark.parametrize(
    ("mode", "expected"),
    [
        (PAGE, [(126, 3), (127, 3), (0, 3), (1, 3)]),
        (HORIZONTAL, [(126, 3), (127, 3), (125, 4), (126, 4), (127, 4), (125, 3)]),
        (VERTICAL, [(126, 3), (126, 4), (127, 3), (127, 4), (125, 3), (125, 4)]),
    ],
)
def test_addressing_modes(mode: int, expected: list[tuple[int, int]]) -> None:
    chip = display(mode)
    command(chip, 0xA0, 0x21, 125, 127, 0x22, 3, 4)
    command(chip, 0xB3, 0x0E, 0x17)  # page 3, column 0x7e
    send(chip, *range(1, len(expected) + 1))
    assert places(chip) == {128 * p + c: n for n, (c, p) in enumerate(expected, 1)}


def test_ranges_set_the_pointers_to_their_start() -> None:
    chip = display(HORIZONTAL)
    command(chip, 0xA0, 0x21, 10, 20, 0x22, 2, 5)
    send(chip, 7)
    assert places(chip) == {2 * 128 + 10: 7}


def test_commands_may_come_one_at_a_time_and_arguments_in_the_next_transfer() -> None:
    chip = display(HORIZONTAL)
    for byte in (0xA0, 0x21, 64, 127, 0x22, 1, 1):
        assert write(chip, 0, ADDRESS, [0x80, byte]) == [True] * 3
    send(chip, 9)
    assert places(chip) == {128 + 64: 9}


def test_control_bytes_between_single_commands_and_data() -> None:
    chip = display(PAGE)
    write(chip, 0, ADDRESS, [0x80, 0xA0, 0x80, 0xB2, 0x80, 0x05, 0xC0, 0x11, 0x40, 0x22, 0x80])
    assert places(chip) == {2 * 128 + 5: 0x11, 2 * 128 + 6: 0x22, 2 * 128 + 7: 0x80}


def test_mirrored_columns_are_for_what_comes_after() -> None:
    chip = display()
    send(chip, 1)
    command(chip, 0xA0)
    send(chip, 1)
    assert lit(chip) == {(0, 0), (126, 0)}


@pytest.mark.parametrize(
    ("commands", "expected"),
    [
        ([0xC0], {(0, 63), (0, 53)}),  # upside down
        ([0x4A], {(0, 54), (0, 0)}),  # line 10 of the memory on top
        ([0xD3, 10], {(0, 54), (0, 0)}),
        ([0xC0, 0xD3, 10], {(0, 9), (0, 63)}),
        ([0xA8, 31], {(0, 32), (0, 42)}),  # half of the rows, those of the lower COM pins
        ([0xDA, 0x02], {(0, 0), (0, 20)}),  # the pins of another panel: lines torn apart
        ([0xDA, 0x32], {(0, 1), (0, 11)}),  # sides swapped: lines change places in pairs
    ],
)
def test_rows(commands: list[int], expected: set[tuple[int, int]]) -> None:
    chip = display(PAGE)
    send(chip, 0x01)  # line 0
    command(chip, 0xB1, 0x00, 0x10)
    send(chip, 0x04)  # line 10
    command(chip, *commands)
    assert lit(chip) == expected


def test_a_panel_of_32_lines() -> None:
    chip = display(height="32")
    command(chip, 0xA8, 0x1F, 0xDA, 0x02)
    send(chip, 0x81)
    assert lit(chip) == {(0, 0), (0, 7)}
    assert len(chip.frame.rows()) == 32
    command(chip, 0xDA, 0x12)
    assert lit(chip) != {(0, 0), (0, 7)}


def test_inverse_and_all_on() -> None:
    chip = display()
    send(chip, 0x01)
    command(chip, 0xA7)
    assert len(lit(chip)) == 128 * 64 - 1
    command(chip, 0xA6, 0xA5)
    assert len(lit(chip)) == 128 * 64
    command(chip, 0xA4)
    assert lit(chip) == {(0, 0)}


def test_contrast_is_part_of_the_frame() -> None:
    chip = display()
    command(chip, 0x81, 0x20)
    assert chip.frame.panel.contrast == 0x20
    assert chip.state()["contrast"] == 0x20


@pytest.mark.parametrize("first", [*ARGUMENTS, 0xE3, 0x2E])
def test_each_command_takes_its_arguments_and_no_more(first: int) -> None:
    chip = display(PAGE)
    # Read as a command 0xA5 would turn all pixels on.
    command(chip, first, *[0xA5] * ARGUMENTS.get(first, 0))
    assert not chip.frame.panel.all_on
    command(chip, 0xA5)
    assert chip.frame.panel.all_on


def test_settings_that_the_sheet_calls_invalid_change_nothing() -> None:
    chip = display(VERTICAL)
    before = chip.frame.panel
    command(chip, 0xA8, 14, 0x20, 3)
    send(chip, 1, 1)
    assert chip.frame.panel == before
    assert lit(chip) == {(0, 0), (0, 8)}


def test_scrolling_is_taken_note_of() -> None:
    chip = display()
    command(chip, 0x26, 0, 0, 0, 7, 0, 0xFF, 0x2F)
    assert chip.scrolling
    command(chip, 0x2E)
    assert not chip.scrolling


@pytest.mark.parametrize("control", [0x00, 0x40, 0x80, 0xC0, 0x3F])
def test_it_survives_every_byte(control: int) -> None:
    chip = display()
    for byte in range(256):
        write(chip, byte, ADDRESS, [control, byte, 255 - byte, control, byte, 0, 0xFF])
        assert len(read(chip, byte, ADDRESS, 3)) == 3
        assert len(chip.frame.rows()) == 64
        assert len(chip.memory) == 1024


def test_a_loss_of_power_forgets_settings_and_memory() -> None:
    chip = display()
    send(chip, 0x01)
    chip.powered = False
    chip.on_power_lost(10)
    assert lit(chip) == set()
    power(chip, 20)
    assert read(chip, 30, ADDRESS, 1) == b"\x40"
    command(chip, *START)
    assert len(lit(chip)) > 3000


@pytest.mark.parametrize(("text", "address"), [("0x3c", 0x3C), ("0x3D", 0x3D), ("61", 0x3D)])
def test_address(text: str, address: int) -> None:
    assert make(Ssd1306, i2cAddress=text).addresses() == (address,)


@pytest.mark.parametrize("attrs", [{"i2cAddress": "0x68"}, {"height": "48"}, {"height": "tall"}])
def test_attributes_that_cannot_be(attrs: dict[str, str]) -> None:
    with pytest.raises(ValueError, match="must be"):
        Ssd1306(PartSpec("oled1", "board-ssd1306", attrs=attrs))


WIRES = [f"oled1:{pin} pico:{to}" for pin, to in
         (("GND", "GND.1"), ("VCC", "3V3"), ("SDA", "GP4"), ("SCL", "GP5"))]  # fmt: skip


def test_the_trace_has_a_frame_for_each_transfer_that_shows() -> None:
    desk = bench([part("oled1", "board-ssd1306")], WIRES)
    chip = desk.oled1
    command(chip, *START, 0x20, 0, t_us=100)
    send(chip, *bytes(1024), t_us=200)
    send(chip, 0, 0, 0, t_us=300)  # nothing new to be seen
    send(chip, 3, 1, t_us=400)
    channel = desk.trace["oled1"]
    assert channel.times_us.tolist() == [0, 100, 200, 400]
    assert [str(frame) for frame in channel.values][2:] == ["dark", "3 pixels"]
    desk.unplug("oled1:VCC")
    assert [frame.lit_pixels for frame in desk.trace["oled1"].values][-2:] == [3, 0]


def test_a_command_that_does_not_exist_is_a_fault() -> None:
    desk = bench([part("oled1", "board-ssd1306")], WIRES)
    command(desk.oled1, 0x99)
    assert "command 0x99" in text_of(desk, "unknown command")
