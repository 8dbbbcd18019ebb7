"""Pin: construction, modes, values, what it shows of itself."""

from machine import Pin

Pin(15)
p = Pin(15, Pin.OUT)
p
p()
p.on()
p()


def f():
    return 5


f
