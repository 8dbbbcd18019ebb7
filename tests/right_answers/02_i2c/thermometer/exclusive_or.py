# The usual trick: turn the sign bit, then take off its worth.
def thermometer(address):
    value = int.from_bytes(i2c.readfrom_mem(address, 0, 2), "big") & 0xFF80
    return ((value ^ 0x8000) - 0x8000) / 256


def set_limits(address, low, high):
    if not -55 <= low < high <= 125:
        raise ValueError("-55 <= low < high <= 125, please")
    for register, celsius in ((2, low), (3, high)):
        word = int(celsius * 256) & 0xFFFF
        i2c.writeto_mem(address, register, bytes([word >> 8, word & 0xFF]))
