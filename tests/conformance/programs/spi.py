"""SPI and SoftSPI: settings and their rounding, transfers, a converter read over the wire."""
#! diagram: spi

import time
from machine import SPI, Pin, SoftSPI

SPI(0)
SPI(1)
SPI()
SPI(id=1)
SPI(1, 1_000_000)
SPI(1, baudrate=500_000)
SPI(1)
SPI(1, baudrate=1)
SPI(1, baudrate=10**9)
SPI(1, baudrate=12_345_678)
SPI(1, baudrate=10_000_000)
SPI(1, baudrate=24_000_000)
SPI(1, 1_000_000, polarity=1)
SPI(1, 1_000_000, phase=1)
SPI(1, 1_000_000, polarity=2)
SPI(1, 1_000_000, bits=8)
SPI(1, 1_000_000, bits=16)
SPI(1, 1_000_000, bits=3)
SPI(1, 1_000_000, firstbit=SPI.LSB)
SPI(1, 1_000_000, firstbit=SPI.MSB)
SPI(1, 1_000_000, firstbit=7)
SPI(1, sck=Pin(10), mosi=Pin(11), miso=Pin(12))
SPI(0, sck=Pin(18), mosi=Pin(19), miso=Pin(16))
SPI(1) is SPI(1)
SPI.MSB, SPI.LSB
SPI(2)
SPI(-1)
SPI("0")
SPI(None)
SPI(2**40)
SPI(1, baudrate=0)
SPI(1, sck=2)
SPI(1, mosi=3)
SPI(1, miso=0)
SPI(1, sck=11)
SPI(1, sck=None)
SPI(1, miso=None)
SPI(1, foo=1)
SPI(1, 1, 2, 3)

# GP11, MOSI, is joined to GP12, MISO.
s = SPI(1, 1_000_000, sck=10, mosi=11, miso=12)
s
Pin(10), Pin(11), Pin(12)
s.write(b"abc")
s.read(3)
s.read(3, 0x55)
s.read(0)
s.read(3, 256)
s.read(3, -1)
buf = bytearray(4)
s.readinto(buf)
buf
s.readinto(buf, 7)
buf
s.write_readinto(b"wxyz", buf)
buf
s.write_readinto(buf, buf)
buf
s.write(b"")
s.write("ab")
s.write(bytearray(40))
s.read(33, 9) == b"\t" * 33
s.write_readinto(b"wx", buf)
s.write_readinto(b"wxyz", b"1234")
s.write_readinto(b"", bytearray())
s.write_readinto(b"a")
s.read()
s.read("x")
s.read(3, "x")
s.read(1, 2, 3)
s.read(2, write=5)
s.readinto(b"ab")
s.readinto(5)
s.write(5)
s.write([1])
s.write()
s.write(b"a", 1)
s.init()
s
s.init(baudrate=2_000_000)
s
s.init(polarity=1)
s
s.init(1_000_000)
s.init(sck=2)
s.init(bits=16)
s.init(foo=1)
s.init(firstbit=SPI.LSB)
s.x
s.deinit()
s
s = SPI(1, 1_000_000, sck=10, mosi=11, miso=12)
s.read(2, 0x41)
Pin(12, Pin.IN)
s.read(2, 0x41)
sorted(n for n in dir(s) if n[0] != "_")
SPI
memoryview(s)

# An MCP3008 on SPI(0): channel 0 the knob, 1 at 3.3 V, 2 at 0 V.
spi = SPI(0, 1_000_000, sck=18, mosi=19, miso=16)
cs = Pin(17, Pin.OUT, value=1)


def convert(channel):
    answer = bytearray(3)
    cs(0)
    spi.write_readinto(bytes((1, 0x80 | channel << 4, 0)), answer)
    cs(1)
    return (answer[1] & 3) << 8 | answer[2]


convert(1)
convert(2)
abs(convert(0) - 256) < 4
#! bench.pot1.turn(0.75)
abs(convert(0) - 767) < 5
spi.read(2)
spi = SPI(0, 1_000_000, polarity=1, phase=1, sck=18, mosi=19, miso=16)
convert(1)
spi = SPI(0, 1_000_000, phase=1, sck=18, mosi=19, miso=16)
convert(1) in (511, 1023)
soft = SoftSPI(100_000, sck=18, mosi=19, miso=16)
spi = soft = SoftSPI(baudrate=100_000, sck=18, mosi=19, miso=16)
convert(1), convert(2)
abs(convert(0) - 767) < 5

# SoftSPI on the wire from GP11 to GP12.
t = SoftSPI(baudrate=100_000, polarity=0, phase=0, sck=10, mosi=11, miso=12)
t
t.write(b"ab")
t.read(2)
t.read(2, 0xA5)
t.write_readinto(b"wxyz", buf)
buf
t.init(baudrate=200_000)
t
t.init(polarity=1)
t
t.read(2, 0xA5)
t.init(phase=1)
t.read(2, 0xA5)
t.deinit()
SoftSPI()
SoftSPI(sck=10)
SoftSPI(sck=10, mosi=11)
SoftSPI(sck=10, mosi=11, miso=12)
SoftSPI(baudrate=0, sck=10, mosi=11, miso=12)
SoftSPI(baudrate=10_000_000, sck=10, mosi=11, miso=12)
SoftSPI(bits=7, sck=10, mosi=11, miso=12)
SoftSPI(firstbit=SoftSPI.LSB, sck=10, mosi=11, miso=12)


# On the wire: 8 bits a byte.
def took(f, *arguments):
    start = time.ticks_us()
    f(*arguments)
    return time.ticks_diff(time.ticks_us(), start)


def per_byte(bus):
    return (took(bus.write, bytes(1020)) - took(bus.write, bytes(20))) / 1000


round(per_byte(SPI(1, 1_000_000, sck=10, mosi=11, miso=12)))
round(per_byte(SPI(1, 100_000, sck=10, mosi=11, miso=12)))
75 < per_byte(SoftSPI(baudrate=100_000, sck=10, mosi=11, miso=12)) < 100
SPI(0, sck=2, mosi=3, miso=0)
