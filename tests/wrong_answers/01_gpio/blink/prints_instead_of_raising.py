# A printed sentence does not stop the caller.
def blink(times, on_ms, off_ms):
    if times < 0 or on_ms < 1 or off_ms < 1:
        print("ValueError: bad input")
        return
    led = Pin(LED, Pin.OUT, value=0)
    for _ in range(times):
        led.on()
        time.sleep_ms(on_ms)
        led.off()
        time.sleep_ms(off_ms)
