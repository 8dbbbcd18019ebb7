"""PWM: how frequency and duty cycle are rounded, and what slices share."""
#! diagram: led

from machine import PWM, Pin

w = PWM(Pin(15))
w
w.freq(), w.duty_u16(), w.duty_ns()
w.freq(1000)
w
w.duty_u16(32768)
w.duty_u16(), w.duty_ns()
w
#! round(bench.led1.brightness, 2)
w.freq(50)
w.duty_u16(), w.duty_ns()
w.duty_ns(1_500_000)
w.duty_ns(), w.duty_u16()
w
w.freq(100)
w.duty_ns(), w.duty_u16()

# The ends of the duty cycle.
w.duty_u16(65535)
w.duty_u16(), w.duty_ns()
w.duty_u16(65536)
w.duty_u16()
w.duty_u16(-1)
w.duty_u16()
w.duty_u16(0)
w.duty_u16(), w.duty_ns()
w.duty_u16(1)
w.duty_u16(), w.duty_ns()
w.duty_ns(-1)
w.duty_ns(10**8)
w.duty_ns()
w.duty_ns(0)
w.duty_ns()

# The ends of the frequency.
w.freq(0)
w.freq(-1)
w.freq(7)
w.freq(8)
w.freq()
w.freq(9)
w.freq()
w.freq(10)
w.freq()
w.freq(62_500_000)
w.freq()
w.freq(70_000_000)
w.freq(125_000_000)
w.freq()
w.freq(100_000_000)
w.freq()


# What comes back after rounding.
def rounded(f):
    w.freq(f)
    w.duty_u16(30000)
    a = w.freq(), w.duty_u16(), w.duty_ns()
    w.duty_ns(1000)
    return a + (w.duty_ns(), w.duty_u16())


rounded(11)
rounded(33)
rounded(440)
rounded(1001)
rounded(1907)
rounded(1908)
rounded(5000)
rounded(12345)
rounded(20000)
rounded(38000)
rounded(100_000)
rounded(333_333)
rounded(1_000_000)
rounded(3_000_000)
rounded(10_000_000)

# At construction.
PWM(15, freq=1000, duty_u16=1000)
PWM(15, freq=1000, duty_ns=1000)
PWM(15, freq=1000, duty_u16=1, duty_ns=1)
PWM(15, freq=1000, invert=True)
PWM(15, invert=1)
PWM(15, invert=0)
PWM("GP15")
PWM(15).init(freq=2000, duty_u16=100)
PWM(15)
PWM(15).init()
PWM(15)
Pin(15)
PWM(15).deinit()
PWM(15)
w
w.duty_u16()
w.freq()
w.duty_u16(100)
w.duty_u16()
w.freq(1000)
w

# Both channels of a slice have one frequency; pins 16 apart are one channel.
PWM(14, freq=500)
PWM(15)
a = PWM(0, freq=100, duty_u16=100)
b = PWM(1, freq=200, duty_u16=100)
a, b
PWM(16)
PWM(16, freq=400)
a
PWM(0) is PWM(0)
PWM(0) == PWM(0)
Pin(15, Pin.OUT)
Pin(15)()
w.duty_u16(3)
Pin(15)

# What is refused.
w.duty_u16("x")
w.duty_u16(1.5)
w.duty_u16(None)
w.duty_u16(2**40)
w.freq("x")
w.freq(2**40)
w.freq(1000, 1)
w.freq(freq=1)
w.duty(5)
w.x
PWM()
PWM(99)
PWM(None)
PWM(15, foo=1)
PWM(15, 1000)
PWM(15, 1000, 5)
PWM(15).init(1000)
type(w)
PWM
sorted(n for n in dir(w) if n[0] != "_")
