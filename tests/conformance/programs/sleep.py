"""Sleeping: for how long, to within a share of a millisecond, and what is refused."""

import time
from machine import lightsleep


def took(f, *arguments):
    """Microseconds of f, less those of a call of nothing."""
    a = time.ticks_us()
    f(*arguments)
    b = time.ticks_us()
    nothing(*arguments)
    c = time.ticks_us()
    return time.ticks_diff(b, a) - time.ticks_diff(c, b)


def nothing(*arguments):
    pass


def about(us, more, f, *arguments):
    """Whether it takes `us`, and at most `more` microseconds more; a call in C is a bit quicker."""
    t = took(f, *arguments)
    return True if us - 20 <= t <= us + more else t


about(10_000, 120, time.sleep_ms, 10)
about(1_000, 120, time.sleep_ms, 1)
about(0, 120, time.sleep_ms, 0)
about(250_000, 120, time.sleep_ms, 250)
about(100, 60, time.sleep_us, 100)
about(999, 60, time.sleep_us, 999)
about(1_500, 60, time.sleep_us, 1_500)
about(0, 60, time.sleep_us, 0)
about(10_000, 120, time.sleep, 0.01)
about(100_000, 120, time.sleep, 0.1)
about(1_234_000, 200, time.sleep, 1.234)
about(2_000_000, 120, time.sleep, 2)
about(0, 120, time.sleep, 0)
about(0, 120, time.sleep, 0.0001)
#! patience_s: 100
about(60_000_000, 200, time.sleep, 60)
about(10_000, 300, lightsleep, 10)


def loop():
    start = time.ticks_us()
    for i in range(20):
        time.sleep_ms(5)
    return (time.ticks_diff(time.ticks_us(), start) + 500) // 1_000


loop()


def clocks():
    a, b = time.ticks_ms(), time.ticks_us()
    time.sleep_ms(40)
    return time.ticks_diff(time.ticks_ms(), a), time.ticks_diff(time.ticks_us(), b) // 1000


clocks()


def calendar():
    a = time.time()
    time.sleep(3)
    return time.time() - a


calendar()

time.sleep(-1)
time.sleep(-0.5)
time.sleep("x")
time.sleep(None)
time.sleep()
time.sleep(1, 2)
time.sleep(secs=1)
time.sleep_ms(-5)
time.sleep_ms("x")
time.sleep_ms(1.5)
time.sleep_ms(None)
time.sleep_ms()
time.sleep_ms(2**40)
time.sleep_us(-5)
time.sleep_us(1.5)
time.sleep_us()
lightsleep("x")
lightsleep(1, 2)
lightsleep(2**40)
