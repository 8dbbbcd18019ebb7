# Between two reads the minute may change: 10:59:59 becomes 10:00:00, or 11:59:59.
def set_clock(year, month, day, weekday, hour, minute, second):
    fields = (second, minute, hour, weekday, day, month, year - 2000)
    i2c.writeto_mem(CLOCK, 0, bytes([n // 10 << 4 | n % 10 for n in fields]))


def plain(b):
    return (b >> 4) * 10 + (b & 15)


def read_clock():
    raw = [i2c.readfrom_mem(CLOCK, register, 1)[0] for register in range(7)]
    if raw[0] & 0x80:
        return None
    hour = plain(raw[2])
    if raw[2] & 0x40:
        hour = plain(raw[2] & 0x1F) % 12 + (12 if raw[2] & 0x20 else 0)
    second, minute, _, weekday, day, month, year = (plain(b) for b in raw)
    return 2000 + year, month, day, weekday, hour, minute, second
