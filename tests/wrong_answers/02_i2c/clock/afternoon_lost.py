# Cuts off all that is no digit of the form of 24 hours, and the afternoon with it.
def set_clock(year, month, day, weekday, hour, minute, second):
    fields = (second, minute, hour, weekday, day, month, year - 2000)
    i2c.writeto_mem(CLOCK, 0, bytes([n // 10 << 4 | n % 10 for n in fields]))


def plain(b):
    return (b >> 4) * 10 + (b & 15)


def read_clock():
    raw = i2c.readfrom_mem(CLOCK, 0, 7)
    if raw[0] & 0x80:
        return None
    hour = plain(raw[2] & 0x1F) if raw[2] & 0x40 else plain(raw[2] & 0x3F)
    second, minute, _, weekday, day, month, year = (plain(b) for b in raw)
    return 2000 + year, month, day, weekday, hour, minute, second
