# int.from_bytes gives a number from 0 on.
def thermometer(address):
    return int.from_bytes(i2c.readfrom_mem(address, 0, 2), "big") / 256
