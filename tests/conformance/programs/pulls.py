"""Pulls, resistors, wires between pins: what an input reads."""
#! diagram: wires

from machine import Pin

# After a reset a pin is pulled down.
Pin(2)()
Pin(22)()
Pin(22, Pin.IN, Pin.PULL_UP)()
Pin(22, Pin.IN, Pin.PULL_DOWN)()
Pin(22, Pin.IN, Pin.PULL_UP)()

# A resistor of 10 kilohms is stronger than the pin's own pull.
Pin(6, Pin.IN)()
Pin(6, Pin.IN, Pin.PULL_DOWN)()
Pin(7, Pin.IN)()
Pin(7, Pin.IN, Pin.PULL_UP)()
Pin(6, Pin.OPEN_DRAIN, value=1)
Pin(6)()
Pin(6)(0)
Pin(6)()
Pin(6)(1)
Pin(6)()
Pin(7, Pin.OPEN_DRAIN, value=1)
Pin(7)()
Pin(6, Pin.OUT, value=0)
Pin(6)()

# GP2 is joined to GP3.
a = Pin(2, Pin.OUT, value=1)
b = Pin(3, Pin.IN)
b()
a(0)
b()
b = Pin(3, Pin.IN, Pin.PULL_UP)
b()
a.init(Pin.IN)
b()
a()
b.init(Pin.IN, Pin.PULL_DOWN)
a(), b()
a.init(Pin.IN, Pin.PULL_UP)
b.init(Pin.IN, None)
a(), b()
a = Pin(2, Pin.OPEN_DRAIN, value=1)
b = Pin(3, Pin.OPEN_DRAIN, Pin.PULL_UP, value=1)
a(), b()
a(0)
a(), b()
b(0)
a(1)
a(), b()
b(1)
a(), b()

# The pull stays when only the mode changes, and the latch while the pin is an input.
b.init(Pin.IN)
b
b.init(Pin.IN, Pin.PULL_UP)
b.init(Pin.OUT, value=0)
b
b.init(Pin.IN)
b
a.init(Pin.OUT, value=1)
a.init(Pin.IN)
a.init(Pin.OUT)
a()

# What a pin reads follows its wire, also when it has an alternate function.
Pin(2, Pin.OUT, value=1)
Pin(3, Pin.ALT, alt=Pin.ALT_PWM)
Pin(3)()
Pin(2)(0)
Pin(3)()

# Two outputs against each other.
Pin(10, Pin.OUT, value=1)
Pin(11, Pin.OUT, value=1)
Pin(10)(), Pin(11)()
Pin(10, Pin.IN)
Pin(11)(0)
Pin(10)(), Pin(11)()
