# Reads on where the one before has stopped.
import struct


def thermometer(address):
    (value,) = struct.unpack(">h", i2c.readfrom(address, 2))
    return (value >> 7) / 2
