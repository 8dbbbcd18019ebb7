# Reads in pieces; writes, and looks once in a millisecond.
class Eeprom:
    SIZE = 4096
    PAGE = 32

    def __init__(self, i2c, address):
        self.i2c = i2c
        self.address = address

    def _check(self, start, n):
        if not (start >= 0 and n >= 0 and start + n <= self.SIZE):
            raise ValueError("range")

    def _ready(self):
        t = time.ticks_ms()
        while self.address not in self.i2c.scan():
            if time.ticks_diff(time.ticks_ms(), t) > 30:
                raise OSError(5)

    def read(self, start, length):
        self._check(start, length)
        out = bytearray(length)
        mv = memoryview(out)
        for i in range(0, length, 100):
            self.i2c.readfrom_mem_into(self.address, start + i, mv[i : i + 100], addrsize=16)
        return bytes(out)

    def write(self, start, data):
        self._check(start, len(data))
        i = 0
        while i < len(data):
            n = min(self.PAGE - (start + i) % self.PAGE, len(data) - i)
            a = start + i
            self.i2c.writeto(self.address, bytes((a >> 8, a & 255)) + data[i : i + n])
            for _ in range(25):
                time.sleep_ms(1)
                try:
                    self.i2c.writeto(self.address, b"")
                    break
                except OSError as e:
                    last = e
            else:
                raise last
            i += n
