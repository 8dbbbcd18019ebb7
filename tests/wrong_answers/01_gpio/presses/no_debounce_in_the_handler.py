# An interrupt for every bounce.
def count_presses(duration_ms):
    count = 0

    def pressed(pin):
        nonlocal count
        count += 1

    button = Pin(BUTTON, Pin.IN, Pin.PULL_UP)
    button.irq(pressed, Pin.IRQ_FALLING)
    time.sleep_ms(duration_ms)
    button.irq(None)
    return count
