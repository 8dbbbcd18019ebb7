# The usual trick: turn the sign bit, then take off its worth.
def thermometer(address):
    value = int.from_bytes(i2c.readfrom_mem(address, 0, 2), "big") & 0xFF80
    return ((value ^ 0x8000) - 0x8000) / 256
