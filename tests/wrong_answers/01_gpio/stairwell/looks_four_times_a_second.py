# Looks at the button only when green changes.
def stairwell(duration_ms, light_ms):
    lamp = Pin(LED, Pin.OUT, value=0)
    green = Pin(GREEN, Pin.OUT, value=0)
    button = Pin(BUTTON, Pin.IN, Pin.PULL_UP)
    lit = 0
    was_pressed = False
    for _ in range(duration_ms // 250):
        green.toggle()
        pressed = button.value() == 0
        if pressed and not was_pressed:
            lamp.on()
            lit = light_ms
        elif lit > 0:
            lit -= 250
            if lit <= 0:
                lamp.off()
        was_pressed = pressed
        time.sleep_ms(250)
    lamp.off()
    green.off()
