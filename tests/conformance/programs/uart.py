"""UART: settings, what is read and when, buffers, time-outs, interrupts."""
#! diagram: serial

import time
from machine import UART, Pin

UART(0)
UART(1)
UART(0, 9600)
UART(0, 9600, tx=Pin(0), rx=Pin(1))
UART(0, 9600, 7)
UART(0, 9600, 8, 0)
UART(0, 9600, 8, 1, 2)
UART(0, 9600, bits=9)
UART(0, 9600, parity=None)
UART(0, 9600, stop=3)
UART(0, baudrate=300, bits=8, stop=1)
UART(0, baudrate=10**7)
UART(0, 9600, txbuf=10)
UART(0, 9600, txbuf=64, rxbuf=1000)
UART(0, 9600, rxbuf=10)
UART(0, 9600, timeout=100, timeout_char=20)
UART(0, 9600, timeout=-1)
UART(0, 9600, invert=UART.INV_TX)
UART(0, 9600, invert=3)
UART(0, 9600, invert=0)
UART(0) is UART(0)
UART.INV_TX, UART.INV_RX, UART.CTS, UART.RTS
UART.IRQ_BREAK, UART.IRQ_RXIDLE, UART.IRQ_TXIDLE
UART()
UART(2)
UART(-1)
UART("0")
UART(2**40)
UART(0, tx=2)
UART(0, rx=5)
UART(1, tx=0)
UART(0, 9600, rxbuf=40000)
UART(0, 9600, invert=9)
UART(0, 9600, foo=1)
UART(0, 9600, flow=9)
UART(0, "x")

# GP0 is joined to GP1: what goes out comes back.
u = UART(
    0,
    115_200,
    bits=8,
    parity=None,
    stop=1,
    tx=Pin(0),
    rx=Pin(1),
    txbuf=256,
    rxbuf=256,
    timeout=0,
    timeout_char=0,
)
u
u.any()
u.read()
u.read(3)
u.readline()
u.readinto(bytearray(3))
u.write(b"hello\nworld")
time.sleep_ms(5)
u.any()
u.readline()
u.read(2)
u.read()
u.read()
u.write("abc")
time.sleep_ms(2)
buf = bytearray(5)
u.readinto(buf)
buf
u.write(b"abcdef", 3)
u.write(b"abcdef", 1, 2)
u.write(b"")
time.sleep_ms(2)
u.read()
u.readinto(buf, 2)
u.read(0)
u.write(5)
u.write()
u.write([1])
u.read("x")
u.read(1, 2)
u.readinto(b"x")
u.any(1)
u.flush()
u.txdone()
u.write(bytes(range(60)))
time.sleep_ms(10)
u.any()
u.read() == bytes(range(60))
list(u)


# Time-outs, counted in whole ms.
def took(f, *arguments):
    """The result, and the time in ms."""
    start = time.ticks_us()
    result = f(*arguments)
    return result, (time.ticks_diff(time.ticks_us(), start) + 500) // 1000


def within(low_ms, high_ms, f, *arguments):
    """The result, and whether it took so long; if not, the time."""
    start = time.ticks_us()
    result = f(*arguments)
    ms = time.ticks_diff(time.ticks_us(), start) / 1000
    return result, True if low_ms <= ms <= high_ms else ms


within(0, 1.2, u.read, 1)
u.init(timeout=20)
u
within(20, 21.2, u.read, 1)
within(20, 21.2, u.readline)
u.init(timeout=20, timeout_char=10)
u.write(b"xyz")
within(10, 11.6, u.read, 10)

# 9600 baud: a millisecond for each byte.
u.init(9600, timeout=0, timeout_char=0)
u
took(u.write, bytes(20))
u.flush()
u.txdone()
time.sleep_ms(30)
u.any()
len(u.read())
u.write(b"ab") and u.txdone()
u.flush()
u.txdone()
time.sleep_ms(5)
u.read()


def written(n):
    """How many were taken, and when all were out, in units of 20 ms."""
    start = time.ticks_ms()
    count = u.write(bytes(n))
    u.flush()
    return count, (time.ticks_diff(time.ticks_ms(), start) + 10) // 20


written(100)
time.sleep_ms(10)
u.any()
len(u.read())
written(400)
time.sleep_ms(10)
u.any()
len(u.read())
within(3, 6, u.sendbreak)
time.sleep_ms(10)
u.read()

# Receiving with a small buffer: the newest are lost.
u.init(9600, rxbuf=40, txbuf=200)
u
u.write(bytes(range(100)))
time.sleep_ms(150)
u.any()
u.read() == bytes(range(71))

# Other settings of the line, heard by the same.
u.init(9600, bits=7, parity=0, stop=2)
u.write(b"\xc1z")
time.sleep_ms(10)
u.read()
u.init(9600, bits=8, parity=None, stop=1)

# Set up anew while bytes wait to be sent.
u.init(9600, rxbuf=256)
u.write(bytes(60)) and u.init(9600)
time.sleep_ms(80)
u.any() == 60
u.read() is None

# Interrupts.
hits = []
u.irq(lambda x: hits.append(x.irq().flags()), UART.IRQ_RXIDLE)
u.write(b"abc")
time.sleep_ms(20)
hits
u.read()
hits.clear()
u.irq(lambda x: hits.append(x.any()), UART.IRQ_RXIDLE)
u.write(b"one")
time.sleep_ms(20)
u.write(b"two")
time.sleep_ms(20)
hits
u.read()
hits.clear()
u.irq(lambda x: hits.append("break"), UART.IRQ_BREAK)
u.sendbreak()
time.sleep_ms(20)
hits
u.irq(lambda x: 0, UART.IRQ_TXIDLE)
u.irq(lambda x: 0, 99)
u.irq(5)
u.irq(None)
u.irq(handler=None)
u.deinit()
u
u.write(b"a")
u.read()
u.any()
u.x
sorted(n for n in dir(u) if n[0] != "_")
UART

# A terminal at 9600 baud on GP4 and GP5.
t = UART(1, 9600, tx=4, rx=5, timeout=50)
t.write(b"to the terminal\n")
t.flush()
time.sleep_ms(5)
#! bench.term1.text
#! bench.term1.send("hi\nthere")
time.sleep_ms(30)
t.any()
t.readline()
t.readline()
t.readline()
#! bench.after(40).send(bench.term1, "ok")
t.read(2)
t.read(2)
t = UART(1, 4800, tx=4, rx=5)
t.write(b"wrong")
t.flush()
time.sleep_ms(5)
#! len(bench.term1.received) > 16
