# Follows the knob a thousand times a second, and stops at a time that was fixed before.
def dimmer(duration_ms, lowest, highest):
    if not (0 <= lowest < highest <= 100):
        raise ValueError("0 <= lowest < highest <= 100, please")
    knob = ADC(Pin(POT, Pin.IN))
    light = PWM(Pin(LED))
    light.init(freq=1000, duty_u16=0)
    end_ms = time.ticks_add(time.ticks_ms(), duration_ms)
    bottom, top = lowest * 65535 // 100, highest * 65535 // 100
    while time.ticks_diff(end_ms, time.ticks_ms()) > 0:
        light.duty_u16(bottom + (top - bottom) * knob.read_u16() // 65535)
        time.sleep_ms(1)
    light.duty_u16(0)
    light.deinit()
    Pin(LED, Pin.OUT, value=0)
