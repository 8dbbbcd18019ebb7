"""Timer: how often and when callbacks run, in which order, and what is refused."""

import time
from machine import Timer


def run(ms, **settings):
    """How many callbacks in so many ms; the times of the first four in steps of 0.5 ms."""
    calls = []
    timer = Timer(callback=lambda t: calls.append(time.ticks_us()), **settings)
    start = time.ticks_us()
    time.sleep_ms(ms)
    timer.deinit()
    return len(calls), [(time.ticks_diff(c, start) + 250) // 500 for c in calls[:4]]


run(105, period=10)
run(105, freq=100)
run(30, period=5, mode=Timer.ONE_SHOT)
run(22, period=5, mode=7)
run(10, freq=2000)
run(11, tick_hz=1_000_000, period=2000)
run(11, period=-1)
run(10, freq=0.5)
run(35, tick_hz=100, period=1)

t = Timer()
t
t.init(period=10, mode=Timer.PERIODIC, callback=lambda x: None)
t
t.deinit()
t
t.init(freq=100, callback=lambda x: None)
t
t.init(freq=3, callback=lambda x: None)
t
t.init(freq=0.5, callback=lambda x: None)
t
t.init(period=5, mode=Timer.ONE_SHOT, callback=lambda x: None)
t
time.sleep_ms(10)
t
t.init(tick_hz=1000, period=10, callback=lambda x: None)
t
t.init(tick_hz=3, period=5, callback=lambda x: None)
t
t.init(mode=7, period=10, callback=lambda x: None)
t
t.deinit()
t.deinit()

# The callback gets the timer.
got = []
t.init(period=5, mode=Timer.ONE_SHOT, callback=got.append)
time.sleep_ms(20)
got == [t]


# init() begins anew; deinit() inside the callback ends it.
def restarted():
    calls = []
    timer = Timer(period=10, callback=lambda x: calls.append("a"))
    time.sleep_ms(15)
    timer.init(period=10, callback=lambda x: calls.append("b"))
    time.sleep_ms(25)
    timer.deinit()
    time.sleep_ms(20)
    return calls


restarted()


def ends_itself():
    calls = []

    def callback(timer):
        calls.append(1)
        if len(calls) == 3:
            timer.deinit()

    timer = Timer(period=2, callback=callback)
    time.sleep_ms(20)
    return len(calls)


ends_itself()


def changes_itself():
    calls = []

    def callback(timer):
        calls.append(time.ticks_us())
        timer.init(period=10, mode=Timer.ONE_SHOT, callback=callback)

    start = time.ticks_us()
    timer = Timer(period=5, mode=Timer.ONE_SHOT, callback=callback)
    time.sleep_ms(30)
    timer.deinit()
    return [(time.ticks_diff(c, start) + 250) // 500 for c in calls]


changes_itself()


# Two timers, and one that is due while a callback takes long.
def two():
    order = []
    a = Timer(period=10, callback=lambda t: order.append("a"))
    b = Timer(period=15, callback=lambda t: order.append("b"))
    time.sleep_ms(55)
    a.deinit()
    b.deinit()
    return order


two()


def slow():
    calls = []

    def callback(timer):
        calls.append(1)
        time.sleep_ms(25)

    timer = Timer(period=10, callback=callback)
    time.sleep_ms(200)
    timer.deinit()
    return len(calls)


slow()
time.sleep_ms(2000)


def while_computing():
    calls = []
    timer = Timer(period=1, callback=lambda t: calls.append(1))
    start = time.ticks_ms()
    while time.ticks_diff(time.ticks_ms(), start) < 20:
        pass
    timer.deinit()
    return 15 < len(calls) < 23


while_computing()


# A callback that raises: printed, and the timer goes on.
def bad():
    calls = []

    def callback(timer):
        calls.append(1)
        if len(calls) == 1:
            raise ValueError("in callback")

    timer = Timer(period=5, callback=callback)
    time.sleep_ms(18)
    timer.deinit()
    return len(calls)


bad()


# Nobody keeps it.
def forgotten():
    import gc

    calls = []

    def begin():
        Timer(period=5, callback=lambda t: calls.append(1))

    begin()
    [i for i in range(50)]
    for i in range(3):
        gc.collect()
    time.sleep_ms(22)
    return len(calls)


forgotten()

# Ids, arguments.
Timer(-1)
Timer(0)
Timer(1)
Timer("x")
Timer(2**40)
Timer(-1, 5)
Timer(None)
Timer() is Timer()
Timer() == Timer()
Timer(foo=1)
Timer(period=1000)
t.init()
t.init(10)
t.init(foo=1)
t.init(freq="x", callback=got.append)
t.init(period="x", callback=got.append)
t.init(period=1.5, callback=got.append)
t.init(period=2**40, callback=got.append)


def for_a_while(**settings):
    t.init(**settings)
    time.sleep_ms(35)
    t.deinit()


# Without a callback.
for_a_while(period=10, callback=None)
for_a_while(period=10)
for_a_while(period=10, hard=True)
t.init(period=10, callback=got.append, hard=True)
t.deinit()
t.deinit(1)
t.value()
t.x
Timer.ONE_SHOT, Timer.PERIODIC
Timer
sorted(n for n in dir(t) if n[0] != "_")


# Alarms run out.
def many():
    timers = []
    try:
        while len(timers) < 40:
            timers.append(Timer(period=1000, callback=got.append))
    finally:
        print(len(timers))
        for timer in timers:
            timer.deinit()


many()
run(25, period=10)
