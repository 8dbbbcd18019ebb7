# Half degrees, but at the right end of the word.
import struct


def thermometer(address):
    (value,) = struct.unpack(">h", i2c.readfrom_mem(address, 0, 2))
    return value / 256


def set_limits(address, low, high):
    if not -55 <= low < high <= 125:
        raise ValueError("-55 <= low < high <= 125, please")
    for register, celsius in ((2, low), (3, high)):
        word = int(celsius * 2) & 0xFFFF
        i2c.writeto_mem(address, register, bytes([word >> 8, word & 0xFF]))
