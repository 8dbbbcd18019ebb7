"""Interrupts that the program's own outputs cause: when the handler runs."""
#! diagram: wires

import time
from machine import Pin

order = []


def note(pin):
    order.append(pin())


def again():
    order.clear()


# The same pin.
q = Pin(15, Pin.OUT, value=0)
q.irq(note, Pin.IRQ_RISING | Pin.IRQ_FALLING)
q(1)
order
q(0)
order


def burst():
    order.clear()
    for i in range(5):
        q.toggle()
    order.append("end")


burst()
order
time.sleep_ms(1)
order


def straight():
    order.clear()
    q(1)
    q(0)
    q(1)
    q(0)
    order.append("end")


straight()
order


def paused():
    order.clear()
    for i in range(3):
        q.toggle()
        for j in range(50):
            pass
    order.append("end")


paused()
order


def through(n):
    order.clear()
    for i in range(n):
        q.toggle()
        time.sleep_us(50)
    order.append("end")


q(0)
through(4)
order
again()
q(q())
q.value(q.value())
order
q.off()
again()
q.off()
q.on()
q.on()
order
q.toggle()
order

# Rising alone, falling alone.
q.irq(note, Pin.IRQ_RISING)
q(0)
straight()
order
q.irq(note, Pin.IRQ_FALLING)
straight()
order

# What was configured last counts.
q.irq(handler=None)
straight()
order
q.irq(note, Pin.IRQ_RISING | Pin.IRQ_FALLING)
q.init(Pin.OUT, value=0)
straight()
order
q.irq(handler=None)

# Hard handlers run at once.
q.irq(note, Pin.IRQ_RISING, hard=True)
straight()
order
q.irq(note, Pin.IRQ_RISING | Pin.IRQ_FALLING, hard=True)
straight()
order
q.irq(handler=None)

# Another pin, by a wire from GP2 to GP3.
a = Pin(2, Pin.OUT, value=0)
b = Pin(3, Pin.IN)
b.irq(note, Pin.IRQ_RISING | Pin.IRQ_FALLING)


def wired():
    order.clear()
    for i in range(4):
        a.toggle()
    order.append("end")


wired()
order


def wired_slow():
    order.clear()
    for i in range(4):
        a.toggle()
        time.sleep_us(100)
    order.append("end")


wired_slow()
order


# A handler that causes the next interrupt.
def chase(pin):
    order.append("b")
    if len(order) < 6:
        a.toggle()


b.irq(chase, Pin.IRQ_RISING | Pin.IRQ_FALLING)
again()
a.toggle()
time.sleep_ms(1)
order

# Two pins with handlers of their own: in the order of their edges.
x = Pin(10, Pin.OUT, value=0)
y = Pin(11, Pin.IN)
y.irq(lambda pin: order.append("y"), Pin.IRQ_RISING)
b.irq(lambda pin: order.append("b"), Pin.IRQ_RISING)
a(0)


def both():
    order.clear()
    x(0)
    a(0)
    x(1)
    a(1)
    time.sleep_us(200)
    a(0)
    a(1)


both()
order

# A handler that sleeps lets the others wait.
b.irq(lambda pin: (order.append("in"), time.sleep_ms(2), order.append("out")), Pin.IRQ_RISING)


def waiting():
    order.clear()
    a(0)
    a(1)
    time.sleep_ms(1)
    order.append("main")
    time.sleep_ms(5)


waiting()
order

# Flags, trigger and the object of an irq.
i = b.irq(note, Pin.IRQ_RISING)
i.trigger()
i.flags()
i.trigger(Pin.IRQ_FALLING)
i.trigger()
type(i)
i is b.irq()
sorted(n for n in dir(i) if n[0] != "_")
b.irq(note, Pin.IRQ_RISING | Pin.IRQ_FALLING)
b.irq(lambda pin: order.append(pin.irq().flags()), Pin.IRQ_RISING | Pin.IRQ_FALLING)
wired_slow()
order
again()
b.irq()()
order


# More edges than callbacks can wait, while a handler runs.
def flood(edges):
    """How many handlers have run after a sleep, and after a loop."""
    order.clear()
    x.irq(lambda pin: [a.toggle() for i in range(edges)], Pin.IRQ_RISING)
    x(0)
    x(1)
    time.sleep_ms(5)
    slept = len(order)
    for i in range(200):
        pass
    x.irq(handler=None)
    return slept, len(order)


b.irq(note, Pin.IRQ_RISING | Pin.IRQ_FALLING)
y.irq(handler=None)
flood(1)
flood(4)
flood(40)
