"""RTC and the calendar: setting, reading, what is refused."""

import time
from machine import RTC

RTC()
RTC() is RTC()
RTC().datetime()
RTC().datetime((2024, 2, 29, 3, 12, 30, 15, 0))
RTC().datetime()[:6]
time.localtime()[:5]
time.time() - time.mktime((2024, 2, 29, 12, 30, 15, 0, 0)) in (0, 1)
time.sleep(2)
time.time() - time.mktime((2024, 2, 29, 12, 30, 15, 0, 0)) in (2, 3)
RTC().datetime((2023, 12, 31, 6, 23, 59, 58, 0))
time.sleep(3)
RTC().datetime()[:6]
time.localtime()[:5]
RTC().datetime((2024, 2, 30, 0, 0, 0, 0, 0))
RTC().datetime((2024, 2))
RTC().datetime((2024, 13, 1, 0, 0, 0, 0, 0))
RTC().datetime((2024, 1, 1, 0, 25, 0, 0, 0))
RTC().datetime((1969, 1, 1, 0, 0, 0, 0, 0))
RTC().datetime((5000, 1, 1, 0, 0, 0, 0, 0))
RTC().datetime([2024, 1, 1, 0, 0, 0, 0, 0])
RTC().datetime()[:4]
RTC().datetime(5)
RTC().datetime("x")
RTC().datetime((1, 2, 3), 4)
RTC(0)
RTC(1)
RTC().init()
RTC().now()
RTC
sorted(n for n in dir(RTC()) if n[0] != "_")
