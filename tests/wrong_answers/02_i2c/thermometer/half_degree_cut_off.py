# Divides without a remainder, and gives an int.
def thermometer(address):
    high, low = i2c.readfrom_mem(address, 0, 2)
    value = high << 8 | low
    if value & 0x8000:
        value -= 0x10000
    return value // 256


def set_limits(address, low, high):
    if not -55 <= low < high <= 125:
        raise ValueError("-55 <= low < high <= 125, please")
    for register, celsius in ((2, low), (3, high)):
        word = int(celsius * 256) & 0xFFFF
        i2c.writeto_mem(address, register, bytes([word >> 8, word & 0xFF]))
