# sleep_ms() takes whole numbers, and half a millisecond is lost.
def barometer(oversampling):
    if oversampling not in (0, 1, 2, 3):
        raise ValueError("x")
    i2c.writeto_mem(BAROMETER, 0xF4, b"\x2e")
    time.sleep_ms(4)
    ut = int.from_bytes(i2c.readfrom_mem(BAROMETER, 0xF6, 2), "big")
    i2c.writeto_mem(BAROMETER, 0xF4, bytes([0x34 | oversampling << 6]))
    time.sleep_ms((4, 7, 13, 25)[oversampling])
    up = int.from_bytes(i2c.readfrom_mem(BAROMETER, 0xF6, 3), "big") >> (8 - oversampling)
    return ut, up
