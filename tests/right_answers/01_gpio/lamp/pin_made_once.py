# The pin is made when the cell runs, not in the function.
led = Pin(LED, Pin.OUT)


def lamp(on):
    if on:
        led.on()
    else:
        led.off()
