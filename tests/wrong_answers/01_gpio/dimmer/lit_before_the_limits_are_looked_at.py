# The lamp has its lowest brightness before anybody has looked at the limits.
def dimmer(duration_ms, lowest, highest):
    knob = ADC(Pin(POT))
    light = PWM(Pin(LED), freq=1000, duty_u16=int(lowest * 65535 / 100))
    if not 0 <= lowest < highest <= 100:
        raise ValueError("0 <= lowest < highest <= 100, please")
    start = time.ticks_ms()
    while time.ticks_diff(time.ticks_ms(), start) < duration_ms:
        percent = lowest + (highest - lowest) * knob.read_u16() / 65535
        light.duty_u16(int(percent * 65535 / 100))
        time.sleep_ms(10)
    light.deinit()
    Pin(LED, Pin.OUT, value=0)
