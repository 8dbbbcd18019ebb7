# Green drifts by up to 10 ms each time, which the text allows.
def stairwell(duration_ms, light_ms):
    lamp = Pin(LED, Pin.OUT, value=0)
    green = Pin(GREEN, Pin.OUT, value=1)
    button = Pin(BUTTON, Pin.IN, Pin.PULL_UP)
    start = green_ms = lit_ms = open_ms = time.ticks_ms()
    pressed = False
    while time.ticks_diff(time.ticks_ms(), start) < duration_ms:
        now = time.ticks_ms()
        if button.value() == 0:
            open_ms = now
            if not pressed:
                pressed = True
                lamp.on()
                lit_ms = now
        elif pressed and time.ticks_diff(now, open_ms) >= 20:
            pressed = False
        if time.ticks_diff(now, lit_ms) >= light_ms:
            lamp.off()
        if time.ticks_diff(now, green_ms) >= 250:
            green.toggle()
            green_ms = now
        time.sleep_ms(10)
    green.off()
    lamp.off()
