# Takes the first bit for a minus sign in front of the rest.
def thermometer(address):
    high, low = i2c.readfrom_mem(address, 0, 2)
    half_degrees = (high << 8 | low) >> 7
    if half_degrees & 0x100:
        half_degrees = -(half_degrees & 0xFF)
    return half_degrees / 2
