# The lesson's way: a SoftI2C sends the STOP.
from machine import SoftI2C


def free_bus():
    global i2c
    scl, sda = Pin(SCL, Pin.OPEN_DRAIN, value=1), Pin(SDA, Pin.IN)
    clocks = 0
    while sda.value() == 0 and clocks < 9:
        for level in (0, 1):
            scl.value(level)
            time.sleep_ms(1)
        clocks += 1
    SoftI2C(sda=Pin(SDA), scl=Pin(SCL))
    i2c = I2C(0, sda=Pin(SDA), scl=Pin(SCL), freq=100_000)


def log(looks, every_ms):
    out = []
    t0 = time.ticks_ms()
    last = None
    for n in range(looks):
        while time.ticks_diff(time.ticks_ms(), t0) < n * every_ms:
            time.sleep_ms(5)
        v = None
        for _ in range(3):
            try:
                v = thermometer(AIR)
                break
            except OSError as e:
                if e.errno == 110:
                    free_bus()
        out.append(v)
        last = v if v is not None else last
    try:
        show("--" if last is None else f"{last:.1f} C")
    except OSError:
        pass
    return out
