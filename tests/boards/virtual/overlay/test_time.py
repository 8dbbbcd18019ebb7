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
        ("machine.lightsleep(-1)", 4_294_967_295_000),  # without a sign (ports/rp2/modmachine.c)
    ],
)
def test_sleeping_skips(call: str, board_us: int) -> None:
    output = Host().run(f"a = time.time_ns()\n{call}\nprint(time.time_ns() - a)")
    assert int(output) == (board_us + 5) * 1000


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
        ("time.localtime, 1e9", "TypeError: can't convert float to int"),
        ("time.gmtime, '0'", "TypeError: can't convert str to int"),
        ("time.localtime, -1", "OverflowError: overflow converting long int to machine word"),
        ("time.gmtime, 1 << 32", "OverflowError: overflow converting long int to machine word"),
        # py/mpz.c, mpz_as_int_checked
        ("time.sleep_us, -1 << 31", "OverflowError: overflow converting long int to machine word"),
        # extmod/modselect.c, py/stream.c
        ("select.select, 5, (), ()", "TypeError: object 'int' isn't a tuple or list"),
        ("select.select, (), (), (), 'x'", "TypeError: can't convert str to float"),
        ("select.select, [5], (), (), 0", "OSError: stream operation not supported"),
        ("select.poll().register, 5", "OSError: stream operation not supported"),
        ("select.poll().poll, 1.5", "TypeError: can't convert float to int"),
        (
            "setattr, select.poll(), 'x', 1",
            "AttributeError: 'poll' object has no attribute 'x'",
        ),
        # C functions take no keywords; the unix VM says it in other words
        ("time.sleep_ms, ms=5", "TypeError: unexpected keyword argument 'ms'"),
        ("time.ticks_diff, 5, start=3", "TypeError: unexpected keyword argument 'start'"),
        ("time.ticks_add, 5, delta=3", "TypeError: unexpected keyword argument 'delta'"),
        ("select.poll().poll, timeout=5", "TypeError: unexpected keyword argument 'timeout'"),
    ],
)
def test_errors(call: str, text: str) -> None:
    assert Host().run(f"import select\nraised({call})").strip() == text


def test_numbers_of_a_programs_own() -> None:
    script = "class Number:\n    def __int__(self): return 7\na = time.ticks_us()\n"
    output = Host().run(script + "time.sleep_us(Number())\nprint(time.ticks_us() - a)")
    assert int(output) == 12


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


def test_dates_have_32_bits_and_a_leap_day_each_fourth_year() -> None:
    # shared/timeutils/timeutils.c as rp2 builds it; the numbers are those of its firmware
    output = Host().run(
        """
print(time.localtime(True), time.localtime(4107542400), time.localtime((1 << 32) - 1))
print([time.mktime((year, 1, 1, 0, 0, 0, 0, 0)) for year in (1900, 1969, 2100)])
print(time.mktime((2100, 3, 1, 0, 0, 0, 0, 0)), time.mktime((1970, 1, 1, 0, 0, -1, 0, 0)))
print(time.mktime((2106, 2, 7, 6, 28, 15, 0, 0)))
print(all(time.mktime(time.localtime(t)) == t for t in [n * 98765432 for n in range(43)]))
"""
    )
    assert output.splitlines() == [
        "(1970, 1, 1, 0, 0, 1, 3, 1) (2100, 2, 29, 0, 0, 0, 0, 60) (2106, 2, 6, 6, 28, 15, 6, 37)",
        "[2085892096, 4263431296, 4102444800]",
        "4107628800 4294967295",
        "86399",
        "True",
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
print(poll, poll.poll(20), time.ticks_ms())
Timer(period=30, mode=Timer.ONE_SHOT, callback=lambda t: None)
print([(s is source, e) for s, e in poll.ipoll(1000, 1)], time.ticks_ms())
print(list(poll.ipoll(10)), time.ticks_ms())
raised(poll.modify, 5, 1)
"""
    )
    assert output.splitlines() == [
        "<poll> [] 20",
        "[(True, 1)] 50",
        "[] 60",
        "OSError: [Errno 2] ENOENT",
    ]


def test_select_takes_and_returns_three_lists() -> None:
    output = Host().run(
        """
import io, select
class Thing(io.IOBase):
    def __init__(self, ready):
        self.ready = ready
    def ioctl(self, request, events):
        return events & self.ready if request == 3 else -22
a, b, c = Thing(1), Thing(4), Thing(5)
names = {id(a): "a", id(b): "b", id(c): "c"}
def found(*args):
    t = time.ticks_us()
    lists = [[names[id(thing)] for thing in things] for things in select.select(*args)]
    print(lists, time.ticks_diff(time.ticks_us(), t) // 1000)
found([a, b], (b, a), [])
found([c], [c, c], [c], 5)
found([b], [a], [a], 0.25)
found([], [], [], 0)
"""
    )
    assert output.splitlines() == [
        "[['a'], ['b'], []] 0",
        "[['c'], ['c'], []] 0",
        "[[], [], []] 250",
        "[[], [], []] 0",
    ]
