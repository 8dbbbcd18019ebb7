# Shifts first, and then still takes 65536 off.
def thermometer(address):
    high, low = i2c.readfrom_mem(address, 0, 2)
    half_degrees = (high << 8 | low) >> 7
    if high & 0x80:
        half_degrees -= 65536
    return half_degrees / 2
