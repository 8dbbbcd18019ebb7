"""Signal: a pin that may mean the opposite."""
#! diagram: led

from machine import Pin, Signal

p = Pin(15, Pin.OUT, value=0)
s = Signal(p, invert=True)
type(s)
Signal
s.value()
s()
s.on()
p()
s()
s.off()
p()
s.value(0)
p()
s.value(1)
p()
s(0)
p()
s("x")
p()
s.value(None)
p()
t = Signal(p)
t.value()
t.on()
p(), t(), s()
t.off()
p(), t(), s()
u = Signal(15, Pin.OUT, value=1)
u()
p()
u = Signal(15, Pin.OUT, value=1, invert=True)
p
u()
u = Signal(15, Pin.OUT, invert=True)
u()
Signal(s)
Signal(s, invert=True)()


class Half:
    def __init__(self):
        self.state = 0

    def value(self, *new):
        if new:
            self.state = new[0]
        return self.state


Signal(Half(), invert=True)
sorted(n for n in dir(s) if n[0] != "_")
