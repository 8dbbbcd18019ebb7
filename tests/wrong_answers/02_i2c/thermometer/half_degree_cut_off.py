# Divides without a remainder, and gives an int.
def thermometer(address):
    high, low = i2c.readfrom_mem(address, 0, 2)
    value = high << 8 | low
    if value & 0x8000:
        value -= 0x10000
    return value // 256
