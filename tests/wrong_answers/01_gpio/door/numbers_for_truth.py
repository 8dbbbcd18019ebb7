# 1 and 0 where True and False were promised.
def door_log(looks, every_ms):
    contact = Pin(BUTTON, Pin.IN, Pin.PULL_UP)
    log = []
    for _ in range(looks):
        log.append(contact.value())
        time.sleep_ms(every_ms)
    return log
