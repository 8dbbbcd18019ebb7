# Bit 5 of the control register says when, which is often sooner.
def measured(command, number):
    i2c.writeto_mem(BAROMETER, 0xF4, bytes([command]))
    while i2c.readfrom_mem(BAROMETER, 0xF4, 1)[0] & 0x20:
        pass
    return int.from_bytes(i2c.readfrom_mem(BAROMETER, 0xF6, number), "big")


def barometer(oversampling):
    if not 0 <= oversampling <= 3:
        raise ValueError("oversampling is 0, 1, 2 or 3")
    return measured(0x2E, 2), measured(0x34 + 0x40 * oversampling, 3) >> 8 - oversampling
