# Remembers the first reading.
seen = {}


def thermometer(address):
    if address not in seen:
        w = int.from_bytes(i2c.readfrom_mem(address, 0, 2), "big")
        seen[address] = (w - 65536 if w > 32767 else w) / 256
    return seen[address]


def set_limits(address, low, high):
    if not -55 <= low < high <= 125:
        raise ValueError("x")
    for r, c in ((2, low), (3, high)):
        w = int(c * 256) & 0xFFFF
        i2c.writeto_mem(address, r, bytes([w >> 8, w & 255]))
