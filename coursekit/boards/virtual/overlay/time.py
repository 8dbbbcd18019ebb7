# The time module of the rp2 port: its names alone. What they do is _time's.
from _time import (
    gmtime,
    localtime,
    mktime,
    sleep,
    sleep_ms,
    sleep_us,
    ticks_add,
    ticks_cpu,
    ticks_diff,
    ticks_ms,
    ticks_us,
    time,
    time_ns,
)

del __file__  # built into a board's firmware
