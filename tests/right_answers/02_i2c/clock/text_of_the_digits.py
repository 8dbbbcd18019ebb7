# In hexadecimal, a number in BCD is written like the number itself.
def set_clock(year, month, day, weekday, hour, minute, second):
    fields = (second, minute, hour, weekday, day, month, year % 100)
    i2c.writeto_mem(CLOCK, 0, bytes([int(str(n), 16) for n in fields]))


def read_clock():
    raw = i2c.readfrom_mem(CLOCK, 0, 7)
    if raw[0] > 0x7F:
        return None
    if raw[2] & 0x40:
        hour = int(hex(raw[2] & 0x1F)[2:]) % 12
        if raw[2] & 0x20:
            hour += 12
    else:
        hour = int(hex(raw[2])[2:])
    second, minute, _, weekday, day, month, year = [int(hex(b)[2:]) for b in raw]
    return (year + 2000, month, day, weekday, hour, minute, second)
