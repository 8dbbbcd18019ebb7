# One buffer for each way, and struct on it.
import struct

_b = bytearray(2)
_v = memoryview(_b)


def thermometer(address):
    i2c.readfrom_mem_into(address, 0, _v)
    return struct.unpack_from(">h", _b)[0] / 256


def set_limits(address, low, high):
    if not (low >= -55 and low < high and high <= 125):
        raise ValueError
    out = bytearray(3)
    for reg, t in ((2, low), (3, high)):
        out[0] = reg
        struct.pack_into(">h", out, 1, int(t * 2) << 7)
        i2c.writeto(address, memoryview(out))
