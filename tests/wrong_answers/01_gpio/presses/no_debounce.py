# Counts every falling edge, bounces too.
def count_presses(duration_ms):
    button = Pin(BUTTON, Pin.IN, Pin.PULL_UP)
    start = time.ticks_ms()
    count = 0
    last = 1
    while time.ticks_diff(time.ticks_ms(), start) < duration_ms:
        level = button.value()
        if level == 0 and last == 1:
            count += 1
        last = level
    return count
