# Off by one: 0 counts too.
def blink(times, on_ms, off_ms):
    if times < 0 or on_ms < 1 or off_ms < 1:
        raise ValueError("times must be 0 or more, on_ms and off_ms 1 or more")
    led = Pin(LED, Pin.OUT, value=0)
    for _ in range(times + 1):
        led.on()
        time.sleep_ms(on_ms)
        led.off()
        time.sleep_ms(off_ms)
