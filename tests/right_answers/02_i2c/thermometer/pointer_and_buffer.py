# Names the register in a transfer of its own, and reads into a buffer made once.
BUFFER = bytearray(2)


def thermometer(address):
    i2c.writeto(address, b"\x00")
    i2c.readfrom_into(address, BUFFER)
    half_degrees = BUFFER[0] * 2 + (BUFFER[1] >> 7)
    if half_degrees >= 256:
        half_degrees -= 512
    return half_degrees / 2


def set_limits(address, low, high):
    if not -55 <= low < high <= 125:
        raise ValueError("-55 <= low < high <= 125, please")
    for register, celsius in ((2, low), (3, high)):
        word = int(celsius * 256) & 0xFFFF
        i2c.writeto_mem(address, register, bytes([word >> 8, word & 0xFF]))
