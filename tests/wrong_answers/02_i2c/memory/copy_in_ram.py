# Keeps a copy in RAM, and the chip gets nothing.
class Eeprom:
    def __init__(self, i2c, address):
        self.i2c = i2c
        self.address = address
        self.copy = {}

    def read(self, start, length):
        if start < 0 or length < 0 or start + length > 4096:
            raise ValueError("x")
        got = (
            bytearray(self.i2c.readfrom_mem(self.address, start, length, addrsize=16))
            if length
            else bytearray()
        )
        for i in range(length):
            got[i] = self.copy.get(start + i, got[i])
        return bytes(got)

    def write(self, start, data):
        if start < 0 or start + len(data) > 4096:
            raise ValueError("x")
        for i, b in enumerate(data):
            self.copy[start + i] = b
        time.sleep_ms(4)
        self.i2c.writeto(self.address, b"")
