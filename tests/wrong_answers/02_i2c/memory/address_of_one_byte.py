# The chip takes the first byte of the data for the other half of the address.
class Eeprom:
    def __init__(self, i2c, address):
        self.i2c = i2c
        self.address = address

    def look_at(self, start, length):
        if start < 0 or length < 0 or start + length > 4096:
            raise ValueError("the memory has the addresses 0 to 4095")

    def read(self, start, length):
        self.look_at(start, length)
        return self.i2c.readfrom_mem(self.address, start & 0xFF, length) if length else b""

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
        self.look_at(start, len(data))
        while data:
            room = 32 - start % 32
            self.i2c.writeto_mem(self.address, start & 0xFF, data[:room])
            self.wait()
            start += room
            data = data[room:]
