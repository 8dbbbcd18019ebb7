# Rounded up: half a millisecond more each.
COMMANDS = {0: (0x34, 5), 1: (0x74, 8), 2: (0xB4, 14), 3: (0xF4, 26)}


def barometer(oversampling):
    if oversampling not in COMMANDS:
        raise ValueError("no such oversampling")
    command, wait_ms = COMMANDS[oversampling]
    i2c.writeto(BAROMETER, bytes([0xF4, 0x2E]))
    time.sleep_ms(5)
    msb, lsb = i2c.readfrom_mem(BAROMETER, 0xF6, 2)
    i2c.writeto(BAROMETER, bytes([0xF4, command]))
    time.sleep_ms(wait_ms)
    raw = i2c.readfrom_mem(BAROMETER, 0xF6, 3)
    return msb * 256 + lsb, (raw[0] * 65536 + raw[1] * 256 + raw[2]) >> (8 - oversampling)
