# Slower than the bounce, quicker than a finger.
def count_presses(duration_ms):
    button = Pin(BUTTON, Pin.IN, Pin.PULL_UP)
    count = 0
    was_pressed = False
    for _ in range(duration_ms // 20):
        pressed = button.value() == 0
        if pressed and not was_pressed:
            count += 1
        was_pressed = pressed
        time.sleep_ms(20)
    return count
