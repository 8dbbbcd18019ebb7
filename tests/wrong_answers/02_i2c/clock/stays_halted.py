# Keeps bit 7 as it was found, so the clock stays halted.
def set_clock(year, month, day, weekday, hour, minute, second):
    halted = i2c.readfrom_mem(CLOCK, 0, 1)[0] & 0x80
    fields = (second, minute, hour, weekday, day, month, year - 2000)
    raw = bytearray(n // 10 << 4 | n % 10 for n in fields)
    raw[0] |= halted
    i2c.writeto_mem(CLOCK, 0, raw)


def plain(b):
    return (b >> 4) * 10 + (b & 15)


def read_clock():
    raw = i2c.readfrom_mem(CLOCK, 0, 7)
    if raw[0] & 0x80:
        return None
    hour = plain(raw[2])
    if raw[2] & 0x40:
        hour = plain(raw[2] & 0x1F) % 12 + (12 if raw[2] & 0x20 else 0)
    return (
        2000 + plain(raw[6]),
        plain(raw[5]),
        plain(raw[4]),
        plain(raw[3]),
        hour,
        plain(raw[1]),
        plain(raw[0]),
    )
