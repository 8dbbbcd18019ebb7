# Names the register in a transfer of its own, and reads into a buffer made once.
BUFFER = bytearray(2)


def thermometer(address):
    i2c.writeto(address, b"\x00")
    i2c.readfrom_into(address, BUFFER)
    half_degrees = BUFFER[0] * 2 + (BUFFER[1] >> 7)
    if half_degrees >= 256:
        half_degrees -= 512
    return half_degrees / 2
