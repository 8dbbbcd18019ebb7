# The upper limit first; the sign by hand.
def thermometer(address):
    raw = int.from_bytes(i2c.readfrom_mem(address, 0, 2), "big")
    half = raw >> 7
    if half & 0x100:
        half -= 512
    return half * 0.5


def _w(a, r, t):
    i2c.writeto_mem(a, r, (int(t * 2) * 128 % 65536).to_bytes(2, "big"))


def set_limits(address, low, high):
    if low >= high or low < -55 or high > 125:
        raise ValueError("x")
    _w(address, 3, high)
    _w(address, 2, low)
