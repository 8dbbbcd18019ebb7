# The less significant byte first, as in most memories, but not in this chip.
import struct


def thermometer(address):
    (value,) = struct.unpack("<h", i2c.readfrom_mem(address, 0, 2))
    return (value >> 7) / 2
