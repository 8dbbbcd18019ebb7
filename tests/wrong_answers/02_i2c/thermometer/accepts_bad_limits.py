# A thermostat that switches on and off at the same temperature.
import struct


def thermometer(address):
    (value,) = struct.unpack(">h", i2c.readfrom_mem(address, 0, 2))
    return value / 256


def set_limits(address, low, high):
    for register, celsius in ((2, low), (3, high)):
        word = int(celsius * 256) & 0xFFFF
        i2c.writeto_mem(address, register, bytes([word >> 8, word & 0xFF]))
