"""machine: clock, resets, identity, interrupts off, pulses, registers."""
#! diagram: wires

import machine
import time
from machine import Pin

machine.freq()
machine.freq(125_000_000)
machine.freq(133_000_000)
machine.freq()
machine.freq(125_000_000)
machine.freq(1)
machine.freq(130_000_001)
machine.freq("x")
machine.freq(2**40)
machine.freq(1, 2, 3)
machine.reset_cause()
machine.PWRON_RESET, machine.WDT_RESET
machine.unique_id()
len(machine.unique_id())
machine.idle()


# The state that is given back turns interrupts on again.
def masked():
    state = machine.disable_irq()
    inner = machine.disable_irq()
    machine.enable_irq(inner)
    machine.enable_irq(state)
    return type(state), state == inner


masked()
machine.enable_irq()
machine.disable_irq(1)

# GP2 is joined to GP3.
out, pin = Pin(2, Pin.OUT, value=0), Pin(3, Pin.IN)
machine.time_pulse_us(pin, 1, 1000)
machine.time_pulse_us(pin, 0, 1000)
out(1)
machine.time_pulse_us(pin, 0, 1000)
machine.time_pulse_us(pin, 1, 1000)
machine.time_pulse_us(pin, "x", 1000)
machine.time_pulse_us(5, 1, 1000)
machine.time_pulse_us()
from machine import PWM

w = PWM(out, freq=1000, duty_u16=16384)
abs(machine.time_pulse_us(pin, 1) - 250) < 5
abs(machine.time_pulse_us(pin, 0) - 750) < 5
w.deinit()

machine.mem32[0xD0000000]
machine.mem8
sorted(n for n in dir(machine) if n[0] != "_")
machine.nosuch
machine.lightsleep(5)
import os

hasattr(os, "dupterm")
machine.Pin is Pin
machine.reset()
machine
import machine

machine.reset_cause()
Pin
from machine import Pin

Pin(2)
Pin(2, Pin.OUT, value=1)
Pin(3, Pin.OPEN_DRAIN, value=0)
Pin(4, Pin.IN, Pin.PULL_UP)
Pin(5, Pin.OUT, value=1).irq(print)
machine.PWM(Pin(6), freq=1000, duty_u16=65535)
machine.soft_reset()
import machine

machine.reset_cause()
machine.Pin(2), machine.Pin(2)()
machine.Pin(3), machine.Pin(3)()
machine.Pin(4), machine.Pin(4)()
machine.Pin(5), machine.Pin(5)()
machine.Pin(5).toggle()
machine.Pin(3)(1)
machine.Pin(6)
machine.soft_reset()
import machine

machine.Pin(2), machine.Pin(2)()
machine.Pin(3)
machine.Pin(5), machine.Pin(5)()
machine.deepsleep(50)
import machine

machine.reset_cause() in (machine.PWRON_RESET, machine.WDT_RESET)
