# Looks at the limits when one of them is written already.
def thermometer(address):
    w = int.from_bytes(i2c.readfrom_mem(address, 0, 2), "big")
    return (w - 65536 if w > 32767 else w) / 256


def put(address, r, c):
    if not -55 <= c <= 125:
        raise ValueError("x")
    w = int(c * 256) & 0xFFFF
    i2c.writeto_mem(address, r, bytes([w >> 8, w & 255]))


def set_limits(address, low, high):
    put(address, 2, low)
    if high <= low:
        raise ValueError("x")
    put(address, 3, high)
