"""Interrupts whose handlers come late: flags, callbacks and exceptions."""

import micropython
import time
from machine import Pin

got = []
p = Pin(15, Pin.OUT, value=0)
p.irq(lambda pin: got.append(pin.irq().flags()))


def three_edges():
    p.on()
    p.off()
    p.on()
    time.sleep_ms(5)


three_edges()
got
p.irq(None)
p.off()
got.clear()


def scheduled():
    p.irq(lambda pin: got.append("irq"))
    micropython.schedule(got.append, "scheduled")
    p.on()
    for _ in range(20):
        pass
    got.append("end")


scheduled()
sorted(got)
got[-1]
p.irq(None)


def stops(pin):
    raise KeyboardInterrupt


def stopped_in_handler():
    p.irq(stops)
    p.toggle()
    for _ in range(20):
        pass
    return "went on"


stopped_in_handler()
p.irq(None)
