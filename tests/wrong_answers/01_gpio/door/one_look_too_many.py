# A log of nothing has one line.
def door_log(looks, every_ms):
    contact = Pin(BUTTON, Pin.IN, Pin.PULL_UP)
    log = [contact.value() == 1]
    for _ in range(looks):
        time.sleep_ms(every_ms)
        log.append(contact.value() == 1)
    return log
