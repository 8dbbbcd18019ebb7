"""Ticks that wrap, calendar time, and what they refuse."""

import time

time.ticks_diff(5, 10)
time.ticks_diff(0, 2**30 - 1)
time.ticks_add(2**30 - 1, 1)
time.ticks_add(0, -1)
time.ticks_diff(2**29, 0)
time.ticks_diff(2**29 - 1, 0)
time.ticks_diff(-5, 3)
time.ticks_add(0, 2**29 - 1)
time.ticks_add(0, 2**29)
time.ticks_add(0, -(2**29))
time.ticks_add(0, -(2**29) - 1)
time.ticks_add(0, 2**30)
time.ticks_add(5, 2**40)

# What is no number of ticks.
time.ticks_diff(2**30, 0) == 0
time.ticks_add(2**40, 5) == 5
type(time.ticks_add("a", 1))
type(time.ticks_diff(1.5, 1))

time.ticks_add(1)
time.ticks_diff(1, 2, 3)
isinstance(time.ticks_us(), int), isinstance(time.ticks_ms(), int)
time.ticks_cpu() > 0
0 <= time.ticks_us() < 2**30

time.localtime(0)
time.localtime(1_700_000_000)
time.gmtime(951_782_400)
time.localtime(2**31)
time.localtime(2**32 - 1)
time.localtime(-1)
time.localtime(2**40)
time.localtime(1e9)
time.gmtime("x")
time.gmtime(None) == time.localtime()
time.localtime(1, 2)
time.mktime((2024, 2, 29, 12, 0, 0, 0, 0))
time.mktime((2024, 13, 1, 0, 0, 0, 0, 0))
time.mktime((2024, 1, 32, 0, 0, 61, 0, 0))
time.mktime((2023, 12, 31, 23, 59, 59, 0, 0, 0))
time.mktime((1970, 1, 1, 0, 0, 0, 0, 0))
time.mktime((1969, 1, 1, 0, 0, 0, 0, 0))
time.mktime((2106, 2, 7, 6, 28, 15, 0, 0))
time.mktime([2024, 1, 1, 0, 0, 0, 0, 0])
time.mktime((2024, 1, 1))
time.mktime(5)
time.mktime(time.localtime(1_700_000_000))
0 <= time.time() - 1609459200 < 10
time.time_ns() // 1_000_000_000 == time.time()
time.localtime()[:5]
type(time.time()), type(time.time_ns())
sorted(n for n in dir(time) if n[0] != "_")
time.clock
time.strftime
time.sleep_s
time.ticks_us(1)
time.time(1)
