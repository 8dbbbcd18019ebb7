# A new controller does not move the chip that holds SDA.
def celsius():
    high, low = i2c.readfrom_mem(AIR, 0, 2)
    value = high << 8 | low
    if value & 0x8000:
        value -= 0x10000
    return (value >> 7) / 2


def free_bus():
    global i2c
    i2c = I2C(0, sda=Pin(SDA), scl=Pin(SCL), freq=100_000)


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
