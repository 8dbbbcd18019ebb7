# time.sleep() takes seconds.
def door_log(looks, every_ms):
    contact = Pin(BUTTON, Pin.IN, Pin.PULL_UP)
    log = []
    for look in range(looks):
        if look:
            time.sleep(every_ms)
        log.append(contact.value() == 1)
    return log
