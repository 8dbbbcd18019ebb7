# Any transfer will do to ask whether the chip is back.
class Eeprom:
    def __init__(self, i2c, address):
        self.i2c = i2c
        self.address = address

    def read(self, start, length):
        if not 0 <= start <= start + length <= 4096:
            raise ValueError("beyond the memory")
        if not length:
            return b""
        self.i2c.writeto(self.address, bytes([start >> 8, start & 0xFF]), False)
        return self.i2c.readfrom(self.address, length)

    def write(self, start, data):
        end = start + len(data)
        if not 0 <= start <= end <= 4096:
            raise ValueError("beyond the memory")
        at = start
        while at < end:
            border = min(end, (at // 32 + 1) * 32)
            piece = data[at - start : border - start]
            self.i2c.writeto(self.address, bytes([at >> 8, at & 0xFF]) + piece)
            self.ready()
            at = border

    def ready(self):
        for _ in range(60):
            time.sleep_us(400)
            try:
                self.i2c.readfrom(self.address, 1)
            except OSError:
                continue
            return
        raise OSError("the memory does not answer")
