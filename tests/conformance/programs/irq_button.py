"""Interrupts from a button: presses, bounces, handlers that raise."""
#! diagram: button

import time
from machine import Pin

b = Pin(14, Pin.IN, Pin.PULL_UP)
b()
#! bench.btn1.press()
time.sleep_ms(1)
b()
#! bench.btn1.release()
time.sleep_ms(1)
b()

seen = []
b.irq(lambda pin: seen.append(pin()), Pin.IRQ_FALLING)
#! bench.after(5).press(bench.btn1, for_ms=10)
time.sleep_ms(30)
seen
seen.clear()
b.irq(lambda pin: seen.append(pin()), Pin.IRQ_FALLING | Pin.IRQ_RISING)
#! bench.after(5).press(bench.btn1, for_ms=10)
time.sleep_ms(30)
seen
seen.clear()
b.irq(lambda pin: seen.append((pin is b, pin.irq().flags())), Pin.IRQ_FALLING | Pin.IRQ_RISING)
#! bench.after(5).press(bench.btn1, for_ms=10)
time.sleep_ms(30)
seen

# Pressed before the handler was there: no interrupt for what has been.
b.irq(handler=None)
#! bench.btn1.press()
time.sleep_ms(1)
seen.clear()
b.irq(lambda pin: seen.append(1), Pin.IRQ_FALLING)
time.sleep_ms(1)
seen
#! bench.btn1.release()
time.sleep_ms(1)
seen


# While the program computes, and while it waits for the pin.
def wait_low(limit_ms):
    """After how many ms the pin is low, roughly: a statement takes some ms to arrive."""
    start = time.ticks_ms()
    while b():
        if time.ticks_diff(time.ticks_ms(), start) > limit_ms:
            return "never"
    return (time.ticks_diff(time.ticks_ms(), start) + 20) // 50 * 50


wait_low(20)
#! bench.after(50).press(bench.btn1, for_ms=10)
wait_low(100)
time.sleep_ms(20)
seen

# The times of three presses, to within a millisecond.
times = []
b.irq(lambda pin: times.append(time.ticks_ms()), Pin.IRQ_FALLING)
#! bench.after(10).press(bench.btn1, for_ms=5)
#! bench.after(40).press(bench.btn1, for_ms=5)
#! bench.after(100).press(bench.btn1, for_ms=5)
time.sleep_ms(150)
len(times)
[(time.ticks_diff(t, times[0]) + 2) // 5 * 5 for t in times]

# A handler that raises: its traceback is printed, and the next press counts again.
b.irq(handler=None)
calls = []


def bad(pin):
    calls.append(1)
    raise ValueError("in handler")


b.irq(bad, Pin.IRQ_FALLING)
#! bench.after(5).press(bench.btn1, for_ms=5)
time.sleep_ms(20)
len(calls)
#! bench.after(5).press(bench.btn1, for_ms=5)
time.sleep_ms(20)
len(calls)
calls.clear()
b.irq(bad, Pin.IRQ_FALLING, hard=True)
#! bench.after(5).press(bench.btn1, for_ms=5)
time.sleep_ms(20)
len(calls)
#! bench.after(5).press(bench.btn1, for_ms=5)
time.sleep_ms(20)
len(calls)


def greedy(pin):
    calls.append([1])


b.irq(greedy, Pin.IRQ_FALLING, hard=True)
#! bench.after(5).press(bench.btn1, for_ms=5)
time.sleep_ms(20)
b.irq(handler=None)

# btn2 bounces: more than one edge, but one press for who waits 20 ms.
c = Pin(13, Pin.IN, Pin.PULL_UP)
edges = []
c.irq(lambda pin: edges.append(1), Pin.IRQ_FALLING)
#! bench.after(5).press(bench.btn2, for_ms=50)
time.sleep_ms(100)
len(edges) > 1
presses = 0
last = 0


def debounced(pin):
    global presses, last
    now = time.ticks_ms()
    if time.ticks_diff(now, last) > 20 and not pin():
        presses += 1
    last = now


c.irq(debounced, Pin.IRQ_FALLING)
#! bench.after(5).press(bench.btn2, for_ms=60)
#! bench.after(205).press(bench.btn2, for_ms=60)
time.sleep_ms(400)
presses

# Interrupts off: the press is not lost.
from machine import disable_irq, enable_irq

b.irq(lambda pin: seen.append("late"), Pin.IRQ_FALLING)


def masked():
    seen.clear()
    time.sleep_ms(30)
    state = disable_irq()
    start = time.ticks_us()
    while time.ticks_diff(time.ticks_us(), start) < 30_000:
        pass
    inside = len(seen)
    enable_irq(state)
    time.sleep_ms(2)
    return inside, len(seen)


#! bench.after(45).press(bench.btn1, for_ms=50)
masked()

# Levels as triggers.
b.irq(handler=None)
b.irq(trigger=Pin.IRQ_RISING)
b.irq(handler=None)
