# The argument is not used.
import struct


def thermometer(address):
    (value,) = struct.unpack(">h", i2c.readfrom_mem(0x48, 0, 2))
    return (value >> 7) / 2
