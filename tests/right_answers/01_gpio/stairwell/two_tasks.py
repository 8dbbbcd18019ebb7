# asyncio: each light is a job of its own.
import asyncio


def stairwell(duration_ms, light_ms):
    lamp = Pin(LED, Pin.OUT, value=0)
    green = Pin(GREEN, Pin.OUT, value=0)
    button = Pin(BUTTON, Pin.IN, Pin.PULL_UP)

    async def blink():
        while True:
            green.toggle()
            await asyncio.sleep_ms(250)

    async def watch():
        was_pressed, out_ms = False, None
        while True:
            now = time.ticks_ms()
            pressed = button.value() == 0
            if pressed and not was_pressed:
                lamp.on()
                out_ms = time.ticks_add(now, light_ms)
            was_pressed = pressed
            if out_ms is not None and time.ticks_diff(now, out_ms) >= 0:
                lamp.off()
                out_ms = None
            await asyncio.sleep_ms(20)

    async def both():
        jobs = [asyncio.create_task(job()) for job in (blink, watch)]
        await asyncio.sleep_ms(duration_ms)
        for job in jobs:
            job.cancel()

    asyncio.run(both())
    lamp.off()
    green.off()
