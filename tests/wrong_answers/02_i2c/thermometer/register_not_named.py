# Reads on where the one before has stopped.
import struct


def thermometer(address):
    (value,) = struct.unpack(">h", i2c.readfrom(address, 2))
    return (value >> 7) / 2


def set_limits(address, low, high):
    if not -55 <= low < high <= 125:
        raise ValueError("-55 <= low < high <= 125, please")
    for register, celsius in ((2, low), (3, high)):
        word = int(celsius * 256) & 0xFFFF
        i2c.writeto_mem(address, register, bytes([word >> 8, word & 0xFF]))
