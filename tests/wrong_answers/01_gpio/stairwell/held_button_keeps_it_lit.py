# Looks at the level where the edge counts.
def stairwell(duration_ms, light_ms):
    lamp = Pin(LED, Pin.OUT, value=0)
    green = Pin(GREEN, Pin.OUT, value=1)
    button = Pin(BUTTON, Pin.IN, Pin.PULL_UP)
    start = green_ms = lit_ms = time.ticks_ms()
    lit = False
    while time.ticks_diff(time.ticks_ms(), start) < duration_ms:
        now = time.ticks_ms()
        if button.value() == 0:
            lamp.on()
            lit, lit_ms = True, now
        elif lit and time.ticks_diff(now, lit_ms) >= light_ms:
            lamp.off()
            lit = False
        if time.ticks_diff(now, green_ms) >= 250:
            green.toggle()
            green_ms = time.ticks_add(green_ms, 250)
        time.sleep_ms(1)
    lamp.off()
    green.off()
