# Without Pin.OUT the pin drives nothing.
def lamp(on):
    led = Pin(LED)
    if on:
        led.on()
    else:
        led.off()
