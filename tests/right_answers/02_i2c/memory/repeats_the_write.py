# Sends the next page again and again until the chip takes it.
class Eeprom:
    def __init__(self, i2c, address):
        self.i2c = i2c
        self.address = address

    def read(self, start, length):
        if start < 0 or length < 0 or start + length > 4096:
            raise ValueError("range")
        if length == 0:
            return b""
        return self.i2c.readfrom_mem(self.address, start, length, addrsize=16)

    def _try(self, data):
        deadline = time.ticks_add(time.ticks_ms(), 25)
        while True:
            try:
                self.i2c.writeto(self.address, data)
                return
            except OSError:
                if time.ticks_diff(deadline, time.ticks_ms()) < 0:
                    raise

    def write(self, start, data):
        if start < 0 or start + len(data) > 4096:
            raise ValueError("range")
        while data:
            n = 32 - (start & 31)
            self._try(start.to_bytes(2, "big") + data[:n])
            data = data[n:]
            start += n
        self._try(b"")
