# Every look comes one step late.
def door_log(looks, every_ms):
    contact = Pin(BUTTON, Pin.IN, Pin.PULL_UP)
    log = []
    for _ in range(looks):
        time.sleep_ms(every_ms)
        log.append(contact.value() == 1)
    return log
