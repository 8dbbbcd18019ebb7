# sleep_ms(light_ms): green stands still and nobody looks at the button.
def stairwell(duration_ms, light_ms):
    lamp = Pin(LED, Pin.OUT, value=0)
    green = Pin(GREEN, Pin.OUT, value=1)
    button = Pin(BUTTON, Pin.IN, Pin.PULL_UP)
    start = green_ms = time.ticks_ms()
    while time.ticks_diff(time.ticks_ms(), start) < duration_ms:
        if button.value() == 0:
            lamp.on()
            time.sleep_ms(light_ms)
            lamp.off()
        if time.ticks_diff(time.ticks_ms(), green_ms) >= 250:
            green.toggle()
            green_ms = time.ticks_ms()
    green.off()
