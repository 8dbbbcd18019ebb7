# Does not ask what went wrong: nine pulses do no harm on a bus that is well.
def celsius():
    high, low = i2c.readfrom_mem(AIR, 0, 2)
    value = high << 8 | low
    if value & 0x8000:
        value -= 0x10000
    return (value >> 7) / 2


def free_bus():
    global i2c
    sda = Pin(SDA, Pin.OPEN_DRAIN, Pin.PULL_UP, value=1)
    scl = Pin(SCL, Pin.OPEN_DRAIN, Pin.PULL_UP, value=1)
    for _ in range(9):
        scl.value(0)
        time.sleep_us(5)
        scl.value(1)
        time.sleep_us(5)
    scl.value(0)
    sda.value(0)
    time.sleep_us(5)
    scl.value(1)
    time.sleep_us(5)
    sda.value(1)
    i2c = I2C(0, sda=Pin(SDA), scl=Pin(SCL), freq=100_000)


def reading():
    value = None
    tries = 0
    while value is None and tries < 3:
        tries += 1
        try:
            value = celsius()
        except OSError:
            free_bus()
    return value


def log(looks, every_ms):
    readings = []
    for look in range(looks):
        if look:
            time.sleep_ms(every_ms)
        readings.append(reading())
    known = [value for value in readings if value is not None]
    try:
        show(str(round(known[-1], 1)) + " C" if known else "--")
    except Exception as error:
        print("no display:", error)
    return readings
