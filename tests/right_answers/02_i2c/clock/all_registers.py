# Reads all 64 bytes of the chip, into a buffer.
_raw = bytearray(64)


def set_clock(year, month, day, weekday, hour, minute, second):
    b = bytearray(7)
    for i, n in enumerate((second, minute, hour, weekday, day, month, year % 100)):
        t, o = divmod(n, 10)
        b[i] = t * 16 + o
    i2c.writeto_mem(CLOCK, 0, b)


def read_clock():
    i2c.readfrom_mem_into(CLOCK, 0, _raw)
    if _raw[0] >> 7:
        return

    def p(i, mask):
        v = _raw[i] & mask
        return v // 16 * 10 + v % 16

    if _raw[2] & 64:
        h = p(2, 31)
        pm = _raw[2] & 32
        if h == 12 and not pm:
            h = 0
        elif h != 12 and pm:
            h += 12
    else:
        h = p(2, 63)
    return 2000 + p(6, 255), p(5, 31), p(4, 63), p(3, 7), h, p(1, 127), p(0, 127)
