"""I2C and SoftI2C on a bus with faults: held lines, lost power, pins taken away."""
#! diagram: chips

import time
from machine import I2C, Pin, SoftI2C

i2c = I2C(0, scl=5, sda=4, freq=400_000)
soft = SoftI2C(5, 4)
i2c = I2C(0, scl=5, sda=4, freq=400_000)

# A chip that does not acknowledge once.
#! bench.temp1.nack()
i2c.readfrom(0x48, 2)
i2c.readfrom(0x48, 2)
#! bench.temp1.nack()
i2c.readfrom_mem(0x48, 0, 2)
#! bench.temp1.nack()
i2c.writeto(0x48, b"\x00")
#! bench.temp1.nack()
i2c.writeto(0x48, b"")
#! bench.temp1.nack()
0x48 in i2c.scan()
0x48 in i2c.scan()
soft = SoftI2C(5, 4)
#! bench.temp1.nack()
soft.readfrom(0x48, 2)
#! bench.temp1.nack()
soft.writeto(0x48, b"")
i2c = I2C(0, scl=5, sda=4, freq=400_000)

# A byte of data that is not acknowledged.
#! bench.mem1.nack(after=2)
i2c.writeto(0x50, b"\x00\x10\x01\x02\x03")
time.sleep_ms(10)
i2c.scan()
#! bench.mem1.nack(after=1)
i2c.writeto_mem(0x50, 0x10, b"\x07\x08", addrsize=16)
time.sleep_ms(10)

# No power, and again.
#! bench.temp1.cut_power()
i2c.readfrom(0x48, 2)
i2c.scan()
#! bench.temp1.restore_power()
i2c.readfrom(0x48, 2)
#! bench.unplug("temp1:SDA")
i2c.readfrom(0x48, 2)
0x48 in i2c.scan()
#! bench.plug("temp1:SDA")
i2c.readfrom(0x48, 2)

# A slow chip.
#! bench.temp1.stretch(us=200)
i2c.readfrom(0x48, 2)
#! bench.temp1.stretch(us=90_000)
i2c.readfrom(0x48, 2)
#! bench.temp1.stretch(us=0)
#! bench.temp1.cut_power()
time.sleep_ms(500)
#! bench.temp1.restore_power()
i2c = I2C(0, scl=5, sda=4, freq=400_000)
i2c.scan()
i2c.readfrom(0x48, 2)


# A chip that holds SDA low until it gets clocks.
#! bench.temp1.stick(clocks=9)
def took(f, *arguments):
    """The result or exception, and the time in ms."""
    start = time.ticks_us()
    try:
        result = f(*arguments)
    except OSError as error:
        result = error
    return result, (time.ticks_diff(time.ticks_us(), start) + 500) // 1000


took(i2c.readfrom, 0x48, 2)
took(i2c.writeto, 0x48, b"\x00")
0x48 in i2c.scan()
took(i2c.readfrom, 0x48, 2)
i2c.scan()

# For ever.
i2c = I2C(0, scl=5, sda=4, freq=400_000, timeout=1_000)
#! bench.temp1.stick()
took(i2c.readfrom, 0x48, 2)
took(i2c.writeto, 0x48, b"1")
took(i2c.readfrom_mem, 0x48, 0, 2)
took(i2c.writeto_mem, 0x48, 0, b"1")
i2c.scan() == list(range(8, 120))
soft = SoftI2C(5, 4, timeout=1_000)
soft.readfrom(0x48, 2)
soft.writeto(0x48, b"1")
soft.readfrom_mem(0x48, 0, 2)
soft.scan() == list(range(8, 120))
#! bench.temp1.cut_power()
i2c = I2C(0, scl=5, sda=4, freq=400_000)
i2c.scan()
