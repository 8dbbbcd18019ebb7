# As in the third hint.
def count_presses(duration_ms):
    button = Pin(BUTTON, Pin.IN, Pin.PULL_UP)
    count, last = 0, 1
    start = time.ticks_ms()
    while time.ticks_diff(time.ticks_ms(), start) < duration_ms:
        level = button.value()
        if level != last:
            last = level
            if level == 0:
                count += 1
            time.sleep_ms(20)
    return count
