# Never sleeps, and asks the pins themselves what they are.
def stairwell(duration_ms, light_ms):
    lamp = Pin(LED, Pin.OUT, value=0)
    green = Pin(GREEN, Pin.OUT, value=1)
    button = Pin(BUTTON, Pin.IN, Pin.PULL_UP)
    start = green_ms = lit_ms = time.ticks_ms()
    down_ms = time.ticks_add(start, -100)
    while time.ticks_diff(time.ticks_ms(), start) < duration_ms:
        now = time.ticks_ms()
        if not button.value():
            if time.ticks_diff(now, down_ms) > 25:
                lamp.on()
                lit_ms = now
            down_ms = now
        if lamp.value() and time.ticks_diff(now, lit_ms) >= light_ms:
            lamp.off()
        if time.ticks_diff(now, green_ms) >= 250:
            green.value(not green.value())
            green_ms = time.ticks_add(green_ms, 250)
    lamp.off()
    green.off()
