# Looks at one end of the range only.
def barometer(oversampling):
    if oversampling > 3:
        raise ValueError("x")
    i2c.writeto_mem(BAROMETER, 0xF4, b"\x2e")
    time.sleep_us(4500)
    ut = int.from_bytes(i2c.readfrom_mem(BAROMETER, 0xF6, 2), "big")
    i2c.writeto_mem(BAROMETER, 0xF4, bytes([0x34 | oversampling << 6]))
    time.sleep_us((4500, 7500, 13500, 25500)[oversampling])
    up = int.from_bytes(i2c.readfrom_mem(BAROMETER, 0xF6, 3), "big") >> (8 - oversampling)
    return ut, up
