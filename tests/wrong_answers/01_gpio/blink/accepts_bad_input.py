# Never looks at what it was given.
def blink(times, on_ms, off_ms):
    led = Pin(LED, Pin.OUT, value=0)
    for _ in range(times):
        led.on()
        time.sleep_ms(on_ms)
        led.off()
        time.sleep_ms(off_ms)
