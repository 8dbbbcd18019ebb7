# Behind 4095 the chip goes on at 0, and something else is lost.
class Eeprom:
    def __init__(self, i2c, address):
        self.i2c = i2c
        self.address = address

    def read(self, start, length):
        return self.i2c.readfrom_mem(self.address, start & 4095, length, addrsize=16)

    def wait(self):
        begun = time.ticks_ms()
        while True:
            try:
                self.i2c.writeto(self.address, b"")
                return
            except OSError:
                if time.ticks_diff(time.ticks_ms(), begun) > 20:
                    raise

    def write(self, start, data):
        while data:
            room = 32 - start % 32
            self.i2c.writeto_mem(self.address, start & 4095, data[:room], addrsize=16)
            self.wait()
            start += room
            data = data[room:]
