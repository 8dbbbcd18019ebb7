# No floats: a percent is the smallest step.
def dimmer(duration_ms, lowest, highest):
    if lowest < 0 or highest > 100 or lowest >= highest:
        raise ValueError("limits must be 0 to 100, the lower one first")
    knob = ADC(Pin(POT))
    light = PWM(Pin(LED))
    light.freq(1000)
    for _ in range(duration_ms // 20):
        percent = lowest + (highest - lowest) * knob.read_u16() // 65535
        light.duty_u16(percent * 65535 // 100)
        time.sleep_ms(20)
    light.duty_u16(0)
    light.deinit()
