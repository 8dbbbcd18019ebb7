# Believes that an LED is active low, as the button is.
def lamp(on):
    Pin(LED, Pin.OUT).value(not on)
