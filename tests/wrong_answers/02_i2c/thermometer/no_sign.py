# Below zero it becomes very hot.
def thermometer(address):
    high, low = i2c.readfrom_mem(address, 0, 2)
    return ((high << 8 | low) >> 7) / 2


def set_limits(address, low, high):
    if not -55 <= low < high <= 125:
        raise ValueError("-55 <= low < high <= 125, please")
    for register, celsius in ((2, low), (3, high)):
        word = int(celsius * 256) & 0xFFFF
        i2c.writeto_mem(address, register, bytes([word >> 8, word & 0xFF]))
