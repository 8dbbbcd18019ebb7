"""machine.UART on the virtual board: arguments, errors, buffers, waiting, interrupts, asyncio."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from coursekit.bench import Diagram
from coursekit.boards.virtual import VirtualBoard
from tests.bench.diagrams import data, part

PARTS = [part("term1", "coursekit-serial-terminal")]
WIRES = [
    "pico:GP0 pico:GP1",
    "pico:GP12 pico:GP13", "pico:GP14 pico:GP9",
    "pico:GP4 term1:RX", "pico:GP5 term1:TX", "pico:GND.1 term1:GND",
]  # fmt: skip
PRELUDE = """
from machine import UART, Pin
import machine, time, gc, select, asyncio
def raised(fn, *args, **kw):
    try:
        fn(*args, **kw)
    except Exception as e:
        return type(e).__name__ + ": " + str(e)
def timed(fn, *args):
    t = time.ticks_us()
    result = fn(*args)
    return result, time.ticks_diff(time.ticks_us(), t)
"""


def make_board(*, fast_forward: bool) -> VirtualBoard:
    board = VirtualBoard(Diagram.from_dict(data(PARTS, WIRES)), fast_forward=fast_forward)
    board.exec(PRELUDE)
    return board


def worth(board: VirtualBoard, expression: str) -> Any:
    """What an expression is worth on the board."""
    return board.eval(expression)


@pytest.fixture(params=[True, False], ids=["fast", "real"])
def board(request: pytest.FixtureRequest) -> Iterator[VirtualBoard]:
    with closing(make_board(fast_forward=request.param)) as running:
        yield running


@pytest.fixture
def fast() -> Iterator[VirtualBoard]:
    with closing(make_board(fast_forward=True)) as running:
        yield running


@pytest.fixture(scope="module")
def shared() -> Iterator[VirtualBoard]:
    """One board in fast-forward for tests that leave nothing behind that matters."""
    with closing(make_board(fast_forward=True)) as running:
        yield running


# -- arguments -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("call", "text"),
    [
        # ports/rp2/machine_uart.c
        ("UART, 2", "ValueError: UART(2) doesn't exist"),
        ("UART, 0, tx=Pin(4)", "ValueError: bad TX pin"),
        ("UART, 0, tx=1", "ValueError: bad TX pin"),
        ("UART, 1, rx=1", "ValueError: bad RX pin"),
        ("UART, 0, cts=3", "ValueError: bad CTS pin"),
        ("UART, 1, rts='GP6'", "ValueError: bad RTS pin"),
        ("UART, 0, invert=4", "ValueError: bad inversion mask"),
        ("UART, 0, flow=4", "ValueError: bad hardware flow control mask"),
        ("UART, 0, rxbuf=32767", "ValueError: rxbuf too large"),
        ("UART, 0, txbuf=40000", "ValueError: txbuf too large"),
        ("UART(0, 9600).irq, lambda u: 0, 1", "ValueError: trigger 0x0001 unsupported"),
        ("UART(0, 9600).irq, 5, 64", "ValueError: handler must be None or callable"),
        # ports/rp2/machine_pin.c
        ("UART, 0, tx='LED'", "ValueError: expecting a regular GPIO Pin"),
        # py/argcheck.c
        ("UART", "TypeError: function missing 1 required positional arguments"),
        ("UART, 0, 9600, 8, None, 1, 0", "TypeError: extra positional arguments given"),
        ("UART, 0, speed=9600", "TypeError: extra keyword arguments given"),
        ("UART, 0, 'fast'", "TypeError: can't convert str to int"),
        # py/stream.c
        ("UART(0, 9600).write, 5", "TypeError: object with buffer protocol required"),
        ("UART(0, 9600).readinto, b'12'", "TypeError: object with buffer protocol required"),
        ("UART(0, 9600).read, -2", "MemoryError: memory allocation failed"),
        (
            "UART(0, 9600).readinto, bytearray(3), 1, 2",
            "TypeError: function expected at most 3 arguments, got 4",
        ),
        # ours
        ("UART, 0, flow=UART.RTS", "NotImplementedError: machine.UART with flow= is not simulated"),
    ],
)
def test_errors(shared: VirtualBoard, call: str, text: str) -> None:
    assert str(shared.eval(f"raised({call})")).startswith(text)


@pytest.mark.parametrize(
    ("arguments", "text"),
    [
        (
            "0",
            "UART(0, baudrate=115200, bits=8, parity=None, stop=1, tx=0, rx=1, txbuf=256, "
            "rxbuf=256, timeout=0, timeout_char=1, invert=None, irq=0)",
        ),
        (
            "1, 9600, 7, 1, 2, tx=Pin(8), rx=Pin(9), timeout=70000, timeout_char=1, rxbuf=1, "
            "txbuf=1000, invert=UART.INV_TX | UART.INV_RX",
            "UART(1, baudrate=9600, bits=7, parity=1, stop=2, tx=8, rx=9, txbuf=1000, rxbuf=32, "
            "timeout=4464, timeout_char=2, invert=INV_TX|INV_RX, irq=0)",
        ),
        (
            "0, 300, parity=2, timeout_char=9, flow=0",
            "UART(0, baudrate=300, bits=8, parity=0, stop=1, tx=0, rx=1, txbuf=256, rxbuf=256, "
            "timeout=0, timeout_char=44, invert=None, irq=0)",
        ),
    ],
)
def test_what_a_uart_says_of_itself(fast: VirtualBoard, arguments: str, text: str) -> None:
    assert fast.eval(f"repr(UART({arguments}))") == text


def test_constants_and_identity(shared: VirtualBoard) -> None:
    assert shared.eval(
        "UART.INV_TX, UART.INV_RX, UART.CTS, UART.RTS, UART.IRQ_RXIDLE, UART.IRQ_TXIDLE, "
        "UART.IRQ_BREAK"
    ) == (1, 2, 1, 2, 64, 32, 512)
    shared.exec("a = UART(0, 4800, timeout=5)\nb = UART(0)\nb.init(stop=2)")
    assert shared.eval("a is b") is True
    assert "baudrate=4800, bits=8, parity=None, stop=2" in str(shared.eval("repr(a)"))
    assert shared.eval("raised(setattr, a, 'x', 1)") == (
        "AttributeError: 'UART' object has no attribute 'x'"
    )
    shared.exec("a.deinit()")
    assert "baudrate=0" in str(shared.eval("repr(a)"))
    assert shared.eval("a.any(), a.read(), a.write(b'abc'), a.txdone()") == (0, None, 3, False)
    shared.exec("a.init()\na.init(stop=1, timeout=0)")
    assert "baudrate=115200" in str(shared.eval("repr(a)"))


# -- bytes through a loop ------------------------------------------------------------------------


def test_what_is_sent_comes_back(board: VirtualBoard) -> None:
    board.exec("""
u = UART(0, 115200, timeout=500, timeout_char=100)
found = [u.write(b"one\\ntwo\\nend")]
u.flush()
time.sleep_ms(2)
found += [u.any(), u.readline(), u.read(2), u.readline(), u.read()]
u.write("1234567890")
buf = bytearray(10)
found += [u.readinto(buf, 4), bytes(buf), u.readinto(memoryview(buf)[6:]), bytes(buf), u.read(2)]
u.write(b"abcdef", 1, 3)
found += [u.read(3)]
u.write(b"abcdef", 2)
found += [u.read(2), u.read(0), u.readinto(bytearray(0)), u.write(b"")]
u.write("line 1\\nline 2\\n")
found += [[line for line in u]]
print("by print", file=u)
found += [u.readline(), u.readline(3)]
""")
    assert board.eval("found") == [
        11, 11, b"one\n", b"tw", b"o\n", b"end",
        4, b"1234\0\0\0\0\0\0", 4, b"1234\0\x005678", b"90",
        b"bcd",
        b"ab", b"", 0, 0,
        [b"line 1\n", b"line 2\n"],
        b"by print\n", None,
    ]  # fmt: skip


def test_all_formats_and_inversion(fast: VirtualBoard) -> None:
    fast.exec("""
found = []
for bits in (5, 6, 7, 8):
    for parity in (None, 0, 1):
        for stop in (1, 2):
            for invert in (0, 3):
                u = UART(0, 9600, bits, parity, stop, invert=invert, timeout=20)
                u.write(b"\\x00\\x15\\x1f")
                found.append(u.read(3))
                u.flush()
""")
    assert fast.eval("set(found)") == {b"\x00\x15\x1f"}


def test_one_inverted_pin_alone_hears_nonsense(fast: VirtualBoard) -> None:
    fast.exec("u = UART(0, 9600, invert=UART.INV_TX, timeout=20)\nu.write(b'hello')")
    assert fast.eval("u.read() != b'hello'") is True


def test_the_time_that_bytes_take(fast: VirtualBoard) -> None:
    fast.exec("u = UART(0, 9600)\nfound = [timed(u.write, b'0123456789')[1], u.txdone()]")
    fast.exec("found += [timed(u.flush)[1], u.txdone(), u.any()]")
    writing, done_at_once, sending, done, count = worth(fast, "found")
    assert writing < 50
    assert done_at_once is False
    assert 10_380 <= sending <= 10_420
    assert (done, count) == (True, 10)


def test_setting_up_lasts_30_bits(fast: VirtualBoard) -> None:
    # The SDK waits for 15 before each write to the line control register
    fast.exec("found = [timed(UART, 0, 9600)[1], timed(UART(0).init, 115200)[1]]")
    slow, quick = worth(fast, "found")
    assert 3120 <= slow <= 3150
    assert 258 <= quick <= 280


def test_a_read_waits_as_long_as_the_port_does(fast: VirtualBoard) -> None:
    # From one tick of a millisecond to the one after the time is over
    fast.exec("u = UART(0, 9600, timeout=50)")
    nothing, took = worth(fast, "timed(u.read, 5)")
    assert nothing is None
    assert 50_000 < took <= 51_050
    fast.exec("u.write(b'ab')")
    some, took = worth(fast, "timed(u.read, 5)")
    assert some == b"ab"
    assert 2000 + 2000 < took < 2000 + 3100  # two bytes, then timeout_char
    fast.exec("u.init(timeout=0)")
    nothing, took = worth(fast, "timed(u.read)")
    assert nothing is None
    assert took <= 1050


def test_a_long_write_comes_back_short(fast: VirtualBoard) -> None:
    # 256 bytes in the buffer, 32 in the FIFO, one on the line. The FIFO takes no more until four
    # are left, which lasts longer than timeout_char.
    fast.exec("u = UART(0, 9600)\nwritten, took = timed(u.write, bytes(1000))")
    assert fast.eval("written") == 289
    assert 2000 <= worth(fast, "took") <= 3100
    fast.exec("u.flush()\nu = UART(0, 9600, timeout_char=100, rxbuf=2000)")
    fast.exec("written, took = timed(u.write, bytes(1000))\nu.flush()\ntime.sleep_ms(2)")
    assert fast.eval("written, u.any()") == (1000, 1000)
    fast.exec("u = UART(0, 9600, txbuf=2000)\nwritten, took = timed(u.write, bytes(1000))")
    assert fast.eval("written") == 1000
    assert worth(fast, "took") < 100


def test_a_full_buffer_drops_what_comes_then(fast: VirtualBoard) -> None:
    fast.exec("""
u = UART(0, 115200, rxbuf=64, txbuf=1000)
u.write(bytes(range(200)))
u.flush()
time.sleep_ms(1)
found = [u.any(), u.read(50), u.any(), u.read(100)]
""")
    assert fast.eval("found") == [64, bytes(range(50)), 46, bytes(range(50, 96))]
    assert [fault.kind for fault in fast.bench.faults()] == ["bytes lost"]


def test_a_wrong_baud_rate_garbles(fast: VirtualBoard) -> None:
    fast.exec("u = UART(1, 57600)\nu.write('Hello, terminal')\nu.flush()")
    assert fast.bench.term1.received not in (b"", b"Hello, terminal")
    assert "57606 baud 8N1" in fast.bench.faults()[0].text  # as the divider makes of 57600


def test_another_clock_is_another_baud_rate(fast: VirtualBoard) -> None:
    fast.exec("u = UART(1, 9600, timeout=9)\nmachine.freq(250_000_000, 250_000_000)\nu.write(b'x')")
    fast.exec("u.flush()\nmachine.freq(125_000_000)\nu.write(b'y')")
    records = fast.bench.trace["UART GP4"].values
    assert [round(record.format.baud) for record in records] == [50_000, 9_600]
    fast.exec("machine.freq(250_000_000, 250_000_000)\nu.init(9600)\nu.write(b'z')")
    assert round(fast.bench.trace["UART GP4"].values[-1].format.baud) == 9_600


def test_a_pin_that_the_program_takes_away(fast: VirtualBoard) -> None:
    fast.exec("u = UART(0, 115200, timeout=5)\nPin(0, Pin.OUT, value=1)\nu.write(b'lost')")
    assert fast.eval("u.read()") is None
    fast.exec("u.init(115200)\nPin(1, Pin.ALT, Pin.PULL_UP, alt=Pin.ALT_UART)\nu.write(b'kept')")
    assert fast.eval("u.read()") == b"kept"


def test_polling_costs_little(fast: VirtualBoard) -> None:
    fast.exec("""
u = UART(0, 9600)
t = time.ticks_ms()
while not u.any() and time.ticks_diff(time.ticks_ms(), t) < 3000:
    pass
took = time.ticks_diff(time.ticks_ms(), t)
""")
    assert fast.eval("took") == 3000


def test_no_call_allocates(shared: VirtualBoard) -> None:
    shared.exec("""
u = UART(0, 115200, timeout=5)
eight, twenty = bytearray(8), bytearray(20)
def calls():
    u.write(eight)
    u.flush()
    u.any()
    u.readinto(eight)
    u.readinto(eight)
    u.write(eight)
    u.readinto(twenty)
    u.txdone()
found = []
for _ in range(9):
    gc.collect()
    gc.disable()
    before = gc.mem_alloc()
    calls()
    found.append(gc.mem_alloc() - before)
    gc.enable()
used = min(found)  # the overlay's clock takes some heap when the computer is busy
""")
    assert shared.eval("used") == 0


# -- interrupts ----------------------------------------------------------------------------------


def test_a_handler_is_called_when_the_line_falls_silent(board: VirtualBoard) -> None:
    board.exec("""
u = UART(0, 9600)
found = []
def note(uart):
    found.append((uart is u, uart.irq().flags(), uart.read()))
handle = u.irq(note, UART.IRQ_RXIDLE)
u.write(b"message")
t = time.ticks_ms()
while not found and time.ticks_diff(time.ticks_ms(), t) < 20_000:
    time.sleep_ms(1)
""")
    assert board.eval("found, handle.trigger(), repr(handle)") == (
        [(True, 64, b"message")], 64, "<irq>"
    )  # fmt: skip
    board.exec("found = []\nhandle.trigger(0)\nu.write(b'x')\ntime.sleep_ms(50)")
    assert board.eval("found, u.read()") == ([], b"x")


def test_handlers_of_break_and_of_an_empty_buffer(fast: VirtualBoard) -> None:
    fast.exec("""
u = UART(0, 9600)
found = []
u.irq(lambda uart: found.append((uart.irq().flags(), uart.any())), trigger=0x220)
u.write(b"1234")
u.flush()
u.write(b"123456789")
u.flush()
time.sleep_ms(1)
took = timed(u.sendbreak)[1]
time.sleep_ms(1)
""")
    # ports/rp2: short messages never fill the block, so the first one gave no interrupt
    assert fast.eval("found") == [(32, 8), (512, 13)]
    assert 4470 <= worth(fast, "took") <= 4500  # 13 bits, and 15 before and after (the SDK)
    assert fast.eval("u.read()") == b"1234123456789"  # and nothing for the break


def test_a_handler_that_fails(fast: VirtualBoard) -> None:
    output: list[str] = []
    fast.exec(
        "u = UART(0, 9600)\nh = u.irq(lambda uart: 1 / 0, UART.IRQ_RXIDLE, True)\n"
        "u.write(b'x')\ntime.sleep_ms(50)\nprint(h.trigger())",
        output.append,
    )
    text = "".join(output).replace("\r", "")
    assert text.startswith("Uncaught exception in IRQ callback handler\n")
    assert text.endswith("ZeroDivisionError: divide by zero\n0\n")


# -- the terminal, select and asyncio ------------------------------------------------------------


def test_a_conversation_with_the_terminal(board: VirtualBoard) -> None:
    board.exec("u = UART(1, 115200, timeout=5000, timeout_char=50)")
    board.bench.after(30).send(board.bench.term1, "on\n")
    board.exec("line = u.readline()\nu.write(b'got ' + line)\nu.flush()\ntime.sleep_ms(1)")
    assert board.eval("line") == b"on\n"
    assert board.bench.term1.text == "got on\n"
    assert board.bench.faults() == []


def test_bytes_that_a_program_makes_by_hand(fast: VirtualBoard) -> None:
    fast.exec("""
pin = Pin(14, Pin.OUT, value=1)
u = UART(1, 1000, rx=9)
found = []
def send(byte):
    for level in [0] + [byte >> n & 1 for n in range(8)] + [1]:
        found.append(u.any())
        pin(level)
        time.sleep_us(1000 - 10)
send(0x55)
send(0xA3)
time.sleep_ms(1)
""")
    assert fast.eval("u.read()") == b"\x55\xa3"
    assert fast.eval("found") == [0] * 10 + [1] * 10


def test_a_person_types_between_two_cells(board: VirtualBoard) -> None:
    board.exec("u = UART(1, 115200)\nu.any()\nu.any()")
    board.bench.term1.send("y")
    board.exec("t = time.ticks_ms()")
    board.exec("while not u.any() and time.ticks_diff(time.ticks_ms(), t) < 20_000:\n pass")
    assert board.eval("u.read()") == b"y"


def test_a_wire_pulled_off_and_put_back(fast: VirtualBoard) -> None:
    fast.exec("u = UART(1, 115200, timeout=5)\nu.write(b'1')\nu.flush()\ntime.sleep_ms(1)")
    fast.bench.unplug("term1:RX")
    fast.exec("u.write(b'2')\nu.flush()\ntime.sleep_ms(1)")
    fast.bench.plug("term1:RX")
    fast.exec("u.write(b'3')\nu.flush()\ntime.sleep_ms(1)")
    assert fast.bench.term1.received == b"13"
    fast.bench.unplug("term1")
    fast.bench.term1.send(b"4")
    assert fast.eval("u.read()") is None


def test_select_waits_for_bytes(board: VirtualBoard) -> None:
    board.exec("u = UART(1, 115200, timeout=20)\npoller = select.poll()\npoller.register(u, 1)")
    assert board.eval("poller.poll(10)") == []
    board.bench.after(30).send(board.bench.term1, "x")
    board.exec("ready = [(which is u, what) for which, what in poller.poll(20000)]")
    assert board.eval("ready, u.read()") == ([(True, 1)], b"x")
    board.exec("poller.modify(u, 4)\nready = [what for _, what in poller.poll(1000)]")
    assert board.eval("ready") == [4]
    board.exec("u.write(bytes(289))\nready, took = timed(poller.poll, 2000)")
    assert board.eval("[what for _, what in ready]") == [4]


def test_asyncio_streams(board: VirtualBoard) -> None:
    term = board.bench.term1
    board.exec("u = UART(1, 115200, timeout=50)")
    board.bench.after(30).send(term, "first\nsecond\n")
    board.bench.after(60).send(term, "third\n")
    board.exec(
        """
ticks = lines = None
async def tick():
    global ticks
    ticks = 0
    while True:
        await asyncio.sleep_ms(1)
        ticks += 1
async def main():
    global lines
    ticker = asyncio.create_task(tick())
    reader, writer = asyncio.StreamReader(u), asyncio.StreamWriter(u)
    lines = []
    for _ in range(3):
        lines.append(await reader.readline())
    writer.write(b"thanks\\n")
    await writer.drain()
    await asyncio.sleep_ms(5)
    ticker.cancel()
asyncio.run(main())
""",
        timeout_s=60,
    )
    assert board.eval("lines") == [b"first\n", b"second\n", b"third\n"]
    assert term.received == b"thanks\n"
    assert worth(board, "ticks") > 0  # others went on meanwhile


def test_a_wait_in_select_skips_the_time(fast: VirtualBoard) -> None:
    fast.exec("u = UART(1, 300, timeout=1)\npoller = select.poll()\npoller.register(u, 1)")
    fast.bench.after(200_000).send(fast.bench.term1, b"\x55")
    fast.exec("u.init(115200)\nready, took = timed(poller.poll, 300_000)")
    assert fast.eval("len(ready)") == 1
    assert worth(fast, "took") == pytest.approx(200_000_000, abs=20_000)


def test_the_trace_has_what_each_end_sent(fast: VirtualBoard) -> None:
    fast.exec("u = UART(1, 115200, timeout=50)\nu.write(b'ping')")
    fast.bench.after(1).send(fast.bench.term1, b"pong")
    assert fast.eval("u.read(4)") == b"pong"
    ours, theirs = (fast.bench.trace[name] for name in ("UART GP4", "UART term1"))
    assert (ours.kind, theirs.kind) == ("bus", "bus")
    assert [record.data for record in (*ours.values, *theirs.values)] == [b"ping", b"pong"]


def test_a_reset_ends_it(fast: VirtualBoard) -> None:
    fast.exec("u = UART(0, 9600)\nu.irq(print, UART.IRQ_RXIDLE)\nu.write(b'x')")
    fast.soft_reset()
    fast.exec(PRELUDE + "\ntime.sleep_ms(100)\nu = UART(0)")
    assert fast.eval("u.any(), u.irq().trigger()") == (0, 0)


# -- whatever a program does ---------------------------------------------------------------------

CALLS = st.one_of(
    st.builds("u = UART(0, {}, bits={}, parity={}, stop={}, timeout={}, rxbuf={})".format,
              st.sampled_from([-1, 1, 300, 9600, 115200, 3_000_000, 90_000_000]),
              st.integers(-1, 9), st.sampled_from([None, 0, 1, -1]), st.integers(-1, 3),
              st.integers(-1, 30), st.integers(-1, 300)),
    st.builds("u.init(baudrate={}, txbuf={})".format,
              st.sampled_from([9600, 115200]), st.integers(-1, 300)),
    st.builds("u.write({!r})".format, st.binary(max_size=50)),
    st.builds("u.write(bytes({}))".format, st.integers(0, 700)),
    st.builds("u.read({})".format, st.integers(-2, 300)),
    st.builds("u.irq({}, {}, {})".format,
              st.sampled_from(["None", "lambda x: x.read(5)", "lambda x: 1 // 0"]),
              st.integers(0, 1023), st.booleans()),
    st.builds("Pin({}, {})".format, st.integers(0, 1), st.integers(0, 2)),
    st.sampled_from([
        "u.readline()", "u.any()", "u.txdone()", "u.flush()", "u.sendbreak()", "u.deinit()",
        "time.sleep_ms(3)", "poller.poll(1)", "u.readinto(bytearray(9))",
    ]),
)  # fmt: skip


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(calls=st.lists(CALLS, max_size=12), sent=st.binary(max_size=200))
def test_no_order_of_calls_wedges_the_board(
    shared: VirtualBoard, calls: list[str], sent: bytes
) -> None:
    lines = "".join(f"try:\n {call}\nexcept Exception: pass\n" for call in calls)
    shared.exec(
        "u = UART(0, 115200, 8, None, 1, timeout=5, timeout_char=5)\n"
        f"poller = select.poll()\npoller.register(u)\n{lines}"
    )
    shared.exec(
        "u.deinit()\nu = UART(0, 115200, 8, None, 1, timeout=5, timeout_char=5)\n"
        f"time.sleep_ms(50)\nu.read()\nwritten = u.write({sent!r})\ngot = u.read({len(sent)})"
    )
    assert shared.eval("written, got") == (len(sent), sent)
    if sent:
        records = shared.bench.trace["UART GP0"].values
        assert records[-1].data == sent
