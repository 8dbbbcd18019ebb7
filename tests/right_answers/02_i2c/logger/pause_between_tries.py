# Waits a little between two tries.
def free_bus():
    global i2c
    scl = Pin(SCL, Pin.OPEN_DRAIN, value=1)
    sda = Pin(SDA, Pin.OPEN_DRAIN, value=1)
    n = 0
    while not sda() and n < 9:
        scl(0)
        time.sleep_us(5)
        scl(1)
        time.sleep_us(5)
        n += 1
    sda(0)
    time.sleep_us(5)
    sda(1)
    i2c = I2C(0, sda=Pin(SDA), scl=Pin(SCL), freq=100_000)


def one():
    for _ in range(3):
        try:
            return thermometer(AIR)
        except OSError as e:
            if e.args[0] == 110:
                free_bus()
            time.sleep_ms(20)


def log(looks, every_ms):
    t = time.ticks_ms()
    r = []
    for k in range(looks):
        r.append(one())
        if k + 1 < looks:
            t = time.ticks_add(t, every_ms)
            time.sleep_ms(time.ticks_diff(t, time.ticks_ms()))
    good = [x for x in r if x is not None]
    text = f"{good[-1]:.1f} C" if good else "--"
    try:
        show(text)
    except OSError:
        pass
    return r
