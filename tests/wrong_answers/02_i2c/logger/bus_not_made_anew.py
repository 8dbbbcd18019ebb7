# After the pulses the pins are still ordinary ones.
def celsius():
    high, low = i2c.readfrom_mem(AIR, 0, 2)
    value = high << 8 | low
    if value & 0x8000:
        value -= 0x10000
    return (value >> 7) / 2


def free_bus():
    sda = Pin(SDA, Pin.OPEN_DRAIN, Pin.PULL_UP, value=1)
    scl = Pin(SCL, Pin.OPEN_DRAIN, Pin.PULL_UP, value=1)
    for _ in range(9):
        if sda.value():
            break
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


def reading():
    for _ in range(3):
        try:
            return celsius()
        except OSError as error:
            if error.errno == 110:
                free_bus()
    return None


def display(text):
    try:
        show(text)
    except OSError:
        pass


def log(looks, every_ms):
    readings = []
    last = "--"
    for look in range(looks):
        begun = time.ticks_ms()
        readings.append(reading())
        if readings[-1] is not None:
            last = f"{readings[-1]:.1f} C"
        if look < looks - 1:
            time.sleep_ms(max(0, every_ms - time.ticks_diff(time.ticks_ms(), begun)))
    display(last)
    return readings
