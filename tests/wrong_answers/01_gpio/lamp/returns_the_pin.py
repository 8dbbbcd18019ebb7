# Hands the pin on, although nobody asked for it.
def lamp(on):
    led = Pin(LED, Pin.OUT)
    led.value(on)
    return led
