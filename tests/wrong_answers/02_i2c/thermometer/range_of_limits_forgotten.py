# Knows that low is less than high, but not how far they go.
def thermometer(address):
    w = int.from_bytes(i2c.readfrom_mem(address, 0, 2), "big")
    return (w - 65536 if w > 32767 else w) / 256


def set_limits(address, low, high):
    if low >= high:
        raise ValueError("x")
    for r, c in ((2, low), (3, high)):
        w = int(c * 256) & 0xFFFF
        i2c.writeto_mem(address, r, bytes([w >> 8, w & 255]))
