"""Fast-forward: what a program does is the same however often the host tells it to look.

A host tells it so when the board has been silent for a while, that is when the computer is busy.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from coursekit.boards.virtual import VirtualBoard
from tests.boards.virtual.conftest import wired

EVERY_S = 0.0002
PINS = """
import asyncio, time
from machine import ADC, PWM, Pin, Timer
led, green = Pin(15, Pin.OUT), Pin(18, Pin.OUT)
button = Pin(14, Pin.IN, Pin.PULL_UP)
seen = []
"""
PROGRAMS = {
    "sleeps": """
for _ in range(3000):
    time.sleep_ms(1)
    led.toggle()
""",
    "asks": """
start = time.ticks_ms()
while time.ticks_diff(time.ticks_ms(), start) < 2000:
    led.value(1 - button.value())
    time.sleep_ms(3)
""",
    "never sleeps": """
start = time.ticks_us()
while time.ticks_diff(time.ticks_us(), start) < 300_000:
    led.value(1 - button.value())
""",
    "interrupts": """
def changed(pin):
    led.toggle()
    seen.append(time.ticks_us())
button.irq(changed, Pin.IRQ_FALLING | Pin.IRQ_RISING)
for _ in range(1000):
    time.sleep_ms(2)
button.irq(None)
""",
    "timer": """
def tick(timer):
    led.toggle()
    seen.append(time.ticks_us())
timer = Timer(period=7, mode=Timer.PERIODIC, callback=tick)
for _ in range(500):
    time.sleep_us(4321)
timer.deinit()
""",
    "asyncio": """
async def blink(pin, ms, times):
    for _ in range(times):
        pin.toggle()
        await asyncio.sleep_ms(ms)
async def both():
    await asyncio.gather(blink(led, 5, 300), blink(green, 7, 200))
asyncio.run(both())
""",
    "pwm": """
knob, lamp = ADC(26), PWM(led, freq=1000)
for _ in range(1000):
    lamp.duty_u16(knob.read_u16())
    time.sleep_ms(1)
""",
}


@contextmanager
def poked(board: VirtualBoard) -> Iterator[None]:
    """All the time somebody tells the board to look at the bench."""
    end = threading.Event()

    def poke() -> None:
        while not end.is_set():
            wires = board.hardware._wires
            assert wires is not None
            wires.poke()
            time.sleep(EVERY_S)  # so that the program gets on

    thread = threading.Thread(target=poke)
    thread.start()
    try:
        yield
    finally:
        end.set()
        thread.join()


def outcome(program: str, *, pokes: bool) -> tuple[object, object]:
    """What the program has seen, and what its pins did, while a button is pressed."""
    with VirtualBoard(wired(), fast_forward=True) as board:
        board.exec(PINS)
        bench = board.bench
        for number in range(5):
            bench.after(200 + 400 * number).press(bench.btn1, for_ms=90)
        if pokes:
            with poked(board):
                board.exec(program)
        else:
            board.exec(program)
        seen = board.eval("(seen, time.ticks_us())")
        traces = {c.name: (c.times_us.tolist(), list(c.values)) for c in board.bench.trace}
        return seen, traces


@pytest.mark.parametrize("name", PROGRAMS)
def test_pokes_change_nothing(name: str) -> None:
    """Pokes cost processor time, of which a busy computer may let some count: hence thrice."""
    expected = outcome(PROGRAMS[name], pokes=False)
    assert any(outcome(PROGRAMS[name], pokes=True) == expected for _ in range(3))


def test_no_sleep_goes_on_to_the_next_event() -> None:
    """A poke between two lines of `sleep_us` once did that: one sleep in some ten thousand.

    The next event is 20 s away. Milliseconds are no mistake: what the pokes themselves cost a busy
    computer may count as the program's processor time.
    """
    program = """
import time
def longest(times):
    most = 0
    before = time.ticks_us()
    for _ in range(times):
        time.sleep_ms(1)
        now = time.ticks_us()
        most = max(most, now - before)
        before = now
    return most
"""
    with VirtualBoard(wired(), fast_forward=True) as board:
        board.exec(program)
        for _ in range(10):
            bench = board.bench
            bench.after(20_000).press(bench.btn1)
            with poked(board):
                longest_us = board.eval("longest(10_000)", 60)
                assert isinstance(longest_us, int)
                assert 1005 <= longest_us < 1_000_000
