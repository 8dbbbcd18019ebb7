# A held button stops the clock.
def count_presses(duration_ms):
    button = Pin(BUTTON, Pin.IN, Pin.PULL_UP)
    start = time.ticks_ms()
    count = 0
    while time.ticks_diff(time.ticks_ms(), start) < duration_ms:
        if button.value() == 0:
            count += 1
            time.sleep_ms(20)
            while button.value() == 0:
                time.sleep_ms(1)
            time.sleep_ms(20)
    return count
