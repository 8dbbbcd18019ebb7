# One step is 128 of 256 parts of a degree.
import struct


def thermometer(address):
    (value,) = struct.unpack(">h", i2c.readfrom_mem(address, 0, 2))
    return (value >> 7) / 2
