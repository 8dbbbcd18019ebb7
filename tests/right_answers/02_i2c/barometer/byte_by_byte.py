# Each byte by itself, which the sheet allows once the measurement is done.
def rd(r):
    return i2c.readfrom_mem(BAROMETER, r, 1)[0]


def cmd(c):
    i2c.writeto_mem(BAROMETER, 0xF4, bytearray((c,)))
    while rd(0xF4) >> 5 & 1:
        time.sleep_ms(1)


def barometer(oversampling):
    if not isinstance(oversampling, int) or oversampling < 0 or oversampling > 3:
        raise ValueError("no")
    cmd(0x2E)
    ut = rd(0xF6) * 256 + rd(0xF7)
    cmd([0x34, 0x74, 0xB4, 0xF4][oversampling])
    up = rd(0xF6) * 65536 + rd(0xF7) * 256 + rd(0xF8)
    return (ut, up // 2 ** (8 - oversampling))
