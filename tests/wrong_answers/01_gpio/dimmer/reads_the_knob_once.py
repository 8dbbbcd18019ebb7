# The reading is taken before the loop.
def dimmer(duration_ms, lowest, highest):
    if not 0 <= lowest < highest <= 100:
        raise ValueError("0 <= lowest < highest <= 100, please")
    reading = ADC(Pin(POT)).read_u16()
    light = PWM(Pin(LED), freq=1000, duty_u16=0)
    percent = lowest + (highest - lowest) * reading / 65535
    light.duty_u16(int(percent * 65535 / 100))
    time.sleep_ms(duration_ms)
    light.deinit()
    Pin(LED, Pin.OUT, value=0)
