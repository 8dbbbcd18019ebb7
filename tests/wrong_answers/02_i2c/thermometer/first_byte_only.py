# Whole degrees: the half is in the second byte.
def thermometer(address):
    (high,) = i2c.readfrom_mem(address, 0, 1)
    return float(high - 256 if high > 127 else high)
