# The chip has the day before the month.
def set_clock(year, month, day, weekday, hour, minute, second):
    fields = (second, minute, hour, weekday, month, day, year - 2000)
    i2c.writeto_mem(CLOCK, 0, bytes([n // 10 << 4 | n % 10 for n in fields]))


def plain(b):
    return (b >> 4) * 10 + (b & 15)


def read_clock():
    raw = i2c.readfrom_mem(CLOCK, 0, 7)
    if raw[0] & 0x80:
        return None
    hour = plain(raw[2])
    if raw[2] & 0x40:
        hour = plain(raw[2] & 0x1F) % 12 + (12 if raw[2] & 0x20 else 0)
    second, minute, _, weekday, month, day, year = (plain(b) for b in raw)
    return 2000 + year, month, day, weekday, hour, minute, second
