# Waits a while and makes the bus anew.
def free_bus():
    global i2c
    time.sleep_ms(50)
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
    t = time.ticks_ms()
    for k in range(looks):
        time.sleep_ms(max(0, time.ticks_diff(time.ticks_add(t, k * every_ms), time.ticks_ms())))
        r.append(one())
        if r[-1] is not None:
            last = f"{r[-1]:.1f} C"
    try:
        show(last)
    except OSError:
        pass
    return r
