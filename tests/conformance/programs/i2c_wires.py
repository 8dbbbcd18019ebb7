"""I2C without pull-up resistors, with a line held low by a pin, and with its pins taken away."""
#! diagram: bare-chip

import time
from machine import I2C, Pin, SoftI2C


def took(f, *arguments):
    """The result or exception, and the time in ms."""
    start = time.ticks_us()
    try:
        result = f(*arguments)
    except OSError as error:
        result = error
    return result, (time.ticks_diff(time.ticks_us(), start) + 500) // 1000


# SoftI2C turns on no pull-ups, the block does.
wire = Pin(6, Pin.IN)
soft = SoftI2C(5, 4, timeout=300)
took(soft.readfrom, 0x50, 1)
took(soft.writeto, 0x50, b"")
soft.scan()
i2c = I2C(0, scl=5, sda=4)
Pin(4), Pin(5)
i2c.scan()
i2c.readfrom(0x50, 1)
soft = SoftI2C(5, 4)
Pin(4), Pin(5)
soft.scan()

# GP6 is joined to SCL and holds it low.
i2c = I2C(0, scl=5, sda=4, timeout=2_000)
i2c.scan()
hold = Pin(6, Pin.OUT, value=0)
took(i2c.readfrom, 0x50, 1)
took(i2c.writeto, 0x50, b"1")
took(i2c.writeto, 0x50, b"")
took(i2c.readfrom_mem, 0x50, 1, 1)
took(i2c.writeto_mem, 0x50, 1, b"1")
soft = SoftI2C(5, 4, timeout=2_000)
took(soft.readfrom, 0x50, 1)
took(soft.writeto, 0x50, b"1")
took(soft.readfrom_mem, 0x50, 1, 1)
took(soft.start)
took(soft.write, b"\xa0")
took(soft.stop)
hold.init(Pin.IN)
soft.scan()
i2c = I2C(0, scl=5, sda=4, freq=400_000)
i2c.scan()
i2c.readfrom(0x50, 1)

# SDA becomes an ordinary pin.
p = Pin(4, Pin.OUT)
took(i2c.readfrom, 0x50, 1)
I2C(0)
took(i2c.readfrom, 0x50, 1)
i2c = I2C(0, freq=400_000)
i2c.readfrom(0x50, 1)
soft = SoftI2C(5, 4)
took(i2c.readfrom, 0x50, 1)
i2c.scan()
i2c.readfrom(0x50, 1)
took(soft.readfrom, 0x50, 1)
I2C(0, scl=1, sda=0)
took(i2c.readfrom, 0x50, 1)
I2C(0, scl=5, sda=4)
i2c.readfrom(0x50, 1)
Pin(0), Pin(1), Pin(4), Pin(5)
Pin(0, Pin.IN), Pin(1, Pin.IN)
i2c.readfrom(0x50, 1)

# Longer than the timeout, which is for the whole call.
i2c = I2C(0, scl=5, sda=4, freq=100_000)
len(i2c.readfrom(0x50, 500))
took(i2c.readfrom, 0x50, 600)
i2c.scan()
i2c.readfrom(0x50, 1)
