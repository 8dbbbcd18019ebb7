# Takes the first bit for a minus sign in front of the rest.
def thermometer(address):
    high, low = i2c.readfrom_mem(address, 0, 2)
    half_degrees = (high << 8 | low) >> 7
    if half_degrees & 0x100:
        half_degrees = -(half_degrees & 0xFF)
    return half_degrees / 2


def set_limits(address, low, high):
    if not -55 <= low < high <= 125:
        raise ValueError("-55 <= low < high <= 125, please")
    for register, celsius in ((2, low), (3, high)):
        word = int(celsius * 256) & 0xFFFF
        i2c.writeto_mem(address, register, bytes([word >> 8, word & 0xFF]))
