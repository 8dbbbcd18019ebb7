# Finds out that the memory is full when it is.
class Eeprom:
    def __init__(self, i2c, address):
        self.i2c = i2c
        self.address = address

    def read(self, start, length):
        if start < 0 or length < 0 or start + length > 4096:
            raise ValueError("x")
        return self.i2c.readfrom_mem(self.address, start, length, addrsize=16) if length else b""

    def write(self, start, data):
        while data:
            if not 0 <= start < 4096:
                raise ValueError("x")
            n = 32 - start % 32
            self.i2c.writeto_mem(self.address, start, data[:n], addrsize=16)
            time.sleep_ms(5)
            data = data[n:]
            start += n
