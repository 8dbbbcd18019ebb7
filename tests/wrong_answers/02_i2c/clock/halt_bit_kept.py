# Reads the bit CH as 80 seconds, and writes it back.
def set_clock(year, month, day, weekday, hour, minute, second):
    fields = (second, minute, hour, weekday, day, month, year - 2000)
    data = bytearray([n // 10 << 4 | n % 10 for n in fields])
    data[0] |= i2c.readfrom_mem(CLOCK, 0, 1)[0] & 0x80
    i2c.writeto_mem(CLOCK, 0, data)


def read_clock():
    raw = bytearray(i2c.readfrom_mem(CLOCK, 0, 7))
    pm = 0
    if raw[2] & 0x40:
        pm = 12 if raw[2] & 0x20 else 0
        raw[2] &= 0x1F
        if raw[2] == 0x12:
            raw[2] = 0
    s, mi, h, w, d, mo, y = [10 * (b >> 4) + (b & 15) for b in raw]
    return 2000 + y, mo, d, w, h + pm, mi, s
