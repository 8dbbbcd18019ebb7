"""A button whose pin is set up wrongly: the message names the pin, not what noise looks like."""

from __future__ import annotations

import pytest

from coursekit.bench import Bench, Diagram
from coursekit.bench.pins import Mode, Pull
from coursekit.checks import diagnosis
from coursekit.checks.subjects import button_pin_trouble
from tests.checks.conftest import confirmed, told

LOG = """
def log(looks, every_ms):
    contact = Pin({pin})
    seen = []
    for _ in range(looks):
        seen.append(contact.value() == {level})
        time.sleep_ms(every_ms)
    return seen
"""
COUNT = """
def count(ms):
    contact = Pin({pin})
    end, found, last = time.ticks_add(time.ticks_ms(), ms), 0, 1
    while time.ticks_diff(end, time.ticks_ms()) > 0:
        now = contact.value()
        found += now < last
        last = now
        time.sleep_ms({pause_ms})
    return found
"""
PRESS = "at({}).press(bench.btn1, for_ms=40)\n"
TELL = PRESS.format(25) + "expect(board.call('log', 8, 10)).equals({})"
PUSHED = "[True, True, True, False, False, False, False, True]"
FLOATS = " GP14 floats while the button is open: nothing decides its level. Was Pin.PULL_UP meant?"
PULLED = " The button connects GP14 to GND: that needs Pin.PULL_UP."
OUTPUT = " GP14 is an output: was Pin.IN meant?"


@pytest.mark.parametrize(
    ("pin", "why"),
    [
        ("14, Pin.IN", FLOATS),
        ("14, Pin.IN, Pin.PULL_DOWN", PULLED),
        ("14, Pin.OUT", OUTPUT),
    ],
)
def test_the_pin_of_a_button_that_is_set_up_wrongly(pin: str, why: str) -> None:
    said = told(LOG.format(pin=pin, level=1), TELL.format(PUSHED))
    assert said.endswith(f"expected {PUSHED}.{why}")


def test_a_pin_that_floats_is_not_called_bounce() -> None:
    program = COUNT.format(pin="14, Pin.IN", pause_ms=1)
    said = told(program, PRESS.format(20) + "expect(board.call('count', 200)).equals(1)")
    assert said.endswith(f", expected 1.{FLOATS}")


def test_a_bounce_is_still_called_so() -> None:
    program = COUNT.format(pin="14, Pin.IN, Pin.PULL_UP", pause_ms=0)
    said = told(program, PRESS.format(20) + "expect(board.call('count', 200)).equals(1)")
    assert said.endswith(diagnosis.BOUNCE)


def test_a_pin_that_floats_is_named_for_a_trace_too() -> None:
    program = """
def follow(ms):
    contact = Pin(14, Pin.IN)
    for _ in range(ms):
        led.value(not contact.value())
        time.sleep_ms(1)
"""
    check = PRESS.format(20) + "board.call('follow', 100)\nexpect(bench.led1).pulses(1)"
    assert told(program, check).endswith(FLOATS)


def test_a_missing_return_stays_the_first_thing_to_say() -> None:
    program = "def f(ms):\n    Pin(14, Pin.IN).value()\n    time.sleep_ms(ms)"
    said = told(program, PRESS.format(5) + "expect(board.call('f', 90)).equals(1)")
    assert said == f"f(90) gave None, expected 1.{diagnosis.NO_RETURN}"


def test_items_that_are_all_the_same_only_raise_a_question() -> None:
    program = "def log(looks, every_ms):\n    time.sleep_ms(90)\n    return looks * [False]"
    said = told(program, TELL.format("8 * [True]"))
    assert said.endswith(f".{diagnosis.INVERTED}{diagnosis.ACTIVE_LOW}")


def test_a_pin_that_is_set_up_rightly_is_not_blamed() -> None:
    program = LOG.format(pin="14, Pin.IN, Pin.PULL_UP", level=1)
    confirmed(program, TELL.format(PUSHED))
    said = told(program, TELL.format("[]"))
    assert said.endswith("expected [].")


def test_a_pin_that_the_program_does_not_use_is_not_blamed() -> None:
    program = "import machine\ndef f(ms):\n    time.sleep_ms(ms)\n    return 3"
    check = "bench.reset_gpio(bench.now_us)\n" + PRESS.format(5)
    said = told(program, check + "expect(board.call('f', 90)).equals(1)")
    assert said.endswith(f"expected 1.{diagnosis.BOUNCE}")


def bench_with(*wires: tuple[str, str]) -> Bench:
    """A bench with one button, wired so."""
    parts = [{"type": "board-pi-pico-w", "id": "pico"}, {"type": "wokwi-pushbutton", "id": "btn"}]
    connections = [[f"btn:{pin}", f"pico:{place}", "", []] for pin, place in wires]
    content = {"version": 1, "parts": parts, "connections": connections}
    return Bench(Diagram.from_dict(content))


@pytest.mark.parametrize(
    ("pull", "why"),
    [
        (Pull.UP, " The button connects GP3 to 3V3: that needs Pin.PULL_DOWN."),
        (
            Pull.NONE,
            " GP3 floats while the button is open: nothing decides its level. "
            "Was Pin.PULL_DOWN meant?",
        ),
        (Pull.DOWN, ""),
    ],
)
def test_a_button_to_the_supply_needs_the_other_pull(pull: Pull, why: str) -> None:
    bench = bench_with(("1.l", "3V3"), ("2.l", "GP3"))
    bench.configure(3, 0, Mode.IN, pull)
    assert button_pin_trouble(bench, ("btn",)) == why


def test_it_floats_while_the_button_is_open_even_if_it_is_pressed_now() -> None:
    bench = bench_with(("1.l", "GND.1"), ("2.l", "GP3"))
    bench.configure(3, 0, Mode.IN, Pull.NONE)
    bench.btn.press()
    bench.advance(100_000)
    assert button_pin_trouble(bench, ("btn",)).startswith(" GP3 floats while the button is open")


def test_the_row_of_a_keypad_may_be_an_output() -> None:
    bench = bench_with(("1.l", "GP2"), ("2.l", "GP3"))
    bench.configure(2, 0, Mode.OUT, Pull.NONE)
    bench.configure(3, 0, Mode.IN, Pull.UP)
    assert button_pin_trouble(bench, ("btn",)) == ""
