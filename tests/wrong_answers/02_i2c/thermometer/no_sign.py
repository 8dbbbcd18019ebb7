# Below zero it becomes very hot.
def thermometer(address):
    high, low = i2c.readfrom_mem(address, 0, 2)
    return ((high << 8 | low) >> 7) / 2
