"""Expectations of traces: the messages word for word, against real programs."""

from __future__ import annotations

import pytest

from tests.checks.conftest import confirmed, messages, told

BLINK = """for i in range(3):
        led.on()
        time.sleep_ms(200)
        led.off()
        time.sleep_ms(100)"""
PWM_1_KHZ = "p = PWM(Pin(15)); p.freq(1000); p.duty_u16({})"
PULSE = "led.on(); time.sleep_ms(10); led.off()"
COUNTING = "where does the counting begin and end?"

MET = [
    (BLINK, "pulses(3)", "3 pulses."),
    (
        BLINK,
        "pulses(3, on_ms=200, off_ms=100)",
        "3 pulses of 200 ms with gaps of 100 ms.",
    ),
    ("pass", "pulses(0)", "no pulses."),
    (BLINK, "edges(6)", "6 edges."),
    (BLINK, "period(300)", "a period of 300 ms."),
    (PWM_1_KHZ.format(32768), "period(1)", "a period of 1 ms."),
    (PWM_1_KHZ.format(32768), "frequency(1000)", "a frequency of 1 kHz."),
    (BLINK, "frequency(3.33)", "a frequency of 3.33 Hz."),
    (PWM_1_KHZ.format(32768), "duty(0.5)", "a duty cycle of 50 %."),
    (PWM_1_KHZ.format(65535), "duty(1)", "a duty cycle of 100 %."),
    (BLINK, "duty(0.667)", "a duty cycle of 66.7 %."),
    (PWM_1_KHZ.format(16384), "brightness(0.25)", "a brightness of 25 %."),
    (
        PWM_1_KHZ.format(16384) + "; time.sleep_ms(10); p.duty_u16(0)",
        "brightness(0.25, at_ms=5)",
        "a brightness of 25 % at 5 ms.",
    ),
    ("led.on()", "level(1)", "on at the end."),
    (PULSE, "level(1, at_ms=5)", "on at 5 ms."),
    ("pass", "stays(0)", "stayed off."),
    (PULSE, "changes_at([0, 12])", "changes at 0, 12 ms (give or take 5 ms)."),
    ("pass", "changes_at([])", "no change."),
    ("led.on(); Pin(16, Pin.OUT).on()", "before('GP16')", "a change before GP16."),
]

NOT_MET = [
    (
        BLINK,
        "pulses(3, on_ms=100, off_ms=200)",
        "expected 3 pulses of 100 ms with gaps of 200 ms, saw 3 pulses of 200 ms with gaps of "
        "100 ms (first rise at 1 µs). On and off are the wrong way round.",
    ),
    (
        BLINK,
        "pulses(4, on_ms=200)",
        "expected 4 pulses of 200 ms, saw 3 pulses of 200 ms with gaps of 100 ms "
        f"(first rise at 1 µs). That is one too few: {COUNTING}",
    ),
    (
        "led.on(); time.sleep(20); led.off()",
        "pulses(1, on_ms=20)",
        "expected 1 pulse of 20 ms, saw 1 pulse of 20 s (first rise at 1 µs). "
        "Is the delay in seconds? sleep() counts seconds, sleep_ms() milliseconds.",
    ),
    (
        "led.on(); time.sleep_us(200); led.off()",
        "pulses(1, on_ms=200)",
        "expected 1 pulse of 200 ms, saw 1 pulse of 201 µs (first rise at 1 µs). "
        "Is the delay in microseconds? sleep_ms() counts milliseconds.",
    ),
    (
        "led.on(); time.sleep_ms(10)",
        "pulses(1, on_ms=10)",
        "expected 1 pulse of 10 ms, saw no pulses; it went on at 1 µs and was still on when the "
        "call ended. The last pulse has to end before the call does.",
    ),
    (
        "Pin(16, Pin.OUT).on(); Pin(16).off()",
        "pulses(1)",
        "expected 1 pulse, saw no change: it was off throughout. "
        "GP16 changed instead: is that the right pin?",
    ),
    (
        PWM_1_KHZ.format(16384) + "; time.sleep(100)",
        "pulses(1)",
        "expected 1 pulse, saw PWM of 1 kHz, on 25 % of the time.",
    ),
    (
        "for _ in range(120000): led.toggle()",
        "pulses(3)",
        "expected 3 pulses, saw 60000 pulses of 1 µs with gaps of 1 µs (first rise at 1 µs).",
    ),
    (BLINK, "edges(3)", "expected 3 edges, saw 6 edges. That is twice as many."),
    (
        BLINK,
        "edges(12)",
        "expected 12 edges, saw 6 edges. A pulse has two edges, the rise and the fall.",
    ),
    (
        BLINK,
        "period(150)",
        "expected a period of 150 ms, saw a period of 300 ms. That is twice as long.",
    ),
    (
        "led.on()",
        "period(150)",
        "expected a period of 150 ms, saw only 1 rise: a period needs two.",
    ),
    (
        "pass",
        "frequency(10)",
        "expected a frequency of 10 Hz, saw no change: it was off throughout.",
    ),
    (
        PWM_1_KHZ.format(32768),
        "frequency(2000)",
        "expected a frequency of 2 kHz, saw 1 kHz. "
        "That is half the frequency: a period is on and off together.",
    ),
    (
        PWM_1_KHZ.format(32768),
        "frequency(1)",
        "expected a frequency of 1 Hz, saw 1 kHz. Is it kilohertz for hertz?",
    ),
    (
        PWM_1_KHZ.format(16384),
        "duty(0.75)",
        "expected a duty cycle of 75 %, saw 25 %. Is it the wrong way round?",
    ),
    (
        PWM_1_KHZ.format(75),
        "duty(0.75)",
        "expected a duty cycle of 75 %, saw 0.1 %. "
        "Is the scale right? duty_u16() goes from 0 to 65535.",
    ),
    ("pass", "brightness(0.25)", "expected a brightness of 25 %, saw 0 %."),
    ("led.off()", "level(1)", "expected it on at the end, saw it off."),
    (PULSE, "level(1)", "expected it on at the end, saw it off. Is it the wrong way round?"),
    (
        PWM_1_KHZ.format(16384),
        "level(1)",
        "expected it on at the end, saw PWM of 1 kHz, on 25 % of the time.",
    ),
    (
        PULSE,
        "level(0, at_ms=50)",
        "expected it off at 50 ms, but the call had ended at 10 ms.",
    ),
    (
        PULSE,
        "stays(0)",
        "expected it to stay off, saw 1 pulse of 10 ms (first rise at 1 µs).",
    ),
    ("pass", "stays(1)", "expected it to stay on, saw it off throughout."),
    (
        PULSE,
        "changes_at([0, 20])",
        "expected changes at 0, 20 ms (give or take 5 ms), saw changes at 0, 10 ms.",
    ),
    (
        "led.on()",
        "changes_at([0, 10])",
        "expected changes at 0, 10 ms (give or take 5 ms), saw changes at 0 ms. "
        "The one at 10 ms is missing.",
    ),
    (
        PULSE,
        "changes_at([0])",
        "expected changes at 0 ms (give or take 5 ms), saw changes at 0, 10 ms. "
        "The one at 10 ms is one too many.",
    ),
    (
        "Pin(16, Pin.OUT).on(); led.on()",
        "before('GP16')",
        "expected a change before GP16, saw the first changes: led1 at 3 µs, GP16 at 2 µs.",
    ),
    (
        "led.on()",
        "before('GP16')",
        "expected a change before GP16, saw the first changes: led1 at 1 µs, GP16 never.",
    ),
    (
        "led.on(); raise ValueError('no')",
        "level(1)",
        "expected it on at the end, but f() raised ValueError: no (line 7, in f).",
    ),
]


@pytest.mark.parametrize(("body", "expectation", "message"), MET)
def test_met(body: str, expectation: str, message: str) -> None:
    program = f"def f():\n    {body}"
    check = f"board.call('f')\nexpect(bench.led1).{expectation}"
    assert confirmed(program, check) == f"led1: {message}"


@pytest.mark.parametrize(("body", "expectation", "message"), NOT_MET)
def test_not_met(body: str, expectation: str, message: str) -> None:
    program = f"def f():\n    {body}"
    check = f"board.call('f')\nexpect(bench.led1).{expectation}"
    assert told(program, check) == f"led1: {message}"


def test_what_the_call_found_is_not_what_it_did() -> None:
    program = f"led.on()\ndef f():\n    time.sleep_ms(10)\n    led.off()\n    {PULSE}"
    assert messages(program, "board.call('f')\nexpect(bench.led1).pulses(2)") == [
        (
            False,
            "led1: expected 2 pulses, saw 1 pulse of 10 ms with a gap of 1 µs (first rise at "
            f"10 ms); it was on before the call began, until 10 ms. That is one too few: "
            f"{COUNTING}",
        )
    ]


def test_each_call_has_a_window_of_its_own() -> None:
    program = f"def f():\n    {PULSE}"
    check = """
for _ in range(3):
    board.call('f')
    expect(bench.led1).pulses(1, on_ms=10)
board.run('pass')
expect(bench.led1).stays(0)
"""
    assert [met for met, _ in messages(program, check)] == [True] * 4


def test_an_inverted_led_is_recognised() -> None:
    program = """def f():
    for i in range(3):
        led.off()
        time.sleep_ms(50)
        led.on()
        time.sleep_ms(50)
"""
    assert told(program, "board.call('f')\nexpect(bench.led1).pulses(3, on_ms=50)") == (
        "led1: expected 3 pulses of 50 ms, saw 2 pulses of 50 ms with gaps of 50 ms (first rise "
        "at 50 ms); it went on at 250 ms and was still on when the call ended. "
        "Is it the wrong way round? The last pulse has to end before the call does."
    )


def test_a_call_that_was_stopped_says_what_it_did_until_then() -> None:
    program = "def f():\n    led.on()\n    time.sleep(200)\n    led.off()"
    assert told(program, "board.call('f')\nexpect(bench.led1).pulses(1, on_ms=200)") == (
        "led1: expected 1 pulse of 200 ms, but f() failed: The program ran for 120 s of board "
        "time and was stopped. Does a loop never end, or is a delay in seconds (sleep) where "
        "milliseconds (sleep_ms) were meant? Until then led1 had no pulses; it went on at 1 µs and "
        "was still on when the call ended."
    )


def test_a_value_that_cannot_be_sent_does_not_hide_the_trace() -> None:
    program = f"def f():\n    {PULSE}\n    return led"
    assert confirmed(program, "board.call('f')\nexpect(bench.led1).pulses(1)") == "led1: 1 pulse."


def test_a_pin_without_a_wire_is_a_channel() -> None:
    program = "def f():\n    Pin(5, Pin.OUT, value=1)\n    Pin(5).off()"
    assert confirmed(program, "board.call('f')\nexpect('GP5').pulses(1)") == "GP5: 1 pulse."
    assert told("def f(): pass", "board.call('f')\nexpect('GP5').pulses(1)") == (
        "GP5: expected 1 pulse, saw no change: it was off throughout."
    )
