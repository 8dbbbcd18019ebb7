# Signal turns the contact round; the function waits after the last look too.
def door_log(looks, every_ms):
    closed = Signal(Pin(BUTTON, Pin.IN, Pin.PULL_UP), invert=True)
    log = []
    for _ in range(looks):
        log.append(not closed.value())
        time.sleep_ms(every_ms)
    return log
