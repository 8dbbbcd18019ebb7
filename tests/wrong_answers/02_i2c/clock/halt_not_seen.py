# A halted clock has a time too, but it means nothing.
def set_clock(year, month, day, weekday, hour, minute, second):
    fields = (second, minute, hour, weekday, day, month, year - 2000)
    i2c.writeto_mem(CLOCK, 0, bytes([n // 10 << 4 | n % 10 for n in fields]))


def plain(b):
    return (b >> 4) * 10 + (b & 15)


def read_clock():
    raw = i2c.readfrom_mem(CLOCK, 0, 7)
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
        plain(raw[0] & 0x7F),
    )
