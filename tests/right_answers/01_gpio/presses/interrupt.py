# The first edge after 25 ms of rest is a press, if it is a falling one.
def count_presses(duration_ms):
    count = 0
    edge_ms = time.ticks_add(time.ticks_ms(), -100)

    def edge(pin):
        nonlocal count, edge_ms
        now = time.ticks_ms()
        if pin.value() == 0 and time.ticks_diff(now, edge_ms) > 25:
            count += 1
        edge_ms = now

    button = Pin(BUTTON, Pin.IN, Pin.PULL_UP)
    button.irq(edge, Pin.IRQ_FALLING | Pin.IRQ_RISING)
    time.sleep_ms(duration_ms)
    button.irq(None)
    return count
