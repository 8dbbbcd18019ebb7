# Careful people stop the clock, set it, and start it with the last byte.
def bcd(n):
    return n + 6 * (n // 10)


def plain(b):
    return b - 6 * (b >> 4)


def set_clock(year, month, day, weekday, hour, minute, second):
    i2c.writeto_mem(CLOCK, 0, b"\x80")
    rest = (minute, hour, weekday, day, month, year - 2000)
    i2c.writeto(CLOCK, b"\x01" + bytes(map(bcd, rest)))
    i2c.writeto(CLOCK, bytes((0, bcd(second))))


def read_clock():
    i2c.writeto(CLOCK, b"\x00", False)
    raw = i2c.readfrom(CLOCK, 7)
    if raw[0] & 0x80:
        return None
    hour = plain(raw[2] & 0x3F)
    if raw[2] & 0x40:
        hour = plain(raw[2] & 0x1F)
        if hour == 12:
            hour = 0
        if raw[2] & 0x20:
            hour += 12
    dates = [plain(b) for b in raw[3:]]
    return 2000 + dates[3], dates[2], dates[1], dates[0], hour, plain(raw[1]), plain(raw[0])
