"""NeoPixels: what the strip shows, and how long the bits take on the wire."""
#! diagram: pixels

import time
from machine import Pin, bitstream
from neopixel import NeoPixel

np = NeoPixel(Pin(22, Pin.OUT), 8)
len(np)
np.n, np.bpp, np.timing
np.ORDER
np.buf
np[0] = (255, 0, 0)
np[1] = (0, 255, 0)
np[7] = (1, 2, 3)
np[-1]
np[0], np[1], np[7]
np.buf[:6]
#! bench.strip1.state()
np.write()
time.sleep_us(400)
#! bench.strip1.state()
np.fill((9, 8, 7))
np.write()
time.sleep_us(400)
#! bench.strip1.state()
np[3] = (300, -1, 0)
np[3]
np[8]
np[8] = (1, 2, 3)
np[0] = (1, 2)
np[0] = 5
np[0] = (1, 2, 3, 4)
np["a"]
np.fill(5)
np.fill((1, 2))
NeoPixel(22, 8)
NeoPixel(Pin(22), "8")
NeoPixel()
rgbw = NeoPixel(Pin(22, Pin.OUT), 2, bpp=4)
rgbw[0] = (1, 2, 3, 4)
rgbw[0], rgbw.buf
slow = NeoPixel(Pin(22, Pin.OUT), 8, timing=0)
slow.timing
NeoPixel(Pin(22), 8, timing=(1, 2, 3, 4)).timing


# A bit takes 1.25 us at 800 kHz, 2.5 us at 400 kHz: 24 bits for a pixel.
def took(f, *arguments):
    start = time.ticks_us()
    f(*arguments)
    return time.ticks_diff(time.ticks_us(), start)


def per_pixel(timing):
    few, many = bytes(30), bytes(330)
    short = took(bitstream, pin, 0, timing, few)
    return (took(bitstream, pin, 0, timing, many) - short) / 100


pin = Pin(22, Pin.OUT)
round(per_pixel((400, 850, 800, 450)))
round(per_pixel((800, 1700, 1600, 900)) / 2)
round(per_pixel((400, 400, 400, 400)))
bitstream(pin, 0, (400, 850, 800, 450), bytes((5, 6, 7)) * 8)
time.sleep_us(400)
#! bench.strip1.state()
bitstream(pin, 0, (400, 850, 800, 450), bytes((50, 60, 70)) * 3)
time.sleep_us(400)
#! bench.strip1.state()
pin
bitstream(pin, 1, (400, 850, 800, 450), b"abc")
bitstream(pin, 0, (400, 850, 800), b"abc")
bitstream(pin, 0, 5, b"abc")
bitstream(pin, 0, (400, 850, 800, 450), 5)
bitstream(pin, 0, (400, 850, 800, 450), "abc")
bitstream(22, 0, (400, 850, 800, 450), b"abc")
bitstream("X", 0, (400, 850, 800, 450), b"abc")
bitstream(pin, 0, ("a", 850, 800, 450), b"abc")
bitstream(pin, 0, (400, 850, 800, 450), b"")
bitstream(pin, 0)
sorted(n for n in dir(np) if n[0] != "_")
