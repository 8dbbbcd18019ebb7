# Waits, and hopes that the chip lets go by itself.
def celsius():
    high, low = i2c.readfrom_mem(AIR, 0, 2)
    value = high << 8 | low
    if value & 0x8000:
        value -= 0x10000
    return (value >> 7) / 2


def free_bus():
    time.sleep_ms(10)


def reading():
    for _ in range(3):
        try:
            return celsius()
        except OSError:
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
