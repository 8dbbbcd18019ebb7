# The stairwell light of the lesson, with its bounces ignored.
def stairwell(duration_ms, light_ms):
    lamp = Pin(LED, Pin.OUT, value=0)
    green = Pin(GREEN, Pin.OUT, value=1)
    button = Pin(BUTTON, Pin.IN, Pin.PULL_UP)
    dark = Timer(-1)
    blinker = Timer(-1)
    edge_ms = time.ticks_add(time.ticks_ms(), -100)

    def edge(pin):
        nonlocal edge_ms
        now = time.ticks_ms()
        if pin.value() == 0 and time.ticks_diff(now, edge_ms) > 25:
            lamp.on()
            dark.init(period=light_ms, mode=Timer.ONE_SHOT, callback=lambda t: lamp.off())
        edge_ms = now

    blinker.init(period=250, mode=Timer.PERIODIC, callback=lambda t: green.toggle())
    button.irq(edge, Pin.IRQ_FALLING | Pin.IRQ_RISING)
    time.sleep_ms(duration_ms)
    button.irq(None)
    dark.deinit()
    blinker.deinit()
    lamp.off()
    green.off()
