# While the contact is open, the pin floats.
def door_log(looks, every_ms):
    contact = Pin(BUTTON, Pin.IN)
    log = []
    for look in range(looks):
        if look:
            time.sleep_ms(every_ms)
        log.append(contact.value() == 1)
    return log
