"""ADC: its pins and channels, its range, how bits become 16."""
#! diagram: knob

from machine import ADC, Pin

a = ADC(26)
a
ADC(0)
ADC(1)
ADC(3)
ADC(4)
ADC("GP26")
ADC(Pin(26))
ADC(Pin(27))
ADC(True)
ADC.CORE_TEMP
ADC(ADC.CORE_TEMP)
Pin(26)
a.read_u16() & 0xF == a.read_u16() >> 12

# 3.3 V, 0 V, and a knob between them; what is read is off by a few steps of noise at most.
ADC(27).read_u16() > 65000
ADC(28).read_u16() < 500
a.read_u16() // 1024
#! bench.pot1.turn(0.25)
a.read_u16() // 1024
#! bench.pot1.turn(0.75)
a.read_u16() // 1024
#! bench.pot1.turn(1.0)
a.read_u16() > 65000
#! bench.pot1.turn(0.0)
a.read_u16() < 500
#! bench.pot1.turn(0.4)
sum(a.read_u16() for i in range(32)) // 32 // 256
max(abs(a.read_u16() - a.read_u16()) for i in range(16)) < 500
10000 < ADC(4).read_u16() < 16000
round(27 - (ADC(4).read_u16() * 3.3 / 65535 - 0.706) / 0.001721)

# A pull-up on the pin does not survive ADC().
Pin(26, Pin.IN, Pin.PULL_UP)
ADC(26)
Pin(26)

ADC()
ADC(5)
ADC(25)
ADC(29)
ADC(30)
ADC(-1)
ADC(2**40)
ADC(Pin(15))
ADC("X")
ADC("LED")
ADC(None)
ADC(1.5)
ADC(26, 1)
ADC(26, atten=1)
ADC(26) is ADC(26)
ADC(26) == ADC(26)
a.read()
a.read_uv()
a.read_u16(1)
a.init()
a.deinit()
a.x
type(a)
ADC
sorted(n for n in dir(a) if n[0] != "_")
