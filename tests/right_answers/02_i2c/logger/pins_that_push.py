# Drives SCL high and low itself, which many programs do.
def free_bus():
    global i2c
    sda = Pin(SDA, Pin.IN, Pin.PULL_UP)
    scl = Pin(SCL, Pin.OUT, value=1)
    count = 0
    while sda.value() == 0 and count < 9:
        scl.off()
        time.sleep_us(10)
        scl.on()
        time.sleep_us(10)
        count += 1
    scl.off()
    sda = Pin(SDA, Pin.OPEN_DRAIN, value=0)
    time.sleep_us(10)
    scl.on()
    time.sleep_us(10)
    sda.value(1)
    time.sleep_us(10)
    i2c = I2C(0, sda=Pin(SDA), scl=Pin(SCL), freq=100_000)


def log(looks, every_ms):
    raw = bytearray(2)
    readings = [None] * looks
    start = time.ticks_ms()
    shown = "--"
    for look in range(looks):
        while time.ticks_diff(time.ticks_ms(), start) < look * every_ms:
            time.sleep_ms(1)
        for _ in range(3):
            try:
                i2c.readfrom_mem_into(AIR, 0, raw)
            except OSError as error:
                if error.args[0] == 110:
                    free_bus()
                continue
            half_degrees = raw[0] << 1 | raw[1] >> 7
            if half_degrees > 255:
                half_degrees -= 512
            readings[look] = half_degrees / 2
            shown = f"{readings[look]:.1f} C"
            break
    try:
        show(shown)
    except OSError:
        pass
    return readings
