# Counts rounds of 10 ms as if each were one millisecond: ten times too long.
def dimmer(duration_ms, lowest, highest):
    if not 0 <= lowest < highest <= 100:
        raise ValueError("0 <= lowest < highest <= 100, please")
    knob = ADC(Pin(POT))
    light = PWM(Pin(LED), freq=1000, duty_u16=0)
    for _ in range(duration_ms):
        percent = lowest + (highest - lowest) * knob.read_u16() / 65535
        light.duty_u16(int(percent * 65535 / 100))
        time.sleep_ms(10)
    light.deinit()
    Pin(LED, Pin.OUT, value=0)
