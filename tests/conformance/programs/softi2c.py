"""SoftI2C: its own operations, and the same chips as over the block."""
#! diagram: chips

import time
from machine import I2C, Pin, SoftI2C

SoftI2C(5, 4)
SoftI2C(scl=Pin(5), sda=Pin(4), freq=100_000)
SoftI2C(5, 4, freq=400_000)
SoftI2C(5, 4, freq=500_000)
SoftI2C(5, 4, freq=500_001)
SoftI2C(5, 4, freq=250_000)
SoftI2C(5, 4, freq=200_000)
SoftI2C(5, 4, freq=30_000)
SoftI2C(5, 4, freq=1_000)
SoftI2C(5, 4, timeout=5)
SoftI2C("GP5", "GP4")
SoftI2C(1, 0)
SoftI2C(5, 4) is SoftI2C(5, 4)
SoftI2C(5, 4) == SoftI2C(5, 4)
s = SoftI2C(5, 4, freq=100_000)
Pin(4), Pin(5)
s.scan()
s.readfrom(0x48, 2)
s.readfrom_mem(0x48, 0, 2)
s.writeto(0x50, b"\x00\x10xyz")
s.scan() == [0x48, 0x77]
time.sleep_ms(10)
s.readfrom_mem(0x50, 0x10, 3, addrsize=16)
s.readfrom_mem(0x77, 0xD0, 1)
s.writeto(0x50, b"\x00\x11", False)
s.readfrom(0x50, 2)
s.writevto(0x50, [b"\x00", b"\x12"])
s.readfrom(0x50, 0)
s.readfrom(0x50, 1)
buf = bytearray(3)
s.readfrom_into(0x50, buf)
s.readfrom_mem_into(0x50, 0x10, buf, addrsize=16)
buf

# One operation after the other.
b = bytearray(2)
s.start()
s.write(b"\xa0\x00\x10")
s.start()
s.write(b"\xa1")
s.readinto(b, False)
b
s.readinto(b)
b
s.stop()
s.start()
s.write(b"\x66\x01")
s.stop()
s.start()
s.write(b"")
s.write(b"\xa0")
s.stop()
s.write(b"\xa0")
s.readinto(bytearray(1))
s.readinto(bytearray())
s.stop()
s.scan()
s.readinto(b, True)
s.readinto(b, nack=False)
s.readinto()
s.readinto(b"ab")
s.readinto("AB")
s.write()
s.write(5)
s.write("AB")
s.start(1)
s.stop(1)
s.init()
s.init(scl=5, sda=4)
s
s.init(scl=5, sda=4, freq=200_000)
s
s.scan()

# The block and SoftI2C on the same pins, in turn.
i2c = I2C(0, scl=5, sda=4)
i2c.readfrom_mem(0x77, 0xD0, 1)
s = SoftI2C(5, 4)
s.readfrom_mem(0x77, 0xD0, 1)
i2c = I2C(0, scl=5, sda=4, freq=100_000)
i2c.readfrom_mem(0x77, 0xD0, 1)

# Any two pins.
other = SoftI2C(scl=17, sda=16, timeout=300)
other.readfrom(0x50, 1)
Pin(16), Pin(17)
sorted(n for n in dir(s) if n[0] != "_")
SoftI2C
type(s)


# On the wire: about 9 bits a byte, in units of 10 us.
def took(f, *arguments):
    start = time.ticks_us()
    f(*arguments)
    return time.ticks_diff(time.ticks_us(), start)


def per_byte(freq):
    bus = SoftI2C(5, 4, freq=freq)
    return (took(bus.readfrom, 0x50, 60) - took(bus.readfrom, 0x50, 10)) / 50


80 < per_byte(100_000) < 110
160 < per_byte(50_000) < 200
