# The one-shot timer of the lesson: the release bounces too, and its bounces count as presses.
def stairwell(duration_ms, light_ms):
    lamp = Pin(LED, Pin.OUT, value=0)
    green = Pin(GREEN, Pin.OUT, value=1)
    button = Pin(BUTTON, Pin.IN, Pin.PULL_UP)
    timer = Timer(-1)
    blinker = Timer(-1)

    def dark(t):
        lamp.off()

    def light_up(pin):
        lamp.on()
        timer.init(period=light_ms, mode=Timer.ONE_SHOT, callback=dark)

    blinker.init(period=250, mode=Timer.PERIODIC, callback=lambda t: green.toggle())
    button.irq(light_up, Pin.IRQ_FALLING)
    time.sleep_ms(duration_ms)
    button.irq(None)
    timer.deinit()
    blinker.deinit()
    lamp.off()
    green.off()
