# Tried with lamp(True) only.
def lamp(on):
    led = Pin(LED, Pin.OUT)
    led.on()
