# Takes 0 for "open".
def door_log(looks, every_ms):
    contact = Pin(BUTTON, Pin.IN, Pin.PULL_UP)
    log = []
    for look in range(looks):
        if look:
            time.sleep_ms(every_ms)
        log.append(not contact.value())
    return log
