# Reads the pin before the loop and never again.
def door_log(looks, every_ms):
    contact = Pin(BUTTON, Pin.IN, Pin.PULL_UP)
    is_open = contact.value() == 1
    log = []
    for _ in range(looks):
        log.append(is_open)
        time.sleep_ms(every_ms)
    return log
