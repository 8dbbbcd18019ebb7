"""asyncio: tasks, order, time limits, cancelling, locks, events, streams."""

import asyncio
import time

asyncio
sorted(x for x in dir(asyncio) if x[0] != "_")
log = []


async def tick(name, ms, count):
    for i in range(count):
        log.append((name, i))
        await asyncio.sleep_ms(ms)
    return name


asyncio.run(tick("a", 5, 2))
log


async def both():
    log.clear()
    tasks = [asyncio.create_task(tick("a", 10, 3)), asyncio.create_task(tick("b", 14, 2))]
    for task in tasks:
        log.append(await task)


asyncio.run(both())
log


async def gathered():
    return await asyncio.gather(tick("a", 1, 1), tick("b", 2, 1))


asyncio.run(gathered())


async def duration():
    start = time.ticks_ms()
    await asyncio.gather(asyncio.sleep_ms(100), asyncio.sleep(0.2), asyncio.sleep_ms(50))
    return round(time.ticks_diff(time.ticks_ms(), start), -1)


asyncio.run(duration())


async def limited():
    try:
        await asyncio.wait_for_ms(asyncio.sleep_ms(100), 10)
    except asyncio.TimeoutError as error:
        return "late", repr(error)


asyncio.run(limited())


async def in_time():
    return await asyncio.wait_for(tick("w", 1, 1), 1)


asyncio.run(in_time())


async def uncaught_timeout():
    await asyncio.wait_for_ms(asyncio.sleep_ms(100), 10)


asyncio.run(uncaught_timeout())


async def cancelled():
    log.clear()

    async def victim():
        try:
            await asyncio.sleep(10)
        except asyncio.CancelledError:
            log.append("cancelled")
            raise
        finally:
            log.append("tidy")

    task = asyncio.create_task(victim())
    await asyncio.sleep_ms(1)
    log.append((task.done(), task.cancel()))
    try:
        await task
    except asyncio.CancelledError as error:
        log.append(repr(error))
    log.append((task.done(), task.cancel()))


asyncio.run(cancelled())
log


async def failing():
    raise ValueError("in a task")


asyncio.run(failing())


async def fails_alone():
    asyncio.create_task(failing())
    await asyncio.sleep_ms(10)
    return "main went on"


asyncio.run(fails_alone())


async def fails_awaited():
    task = asyncio.create_task(failing())
    try:
        await task
    except ValueError as error:
        return error.args


asyncio.run(fails_awaited())


async def gather_errors():
    return await asyncio.gather(failing(), tick("g", 1, 1), return_exceptions=True)


asyncio.run(gather_errors())


async def gather_raises():
    return await asyncio.gather(failing(), tick("g", 1, 1))


asyncio.run(gather_raises())


async def handler():
    loop = asyncio.get_event_loop()
    loop.set_exception_handler(
        lambda loop, context: log.append((context["message"], repr(context["exception"])))
    )
    log.clear()
    asyncio.create_task(failing())
    await asyncio.sleep_ms(1)
    loop.set_exception_handler(None)


asyncio.run(handler())
log


async def events():
    log.clear()
    event = asyncio.Event()

    async def waiter(n):
        await event.wait()
        log.append(n)

    tasks = [asyncio.create_task(waiter(n)) for n in range(3)]
    await asyncio.sleep_ms(1)
    log.append(event.is_set())
    event.set()
    await asyncio.gather(*tasks)
    event.clear()
    log.append(event.is_set())


asyncio.run(events())
log


async def locks():
    log.clear()
    lock = asyncio.Lock()

    async def user(n):
        async with lock:
            log.append((n, "in", lock.locked()))
            await asyncio.sleep_ms(2)
            log.append((n, "out"))

    await asyncio.gather(user(1), user(2))
    lock.release()


asyncio.run(locks())
log


async def flags():
    log.clear()
    flag = asyncio.ThreadSafeFlag()
    from machine import Timer

    Timer(-1, mode=Timer.ONE_SHOT, period=5, callback=lambda t: flag.set())
    await flag.wait()
    log.append("flag")


asyncio.run(flags())
log


async def fair():
    log.clear()

    async def one(n):
        for i in range(2):
            log.append((n, i))
            await asyncio.sleep(0)

    await asyncio.gather(one("a"), one("b"), one("c"))


asyncio.run(fair())
log


async def blocking():
    log.clear()
    task = asyncio.create_task(tick("t", 10, 3))
    await asyncio.sleep_ms(1)
    time.sleep_ms(50)
    log.append("blocked")
    await task


asyncio.run(blocking())
log


async def current():
    return asyncio.current_task() is asyncio.current_task(), type(asyncio.current_task())


asyncio.run(current())
asyncio.current_task()
asyncio.run(5)
asyncio.run(tick)
asyncio.create_task(5)
asyncio.sleep(1)
tick("x", 1, 1)
asyncio.run(asyncio.sleep_ms(1))


async def forgot():
    asyncio.sleep_ms(1)
    tick("never", 1, 1)
    return "done"


asyncio.run(forgot())


async def wrong_await():
    await 5


asyncio.run(wrong_await())


async def wrong_sleep():
    await asyncio.sleep(None)


asyncio.run(wrong_sleep())


async def self_cancel():
    asyncio.current_task().cancel()


asyncio.run(self_cancel())


async def generator():
    for i in range(3):
        yield i


async def numbers():
    class Counter:
        def __init__(self):
            self.n = 0

        def __aiter__(self):
            return self

        async def __anext__(self):
            self.n += 1
            if self.n > 3:
                raise StopAsyncIteration
            await asyncio.sleep_ms(1)
            return self.n

    return [n async for n in Counter()]


async def numbers_loop():
    found = []

    class Counter:
        def __init__(self):
            self.n = 0

        def __aiter__(self):
            return self

        async def __anext__(self):
            self.n += 1
            if self.n > 3:
                raise StopAsyncIteration
            return self.n

    async for n in Counter():
        found.append(n)
    return found


asyncio.run(numbers_loop())


class Manager:
    async def __aenter__(self):
        log.append("enter")
        return 5

    async def __aexit__(self, kind, value, trace):
        log.append((kind, value))


async def managed():
    log.clear()
    async with Manager() as m:
        log.append(m)
    async with Manager():
        raise ValueError("x")


asyncio.run(managed())
log
asyncio.new_event_loop()


async def endless():
    while True:
        await asyncio.sleep_ms(1)


loop = asyncio.get_event_loop()
loop.create_task(tick("loop", 1, 1))
loop.run_until_complete(tick("until", 2, 1))
loop.close()
loop.time
asyncio.Queue
asyncio.StreamReader, asyncio.StreamWriter
asyncio.start_server, asyncio.open_connection
asyncio.Task
asyncio.IOQueue
import uasyncio

uasyncio is asyncio


async def many():
    done = []

    async def one(n):
        await asyncio.sleep_ms(n % 7)
        done.append(n)

    await asyncio.gather(*[one(n) for n in range(30)])
    return len(done), len(set(done))


asyncio.run(many())
