# Puts out the lamp only: green stays lit if the time is over while it is.
def stairwell(duration_ms, light_ms):
    lamp = Pin(LED, Pin.OUT, value=0)
    green = Pin(GREEN, Pin.OUT, value=1)
    button = Pin(BUTTON, Pin.IN, Pin.PULL_UP)
    start = green_ms = lit_ms = down_ms = time.ticks_ms()
    lit = pressed = False
    while time.ticks_diff(time.ticks_ms(), start) < duration_ms:
        now = time.ticks_ms()
        if button.value() == 0:
            if not pressed:
                lamp.on()
                lit, lit_ms = True, now
            pressed, down_ms = True, now
        elif time.ticks_diff(now, down_ms) >= 20:
            pressed = False
        if lit and time.ticks_diff(now, lit_ms) >= light_ms:
            lamp.off()
            lit = False
        if time.ticks_diff(now, green_ms) >= 250:
            green.toggle()
            green_ms = time.ticks_add(green_ms, 250)
        time.sleep_ms(1)
    lamp.off()
