# struct does both ways.
import struct


def thermometer(address):
    return struct.unpack(">h", i2c.readfrom_mem(address, 0, 2))[0] / 256


def set_limits(address, low, high):
    if low < -55 or high > 125 or low >= high:
        raise ValueError("bad limits")
    i2c.writeto(address, struct.pack(">Bh", 2, round(low * 256)))
    i2c.writeto(address, struct.pack(">Bh", 3, round(high * 256)))
