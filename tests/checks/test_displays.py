"""`expect(bench.oled1).shows_text(...)`, on a real virtual board that draws on a display."""

from __future__ import annotations

import pytest

from coursekit.bench import Diagram
from coursekit.boards.virtual.board import VirtualBoard
from coursekit.checks import Verdict, run_check
from coursekit.checks.display_text import best_lines, is_shown

DIAGRAM = {
    "version": 1,
    "parts": [
        {"type": "board-pi-pico-w", "id": "pico"},
        {"type": "board-ssd1306", "id": "oled1"},
    ],
    "connections": [
        ["oled1:VCC", "pico:3V3", "red", []],
        ["oled1:GND", "pico:GND.1", "black", []],
        ["oled1:SDA", "pico:GP4", "green", []],
        ["oled1:SCL", "pico:GP5", "blue", []],
    ],
}
PROGRAM = r"""
from machine import I2C, Pin
import framebuf, time
i2c = I2C(0, sda=Pin(4), scl=Pin(5))
data = bytearray(1025)
data[0] = 0x40
picture = framebuf.FrameBuffer(memoryview(data)[1:], 128, 64, framebuf.MONO_VLSB)

def light():
    i2c.writeto(0x3C, b"\x00\xae\xa1\xc8\x20\x00\x21\x00\x7f\x22\x00\x07\x8d\x14\xaf")

def send():
    light()
    i2c.writeto(0x3C, data)

def draw(*lines):
    picture.fill(0)
    for text, x, y in lines:
        picture.text(text, x, y)
    send()

def late():
    time.sleep_ms(500)
    draw(("late", 0, 0))
    time.sleep_ms(500)

def dot():
    picture.fill(0)
    picture.pixel(5, 5, 1)
    send()

def underlined():
    picture.fill(0)
    picture.text("so", 0, 0)
    picture.hline(0, 20, 90, 1)
    send()

def nothing():
    pass

def broken():
    raise ValueError("no")
"""


def verdict(check: str) -> Verdict:
    """What a check says of the program above."""
    with VirtualBoard(Diagram.from_dict(DIAGRAM), fast_forward=True) as board:
        board.exec(PROGRAM)
        return run_check(check, "task", board)


@pytest.mark.parametrize(
    ("call", "text"),
    [
        ("'draw', ('21.5 C', 0, 28)", "21.5 C"),
        ("'draw', ('off the grid', 3, 41)", "off the grid"),
        ("'draw', ('--', 0, 28)", "--"),
        ("'draw', ('__', 0, 28)", "__"),
        ("'draw', ('one', 0, 0), ('two', 40, 9)", "one\\ntwo"),
        ("'draw'", ""),
        ("'nothing'", ""),
    ],
)
def test_text_is_read_wherever_it_stands(call: str, text: str) -> None:
    found = verdict(f'board.call({call})\nexpect(bench.oled1).shows_text("{text}")')
    assert found.problem == ""
    assert [f.message for f in found.findings if not f.met] == []


@pytest.mark.parametrize(
    ("call", "text", "said"),
    [
        ("'draw', ('21.5', 0, 0)", "21.5 C", "expected '21.5 C' at the end, saw '21.5'."),
        ("'draw', ('two', 0, 0), ('one', 0, 8)", "one\\ntwo", "saw 'two\\none'."),
        ("'nothing'", "x", "saw it dark. Nothing on it changed during the call."),
        ("'dot'", "x", "saw no text, only 1 pixel."),
        ("'underlined'", "so", "saw 'so' and something beside it."),
        ("'draw', ('x', 0, 0)", "", "expected a dark display at the end, saw 'x'."),
        ("'broken'", "x", "but broken() raised ValueError: no (line"),
    ],
)
def test_a_message_says_what_is_to_be_read(call: str, text: str, said: str) -> None:
    found = verdict(f'board.call({call})\nexpect(bench.oled1).shows_text("{text}")')
    ((met, message),) = [(f.met, f.message) for f in found.findings]
    assert not met
    assert message.startswith("oled1: ")
    assert said in message


def test_a_moment_can_be_asked_for() -> None:
    found = verdict("""board.call("late")
expect(bench.oled1).shows_text("", at_ms=400)
expect(bench.oled1).shows_text("late", at_ms=900)
expect(bench.oled1).shows_text("late", at_ms=9000)
""")
    assert [f.met for f in found.findings] == [True, True, False]
    assert "but the call had ended" in found.findings[-1].message


def test_only_displays_show_text() -> None:
    found = verdict("board.call('nothing')\nexpect('GP4').shows_text('x')")
    assert "is no display" in found.problem


def test_a_picture_without_letters_has_no_lines() -> None:
    dark, lit = [bytes(128)] * 64, [b"\1" * 128] * 64
    assert best_lines(dark) == best_lines(lit) == []
    assert is_shown(dark, "")
    assert not is_shown(lit, "")
