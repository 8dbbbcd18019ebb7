# Pulled to the same side as the contact pulls it: always 0.
def door_log(looks, every_ms):
    contact = Pin(BUTTON, Pin.IN, Pin.PULL_DOWN)
    log = []
    for look in range(looks):
        if look:
            time.sleep_ms(every_ms)
        log.append(contact.value() == 1)
    return log
