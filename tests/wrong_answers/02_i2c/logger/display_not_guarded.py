# Trusts the display, and leaves out the space.
def free_bus():
    global i2c
    scl = Pin(SCL, Pin.OPEN_DRAIN, value=1)
    sda = Pin(SDA, Pin.OPEN_DRAIN, value=1)
    for _ in range(9):
        if sda():
            break
        scl(0)
        time.sleep_us(5)
        scl(1)
        time.sleep_us(5)
    scl(0)
    sda(0)
    time.sleep_us(5)
    scl(1)
    time.sleep_us(5)
    sda(1)
    i2c = I2C(0, sda=Pin(SDA), scl=Pin(SCL), freq=100_000)


def one():
    for _ in range(3):
        try:
            return thermometer(AIR)
        except OSError as e:
            if e.errno == 110:
                free_bus()


def log(looks, every_ms):
    r = []
    last = "--"
    for _ in range(looks):
        r.append(one())
        if r[-1]:
            last = f"{r[-1]}C"
        time.sleep_ms(every_ms)
    show(last)
    return r
