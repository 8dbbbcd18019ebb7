"""Pin: what is refused, with which exception and text."""

from machine import Pin, Signal

p = Pin(15, Pin.OUT)
Pin()
Pin(30)
Pin(-1)
Pin(2**31)
Pin(2**40)
Pin("X")
Pin("")
Pin("15")
Pin("gp15")
Pin(1.5)
Pin(None)
Pin([])
Pin(b"GP15")
Pin(15, 7)
Pin(15, -1)
Pin(15, "OUT")
Pin(15, 1.5)
Pin(15, Pin.OUT, "x")
Pin(15, Pin.OUT, 1.5)
Pin(15, Pin.ALT, alt=99)
Pin(15, Pin.ALT, alt="x")
Pin(15, Pin.OUT, None, 1)
Pin(15, Pin.OUT, foo=1)
Pin(id=15)
Pin(15, mode=2**40)
p.init()
p.init(15)
p.init(Pin.OUT, drive=3)
p.init(Pin.OUT, value=1, x=2)
p.mode()
p.pull()
p.name()
p.x
p.x = 1
p.value(0, 1)
p.value(x=1)
p(1, 2)
p(x=1)
p.toggle(1)
p.on(1)
p.off(1)
p.high(x=1)
len(p)
int(p)
p < p
p + 1
p[0]
for x in p:
    pass
p.irq(1)
p.irq("x")
p.irq(lambda q: 0, "x")
p.irq(lambda q: 0, 64)
p.irq(lambda q: 0, priority=1)
p.irq(lambda q: 0, wake=1)
p.irq(lambda q: 0, Pin.IRQ_RISING, 1, 2)
p.irq(x=1)
p.irq(None)
p.irq(lambda q: 0, 0)
Pin.irq()
Pin.value()
Pin.OUT = 5
Pin.board.GP99
Pin.cpu.GPIO99
Signal()
Signal(5)
Signal("GP15")
Signal(p, foo=1)
Signal(p, True)
Signal(None)
Signal(p).x
Signal(p).value(1, 2)
Signal(p).on(1)
Signal(p).toggle()
