"""Pictures of a display: as an array, as a file, and what they take in a trace."""

import sys
import zlib

import numpy as np
import pytest

from coursekit.bench.parts.frame import Frame, Panel

ON = Panel(lit=True, upward=True)


def test_array_has_the_shape_of_the_panel() -> None:
    memory = bytearray(1024)
    memory[127] = 0b101  # the last segment is the left column
    array = Frame(bytes(memory), ON).array()
    assert array.shape == (64, 128)
    assert np.argwhere(array).tolist() == [[0, 0], [2, 0]]
    assert Frame(b"", Panel(32)).array().shape == (32, 128)


@pytest.mark.parametrize("scale", [1, 3])
def test_png_can_be_read(scale: int) -> None:
    memory = bytearray(1024)
    memory[0] = 0xFF
    frame = Frame(bytes(memory), ON)
    data = frame.png(scale)
    size = int.from_bytes(data[16:20], "big"), int.from_bytes(data[20:24], "big")
    assert size == (128 * scale, 64 * scale)
    start = data.index(b"IDAT") + 4
    lines = zlib.decompress(
        data[start : start + int.from_bytes(data[start - 8 : start - 4], "big")]
    )
    pixels = np.frombuffer(lines, np.uint8).reshape(64 * scale, 1 + 128 * scale)[:, 1:]
    assert (pixels[::scale, ::scale] // 255 == frame.array()).all()


def test_a_frame_says_how_large_it_is() -> None:
    assert sys.getsizeof(Frame(bytes(1024), ON)) > 1024


@pytest.mark.parametrize("com_pins", range(0, 0x40, 0x10))
@pytest.mark.parametrize("upward", [False, True])
@pytest.mark.parametrize("offset", [0, 1, 40])
def test_each_row_of_the_memory_is_on_one_line(com_pins: int, upward: bool, offset: int) -> None:
    panel = ON._replace(com_pins=com_pins, upward=upward, offset=offset, start_line=9)
    assert sorted(panel.memory_row(y) or 0 for y in range(64)) == list(range(64))
