"""Interrupts of pins and timers: order, flags, and what a failing handler prints."""

from __future__ import annotations

import re

import pytest

from .host import TIMER, WATCH, Host, Message

BOTH = "p = Pin(3, Pin.IN)\n"


def test_flags_trigger_and_repr() -> None:
    host = Host(changes=[(1000, 3, 1), (2000, 3, 0), (3000, 3, 1)])
    output = host.run(
        BOTH
        + """
i = p.irq(lambda pin: print(time.ticks_ms(), pin is p, i.flags()))
print(i, i.trigger(), i is p.irq())
time.sleep_us(2500)
print(i.trigger(Pin.IRQ_FALLING), i.trigger())
time.sleep_ms(5)
p.irq(None)
raised(p.irq, print, "rising")
"""
    )
    # mpirq.c: trigger() gives the value before; machine_pin.c: flags are 4 falling, 8 rising
    assert output.splitlines() == [
        "<irq> 12 True",
        "1 True 8",
        "2 True 4",
        "12 4",
        "TypeError: can't convert str to int",
    ]
    assert [m.arg for m in host.of(WATCH)] == [3, 1, 0]


def test_calling_the_irq_object_runs_the_handler() -> None:
    assert Host().run(BOTH + "p.irq(lambda pin: print(pin))()") == "Pin(GPIO3, mode=IN)\n"


@pytest.mark.parametrize("fast", [True, False])
def test_a_failing_soft_handler_prints_and_stays(fast: bool) -> None:
    # py/runtime_utils.c, mp_call_function_1_protected: the traceback and nothing else
    def press(host: Host, message: Message) -> None:
        if not fast and message.op == WATCH and message.arg:
            host.edge(3, 1)
            host.edge(3, 0)

    host = Host(fast=fast, changes=[(1000, 3, 1), (2000, 3, 0)], on_message=press)
    output = host.run(
        BOTH
        + """
seen = []
def fail(pin):
    seen.append(1)
    raise ValueError("no")
p.irq(fail)
while len(seen) < 2:
    time.sleep_ms(1)
print("alive")
"""
    )
    *lines, last = output.splitlines()
    assert lines[:3] == lines[3:]
    assert re.fullmatch(r'  File "<stdin>", line \d+, in fail', lines[1])
    assert lines[0] == "Traceback (most recent call last):"
    assert lines[2] == "ValueError: no"
    assert last == "alive"


def test_a_failing_hard_handler_is_switched_off() -> None:
    # mpirq.c, mp_irq_dispatch and mp_irq_handler
    host = Host(changes=[(1000, 3, 1), (2000, 3, 0)])
    output = host.run(
        BOTH + "p.irq(lambda pin: [pin], hard=True)\ntime.sleep_ms(5)\nprint(p.irq().trigger())"
    )
    first, *_, error, last = output.splitlines()
    assert first == "Uncaught exception in IRQ callback handler"
    assert error.startswith("MemoryError: memory allocation failed, ")
    assert last == "0"
    assert host.of(WATCH)[-1].arg == 0


def test_keyboard_interrupt_is_for_the_main_program() -> None:
    host = Host(changes=[(1000, 3, 1)])
    output = host.run(
        BOTH
        + """
def stop(pin):
    raise KeyboardInterrupt
p.irq(stop)
try:
    time.sleep_ms(5)
except KeyboardInterrupt:
    print("stopped at", time.ticks_ms())
"""
    )
    assert output == "stopped at 1\n"


def test_handlers_wait_while_interrupts_are_off() -> None:
    host = Host(changes=[(1000, 3, 1)])
    output = host.run(
        BOTH
        + """
p.irq(lambda pin: print("handler"))
state = machine.disable_irq()
time.sleep_ms(5)
print(state, machine.disable_irq())
machine.enable_irq(state)
print("after")
for _ in range(2):
    pass
"""
    )
    # A soft handler runs at the next jump
    assert output.splitlines() == ["0 1", "after", "handler"]


def test_real_time_handlers_run_during_a_busy_loop() -> None:
    def press(host: Host, message: Message) -> None:
        if message.op == WATCH:
            host.edge(3, 1)

    output = Host(fast=False, on_message=press).run(
        BOTH + "seen = []\np.irq(seen.append)\nwhile not seen:\n    pass\nprint(seen)"
    )
    assert output == "[Pin(GPIO3, mode=IN)]\n"


def test_timer_modes() -> None:
    host = Host()
    output = host.run(
        """
t = Timer(period=100, callback=lambda t: print("p", time.ticks_ms()))
o = Timer(-1, mode=Timer.ONE_SHOT, period=150, callback=lambda t: print("o", t))
print(t)
time.sleep_ms(250)
t.deinit()
t.init(freq=2.5, callback=lambda t: print(time.ticks_ms() // 100))
time.sleep_ms(900)
t.deinit()
time.sleep_ms(900)
"""
    )
    # machine_timer.c, machine_timer_print
    assert output.splitlines() == [
        "Timer(mode=PERIODIC, tick_hz=1000000, period=100000)",
        "p 100",
        "o Timer(mode=ONE_SHOT, tick_hz=1000000, period=150000)",
        "p 200",
        "6",
        "10",
    ]
    assert [(m.pin, m.payload) for m in host.of(TIMER)] == [
        (0, 100_000), (1, 150_000), (0, 0), (0, 400_000), (0, 0),
    ]  # fmt: skip
    assert [m.arg for m in host.of(TIMER) if m.payload] == [1, 0, 1]


@pytest.mark.parametrize(
    ("arguments", "period"),
    [
        # machine_timer.c: 32-bit floats, 64-bit unsigned numbers, at least a microsecond
        ("period=3, tick_hz=7", "428571"),
        ("freq=3", "333333"),
        ("freq=5_000_000", "1"),
        ("period=0", "1"),
        ("period=5_000_000", "5000000000"),
        ("", "0"),
    ],
)
def test_timer_period(arguments: str, period: str) -> None:
    mode = "PERIODIC" if arguments else "ONE_SHOT"
    expected = f"Timer(mode={mode}, tick_hz=1000000, period={period})"
    assert Host().run(f"print(Timer({arguments}))").strip() == expected


@pytest.mark.parametrize(
    ("call", "text"),
    [
        ("Timer, 0", "ValueError: Timer doesn't exist"),  # machine_timer.c
        ("lambda: Timer(period=1.5)", "TypeError: can't convert float to int"),
        ("Timer, -1, 5", "TypeError: extra positional arguments given"),
        ("lambda: [Timer(period=9) for _ in range(17)]", "OSError: [Errno 12] ENOMEM"),
        ("setattr, Timer(), 'x', 1", "AttributeError: 'Timer' object has no attribute 'x'"),
    ],
)
def test_timer_errors(call: str, text: str) -> None:
    assert Host().run(f"raised({call})").strip() == text


def test_a_failing_hard_timer_stops() -> None:
    # machine_timer.c, alarm_callback
    output = Host().run(
        "Timer(period=1, hard=True, callback=lambda t: [t])\ntime.sleep_ms(5)\nprint('end')"
    )
    assert output.count("Uncaught exception in IRQ callback handler") == 1
    assert output.endswith("end\n")
