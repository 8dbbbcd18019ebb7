"""I2C on a healthy bus: construction, all calls, reads and writes of real chips."""
#! diagram: chips

import time
from machine import I2C, Pin

I2C(0)
I2C(1)
I2C(0, freq=100_000)
I2C(0, freq=400_000)
I2C(0, freq=1_000_000)
I2C(0, freq=1_000)
I2C(0, freq=3_400_000)
I2C(0, freq=50)
I2C(0, freq=123_456)
I2C(0, timeout=10)
I2C(0)
I2C(0, freq=100_000)
I2C(0, timeout=0)
I2C(0, timeout=-1)
I2C(0, 400_000, timeout=50_000)
I2C()
I2C(id=1)
I2C(0) is I2C(0)
I2C(0) == I2C(1)
I2C(True)
Pin(4), Pin(5)

i2c = I2C(0, scl=5, sda=4, freq=400_000)
i2c.scan()
[hex(a) for a in i2c.scan()]

# LM75 at 0x48: 21.5 degrees, a register of 16 bits.
i2c.readfrom(0x48, 2)
i2c.readfrom_mem(0x48, 0, 2)
#! bench.temp1.set(temperature_c=-10.5)
time.sleep_ms(200)
i2c.readfrom_mem(0x48, 0, 2)
i2c.writeto(0x48, b"\x03")
i2c.readfrom(0x48, 2)
i2c.writeto_mem(0x48, 3, b"\x28\x00")
i2c.readfrom_mem(0x48, 3, 2)
i2c.readfrom(0x48, 5)

# BMP180 at 0x77: its id.
i2c.readfrom_mem(0x77, 0xD0, 1)
i2c.readfrom_mem(0x77, 0xAA, 22)

# A memory chip at 0x50 with addresses of 16 bits.
i2c.writeto_mem(0x50, 0x0010, b"hello", addrsize=16)
i2c.readfrom(0x50, 1)
time.sleep_ms(10)
i2c.readfrom_mem(0x50, 0x0010, 5, addrsize=16)
i2c.readfrom_mem(0x50, 0x0012, 2, addrsize=16)
i2c.readfrom(0x50, 2)
i2c.writeto(0x50, b"\x00\x10")
i2c.readfrom(0x50, 5)
i2c.writeto(0x50, b"\x00\x12", False)
i2c.readfrom(0x50, 3)
i2c.writevto(0x50, [b"\x00\x20", b"", bytearray(b"ab")])
time.sleep_ms(10)
i2c.readfrom_mem(0x50, 0x20, 2, addrsize=16)
i2c.writevto(0x50, (b"\x00\x20",), False)
i2c.readfrom(0x50, 1, False)
i2c.readfrom(0x50, 1)
buf = bytearray(4)
i2c.readfrom_into(0x50, buf)
i2c.readfrom_mem_into(0x50, 0x10, memoryview(buf)[1:3], addrsize=16)
buf
i2c.readfrom_mem(0x50, 0x10, 2, addrsize=8) != b""
i2c.readfrom_mem(addr=0x50, memaddr=0x10, arg=2, addrsize=16)

# Nothing, or bytes of other kinds.
i2c.writeto(0x50, b"")
i2c.writeto(0x50, "")
i2c.writeto(0x50, "\x00\x10")
i2c.writeto(0x50, memoryview(b"\x00\x11"))
i2c.readfrom(0x50, 1)
i2c.writevto(0x50, [])
i2c.writevto(0x50, [b""])
i2c.readfrom(0x50, 0)
i2c.writeto_mem(0x50, 0x10, b"", addrsize=16)


# How long a call takes on the wire: about 9 bits a byte.
def took(f, *arguments):
    start = time.ticks_us()
    f(*arguments)
    return time.ticks_diff(time.ticks_us(), start)


def per_byte(freq):
    """In units of 10 us."""
    bus = I2C(0, scl=5, sda=4, freq=freq, timeout=1_000_000)
    return (took(bus.readfrom, 0x50, 130) - took(bus.readfrom, 0x50, 30) + 500) // 1000


per_byte(100_000)
per_byte(50_000)
per_byte(400_000)

# Other pins.
I2C(0, scl=1, sda=0)
I2C(0)
I2C(0, scl=Pin(5), sda=Pin(4))
I2C(0, sda=8)
I2C(1, sda=2, scl=3)
I2C(1, sda=26, scl=27)
I2C(0, sda="GP4", scl="GP5")
I2C(0, scl=None, sda=None)
type(i2c)
I2C
sorted(n for n in dir(i2c) if n[0] != "_")
i2c.scan
