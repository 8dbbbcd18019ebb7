"""time, select and asyncio on the bench's clock, in both of its kinds."""

from __future__ import annotations

import pytest

from .host import WATCH, Host, Message


@pytest.mark.parametrize(
    ("call", "board_us"),
    [
        ("time.sleep(60)", 60_000_000),
        ("time.sleep(0.29)", 290_000),  # in 32-bit floats: 290, not 289 (extmod/modtime.c)
        ("time.sleep(0.0019)", 1000),  # whole milliseconds
        ("time.sleep(-1)", 5),
        ("time.sleep_ms(250)", 250_000),
        ("time.sleep_ms(True)", 1000),
        ("time.sleep_ms(0)", 5),
        ("time.sleep_ms(-5)", 0),
        ("time.sleep_us(7)", 7),
        ("time.sleep_us(-7)", 0),
        ("machine.lightsleep(20)", 20_000),
    ],
)
def test_sleeping_skips(call: str, board_us: int) -> None:
    output = Host().run(f"a = time.ticks_us()\n{call}\nprint(time.ticks_us() - a)")
    assert int(output) == board_us + 5


@pytest.mark.parametrize(
    ("call", "text"),
    [
        # extmod/modtime.c; py/obj.c, mp_obj_get_int
        ("time.sleep_ms, 1.5", "TypeError: can't convert float to int"),
        ("time.sleep_us, '1'", "TypeError: can't convert str to int"),
        ("time.sleep, '1'", "TypeError: can't convert str to float"),
        ("time.sleep, None", "TypeError: can't convert NoneType to float"),
        (
            "time.sleep_ms, 3000000000",
            "OverflowError: overflow converting long int to machine word",
        ),
        ("time.ticks_add, 0, 1 << 29", "OverflowError: ticks interval overflow"),
        ("time.ticks_add, 0, -(1 << 29)", "OverflowError: ticks interval overflow"),
        ("time.mktime, (2020, 1, 1)", "TypeError: mktime needs a tuple of length 8 or 9"),
        ("time.mktime, 5", "TypeError: object 'int' isn't a tuple or list"),
    ],
)
def test_errors(call: str, text: str) -> None:
    assert Host().run(f"raised({call})").strip() == text


def test_ticks_wrap_at_2_to_the_30() -> None:
    wrap = 1 << 30
    output = Host(start_us=wrap - 1000).run(
        "a = time.ticks_us()\ntime.sleep_ms(2)\nb = time.ticks_us()\n"
        "print(a > b, time.ticks_diff(b, a), time.ticks_add(a, 2000) < a, time.ticks_ms())"
    )
    assert output.split() == ["True", "2005", "True", str((wrap + 1000) // 1000)]
    output = Host(start_us=wrap * 1000).run("print(time.ticks_ms(), time.ticks_diff(0, 1))")
    assert output.split() == ["0", "-1"]


def test_dates() -> None:
    output = Host(epoch_us=951_782_400_000_000).run(
        """
print(time.time(), time.localtime(), time.gmtime(0))
for t in (0, 951782400, 951868800, 1709164800, 4102444799):
    assert time.mktime(time.gmtime(t)) == t, t
print(time.mktime((2023, 14, 31, 25, 61, 61, 0, 0)))
rtc = machine.RTC()
rtc.datetime((2024, 2, 29, 0, 12, 30, 15, 0))
print(rtc.datetime(), time.localtime(), rtc is machine.RTC())
raised(rtc.datetime, (1, 2))
"""
    )
    assert output.splitlines() == [
        "951782400 (2000, 2, 29, 0, 0, 0, 1, 60) (1970, 1, 1, 0, 0, 0, 3, 1)",
        "1709431321",  # month 14 is February of the next year (shared/timeutils/timeutils.c)
        "(2024, 2, 29, 3, 12, 30, 15, 0) (2024, 2, 29, 12, 30, 15, 3, 60) True",
        "ValueError: requested length 8 but object has length 2",
    ]


def test_looking_at_the_clock_has_a_price_so_that_waiting_loops_end() -> None:
    output = Host().run(
        "a = time.ticks_ms()\nn = 0\nwhile time.ticks_ms() - a < 10:\n    n += 1\nprint(n)"
    )
    assert 1990 <= int(output) <= 2000


def test_real_time_sleep_lets_handlers_run() -> None:
    def press(host: Host, message: Message) -> None:
        if message.op == WATCH:
            host.edge(3, 1)

    output = Host(fast=False, on_message=press).run(
        """
def stop(pin):
    raise SystemExit
seen = []
Pin(3, Pin.IN).irq(seen.append)
while not seen:
    time.sleep(0.005)
a = time.ticks_us()
time.sleep_ms(3)
print(time.ticks_us() - a >= 3000)
"""
    )
    assert output == "True\n"


ASYNCIO = """
import asyncio
log = []
async def tick(name, ms, times):
    for _ in range(times):
        await asyncio.sleep_ms(ms)
        log.append(name)
    return name
async def fail():
    raise ValueError("in a task")
async def main():
    long = asyncio.create_task(tick("long", 60000, 1))
    print(await asyncio.gather(tick("a", 20, 3), tick("b", 30, 1)))
    try:
        await asyncio.wait_for_ms(tick("never", 5000, 1), 10)
    except asyncio.TimeoutError:
        print("timeout", long.done())
    long.cancel()
    try:
        await long
    except asyncio.CancelledError:
        print("cancelled", long.done())
    try:
        await asyncio.create_task(fail())
    except ValueError as e:
        print(e)
    print("".join(log))
asyncio.run(main())
"""


@pytest.mark.parametrize("fast", [True, False])
def test_asyncio(fast: bool) -> None:
    output = Host(fast=fast).run(ASYNCIO)
    expected = ["['a', 'b']", "timeout False", "cancelled True", "in a task", "abaa"]
    assert output.splitlines() == expected


def test_asyncio_skips_time() -> None:
    output = Host().run(
        "import asyncio\nasync def f():\n    await asyncio.sleep(3600)\n"
        "asyncio.run(f())\nprint(time.ticks_ms() // 1000)",
        timeout_s=20,
    )
    assert output == "3600\n"


@pytest.mark.parametrize("fast", [True, False])
def test_a_handler_wakes_a_task(fast: bool) -> None:
    def press(host: Host, message: Message) -> None:
        if not fast and message.op == WATCH:
            host.edge(3, 1)

    host = Host(fast=fast, changes=[(40_000, 3, 1)] if fast else [], on_message=press)
    output = host.run(
        """
import asyncio
flag = asyncio.ThreadSafeFlag()
Pin(3, Pin.IN).irq(lambda pin: flag.set())
async def main():
    await asyncio.wait_for(flag.wait(), 30)
    print("woken", time.ticks_ms() < 20000)
asyncio.run(main())
"""
    )
    assert output == "woken True\n"
    assert host.changes == []


def test_poll() -> None:
    output = Host().run(
        """
import select, io
class Source(io.IOBase):
    def ioctl(self, request, arg):
        return -1 if request != 3 else arg if time.ticks_ms() >= 50 else 0
poll, source = select.poll(), Source()
poll.register(source, select.POLLIN)
print(poll.poll(20), time.ticks_ms())
Timer(period=30, mode=Timer.ONE_SHOT, callback=lambda t: None)
print([(s is source, e) for s, e in poll.ipoll(1000, 1)], time.ticks_ms())
print(list(poll.ipoll(10)), time.ticks_ms())
raised(poll.modify, 5, 1)
"""
    )
    assert output.splitlines() == [
        "[] 20",
        "[(True, 1)] 50",
        "[] 60",
        "OSError: [Errno 2] ENOENT",
    ]
