# int.from_bytes gives a number from 0 on.
def thermometer(address):
    return int.from_bytes(i2c.readfrom_mem(address, 0, 2), "big") / 256


def set_limits(address, low, high):
    if not -55 <= low < high <= 125:
        raise ValueError("-55 <= low < high <= 125, please")
    for register, celsius in ((2, low), (3, high)):
        word = int(celsius * 256) & 0xFFFF
        i2c.writeto_mem(address, register, bytes([word >> 8, word & 0xFF]))
