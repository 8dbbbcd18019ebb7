# Makes 24 of 12 PM.
def set_clock(year, month, day, weekday, hour, minute, second):
    fields = (second, minute, hour, weekday, day, month, year - 2000)
    i2c.writeto_mem(CLOCK, 0, bytes([n // 10 << 4 | n % 10 for n in fields]))


def read_clock():
    raw = bytearray(i2c.readfrom_mem(CLOCK, 0, 7))
    if raw[0] & 0x80:
        return None
    pm = 0
    if raw[2] & 0x40:
        pm = 12 if raw[2] & 0x20 else 0
        if raw[2] & 0x3F == 0x12:
            raw[2] = 0
        raw[2] &= 0x1F
    s, mi, h, w, d, mo, y = [10 * (b >> 4) + (b & 15) for b in raw]
    return 2000 + y, mo, d, w, h + pm, mi, s
