# A timer follows the knob; the function itself only waits.
def dimmer(duration_ms, lowest, highest):
    for limit in (lowest, highest):
        if limit < 0 or limit > 100:
            raise ValueError("limits are percentages")
    if lowest >= highest:
        raise ValueError("lowest must be less than highest")
    knob = ADC(POT)
    light = PWM(Pin(LED), freq=1000, duty_u16=0)

    def follow(t):
        share = knob.read_u16() / 65535
        light.duty_u16(int((lowest * (1 - share) + highest * share) * 655.35))

    timer = Timer(-1)
    timer.init(period=20, mode=Timer.PERIODIC, callback=follow)
    time.sleep_ms(duration_ms)
    timer.deinit()
    light.deinit()
    Pin(LED, Pin.OUT).off()
