# An oversampling of 4 is no command of this chip.
def barometer(oversampling):
    i2c.writeto_mem(BAROMETER, 0xF4, b"\x2e")
    time.sleep_us(4500)
    ut = int.from_bytes(i2c.readfrom_mem(BAROMETER, 0xF6, 2), "big")
    i2c.writeto_mem(BAROMETER, 0xF4, bytes([(0x34 | oversampling << 6) & 0xFF]))
    time.sleep_us(1500 + (3000 << oversampling))
    up = int.from_bytes(i2c.readfrom_mem(BAROMETER, 0xF6, 3), "big") >> max(0, 8 - oversampling)
    return ut, up
