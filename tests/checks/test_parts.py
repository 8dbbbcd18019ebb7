"""Expectations of servo, buzzer, NeoPixels and RGB LED: the messages word for word."""

from __future__ import annotations

import pytest

from tests.checks.conftest import confirmed, told

SERVO = "s = PWM(Pin(17)); s.freq({}); s.duty_ns({})"
TONE = "b = PWM(Pin(16)); b.freq({}); b.duty_u16(32768); time.sleep_ms({}); b.deinit()"
PIXELS = "import neopixel; n = neopixel.NeoPixel(Pin(22), 8); "
COLOUR = "[Pin(i, Pin.OUT).on() for i in {}]"
MELODY = (
    "b = PWM(Pin(16)); b.freq(440); b.duty_u16(32768); time.sleep_ms(200); "
    "b.freq(660); time.sleep_ms(100); b.deinit()"
)

MET = [
    (SERVO.format(50, 1_500_000), "bench.srv1", "angle(90)", "srv1: 90°."),
    (
        SERVO.format(50, 2_500_000) + "; time.sleep_ms(50); s.duty_ns(500000)",
        "bench.srv1",
        "angle(180, at_ms=40)",
        "srv1: 180° at 40 ms.",
    ),
    (
        TONE.format(440, 200),
        "bench.bz1",
        "tone(440, for_ms=200)",
        "bz1: a tone of 440 Hz for 200 ms.",
    ),
    (MELODY, "bench.bz1", "tones([440, 660])", "bz1: the tones 440 Hz, 660 Hz."),
    (
        PIXELS + "n[0] = (255, 0, 0); n.write()",
        "bench.strip1",
        "shows([(255, 0, 0)])",
        "strip1: 8 colours at the end.",
    ),
    (
        COLOUR.format((18, 19)),
        "bench.rgb1",
        "brightness((1, 1, 0))",
        "rgb1: a brightness of (100 %, 100 %, 0 %) (red, green, blue).",
    ),
    (
        PIXELS + "n.fill((1, 2, 3)); n.write()",
        "bench.strip1",
        "events([((1, 2, 3),) * 8])",
        f"strip1: [({', '.join(8 * ['(1, 2, 3)'])})].",
    ),
]

NOT_MET = [
    (
        SERVO.format(50, 500_000),
        "bench.srv1",
        "angle(180)",
        "srv1: expected 180°, saw 0°. Is it the wrong way round?",
    ),
    (
        SERVO.format(500, 500_000),
        "bench.srv1",
        "angle(180)",
        "srv1: expected 180°, saw 0°. "
        "It did not move: a servo wants a pulse of 0.5 to 2.5 ms, 50 times a second.",
    ),
    ("pass", "bench.bz1", "tone(440)", "bz1: expected a tone of 440 Hz, heard nothing."),
    (
        TONE.format(880, 200),
        "bench.bz1",
        "tone(440)",
        "bz1: expected a tone of 440 Hz, heard 880 Hz for 200 ms. That is twice the frequency.",
    ),
    (
        TONE.format(440, 400),
        "bench.bz1",
        "tone(440, for_ms=200)",
        "bz1: expected a tone of 440 Hz for 200 ms, heard 440 Hz for 400 ms. "
        "That is twice as long.",
    ),
    (
        MELODY,
        "bench.bz1",
        "tones([660, 440])",
        "bz1: expected the tones 660 Hz, 440 Hz, "
        "heard 2 tones: 440 Hz for 200 ms, 660 Hz for 100 ms.",
    ),
    (
        PIXELS + "n[0] = (0, 255, 0); n.write()",
        "bench.strip1",
        "shows([(255, 0, 0)])",
        "strip1: expected pixel 0 to show (255, 0, 0) at the end, saw (0, 255, 0). "
        "Red and green are swapped.",
    ),
    (
        PIXELS + "n[0] = (255, 0, 0)",
        "bench.strip1",
        "shows([(255, 0, 0)])",
        "strip1: expected pixel 0 to show (255, 0, 0) at the end, saw (0, 0, 0). "
        "Nothing was sent to the pixels: write() shows what was set.",
    ),
    (
        PIXELS + "n.fill((9, 9, 9)); n.write()",
        "bench.strip1",
        "shows([(9, 9, 9), (1, 2, 3)])",
        "strip1: expected pixel 1 to show (1, 2, 3) at the end, saw (9, 9, 9), "
        "and 6 more pixels wrong.",
    ),
    (
        COLOUR.format((18, 20)),
        "bench.rgb1",
        "brightness((1, 1, 0))",
        "rgb1: expected a brightness of (100 %, 100 %, 0 %) (red, green, blue), "
        "saw (100 %, 0 %, 100 %). The colours are swapped: which pin is which?",
    ),
    (
        COLOUR.format((20,)),
        "bench.rgb1",
        "brightness((1, 1, 0))",
        "rgb1: expected a brightness of (100 %, 100 %, 0 %) (red, green, blue), "
        "saw (0 %, 0 %, 100 %). Is it the wrong way round?",
    ),
    (
        "raise OSError(5)",
        "bench.rgb1",
        "brightness((1, 1, 0))",
        "rgb1: expected a brightness of (100 %, 100 %, 0 %) (red, green, blue), "
        "but f() raised OSError: [Errno 5] EIO (line 7, in f).",
    ),
]


@pytest.mark.parametrize(("body", "subject", "expectation", "message"), MET)
def test_met(body: str, subject: str, expectation: str, message: str) -> None:
    check = f"board.call('f')\nexpect({subject}).{expectation}"
    assert confirmed(f"def f():\n    {body}", check) == message


@pytest.mark.parametrize(("body", "subject", "expectation", "message"), NOT_MET)
def test_not_met(body: str, subject: str, expectation: str, message: str) -> None:
    check = f"board.call('f')\nexpect({subject}).{expectation}"
    assert told(f"def f():\n    {body}", check) == message
