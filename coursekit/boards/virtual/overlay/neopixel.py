# WS2812 LED strips, with the interface of MicroPython's neopixel module.
from machine import bitstream


class NeoPixel:
    # Where red, green, blue and white go in the bytes of a pixel
    ORDER = (1, 0, 2, 3)

    def __init__(self, pin, n, bpp=3, timing=1):
        self.pin = pin
        self.n = n
        self.bpp = bpp
        self.buf = bytearray(n * bpp)
        self.pin.init(pin.OUT)
        if isinstance(timing, int):
            # Nanoseconds high and low for a 0, high and low for a 1
            timing = (400, 850, 800, 450) if timing else (800, 1700, 1600, 900)
        self.timing = timing

    def __len__(self):
        return self.n

    def __setitem__(self, i, v):
        start = i * self.bpp
        for k in range(self.bpp):
            self.buf[start + self.ORDER[k]] = v[k]

    def __getitem__(self, i):
        start = i * self.bpp
        return tuple([self.buf[start + self.ORDER[k]] for k in range(self.bpp)])

    def fill(self, v):
        buf = self.buf
        for k in range(self.bpp):
            value = v[k]
            for at in range(self.ORDER[k], len(buf), self.bpp):
                buf[at] = value

    def write(self):
        bitstream(self.pin, 0, self.timing, self.buf)
