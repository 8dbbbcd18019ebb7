"""machine.SPI and machine.SoftSPI on the virtual board: arguments, errors, and what comes back."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import closing
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from coursekit.bench import Diagram
from coursekit.boards.virtual import VirtualBoard
from tests.bench.diagrams import data, part

PARTS = [part("adc1", "coursekit-mcp3008"), part("knob", "wokwi-potentiometer", value="0.25")]
WIRES = [
    "pico:GP18 adc1:CLK", "pico:GP17 adc1:CS", "pico:GP19 adc1:DIN", "pico:GP16 adc1:DOUT",
    "pico:3V3 adc1:VDD", "pico:3V3 adc1:VREF", "adc1:AGND pico:GND.1", "adc1:DGND pico:GND.2",
    "knob:SIG adc1:CH3", "knob:VCC pico:3V3", "knob:GND pico:GND.3",
    "pico:GP11 pico:GP8",
]  # fmt: skip
PRELUDE = """
from machine import SPI, Pin, SoftSPI
import machine, time, gc, array
def raised(fn, *args, **kw):
    try:
        fn(*args, **kw)
    except Exception as e:
        return type(e).__name__ + ": " + str(e)
"""
MEASURE = """
cs = Pin(17, Pin.OUT, value=1)
def measure(spi, channel):
    answer = bytearray(3)
    cs(0)
    spi.write_readinto(bytes([1, (8 + channel) << 4, 0]), answer)
    cs(1)
    return (answer[1] & 3) << 8 | answer[2]
"""


def make_board(*, fast_forward: bool) -> VirtualBoard:
    board = VirtualBoard(Diagram.from_dict(data(PARTS, WIRES)), fast_forward=fast_forward)
    board.exec(PRELUDE)
    return board


@pytest.fixture(params=[True, False], ids=["fast", "real"])
def board(request: pytest.FixtureRequest) -> Iterator[VirtualBoard]:
    with closing(make_board(fast_forward=request.param)) as running:
        yield running


@pytest.fixture(scope="module")
def shared() -> Iterator[VirtualBoard]:
    """One board in fast-forward for tests that leave nothing behind that matters."""
    with closing(make_board(fast_forward=True)) as running:
        yield running


@pytest.mark.parametrize(
    ("call", "text"),
    [
        # ports/rp2/machine_spi.c
        ("SPI, 2", "ValueError: SPI(2) doesn't exist"),
        ("SPI, -1", "ValueError: SPI(-1) doesn't exist"),
        ("SPI, 0, sck=Pin(19)", "ValueError: bad SCK pin"),
        ("SPI, 0, sck=10", "ValueError: bad SCK pin"),
        ("SPI, 1, mosi=19", "ValueError: bad MOSI pin"),
        ("SPI, 0, miso='GP17'", "ValueError: bad MISO pin"),
        ("SPI, 0, firstbit=SPI.LSB", "NotImplementedError: LSB"),
        ("SPI(0).init, firstbit=SPI.LSB", "NotImplementedError: LSB"),
        # ports/rp2/machine_pin.c
        ("SPI, 0, sck='LED'", "ValueError: expecting a regular GPIO Pin"),
        ("SPI, 0, sck=31", "ValueError: invalid pin"),
        # py/argcheck.c
        ("SPI, 0, 1000000, 0", "TypeError: extra positional arguments given"),
        ("SPI, 0, speed=1", "TypeError: extra keyword arguments given"),
        ("SPI(0).init, 1000000", "TypeError: extra positional arguments given"),
        ("SPI, 'a'", "TypeError: can't convert str to int"),
        # extmod/machine_spi.c
        (
            "SPI(0).write_readinto, b'12', bytearray(3)",
            "ValueError: buffers must be the same length",
        ),
        ("SPI(0).write, 5", "TypeError: object with buffer protocol required"),
        ("SPI(0).readinto, b'12'", "TypeError: object with buffer protocol required"),
        ("SPI(0).read, -1", "MemoryError: memory allocation failed, allocating 4294967295 bytes"),
        ("SoftSPI, sck=2, mosi=3", "ValueError: must specify all of sck/mosi/miso"),
        ("SoftSPI, sck=2, mosi=3, miso=4, bits=16", "ValueError: bits must be 8"),
        ("SoftSPI, sck=2, mosi=3, miso=None", "ValueError: invalid pin"),
        # ports/rp2/modmachine.c
        ("machine.freq, 133000000, 5", "ValueError: peripheral freq must be 48_000_000 or the"),
    ],
)
def test_errors(shared: VirtualBoard, call: str, text: str) -> None:
    assert str(shared.eval(f"raised({call})")).startswith(text)


@pytest.mark.parametrize(
    ("arguments", "text"),
    [
        ("0", "SPI(0, baudrate=1000000, polarity=0, phase=0, bits=8, sck=18, mosi=19, miso=16)"),
        (
            "1, 10_000_000, polarity=1, phase=1, bits=16",
            "SPI(1, baudrate=8000000, polarity=1, phase=1, bits=16, sck=10, mosi=11, miso=8)",
        ),
        (
            "0, 33_000, sck=2, mosi=Pin('GP7'), miso=None",
            "SPI(0, baudrate=32921, polarity=0, phase=0, bits=8, sck=2, mosi=7, miso=None)",
        ),
    ],
)
def test_what_a_block_says_of_itself(arguments: str, text: str) -> None:
    with closing(make_board(fast_forward=True)) as board:
        assert board.eval(f"repr(SPI({arguments}))") == text


@pytest.mark.parametrize(
    ("wanted", "clock", "given_"),
    [
        # The SDK's spi_set_baudrate by hand: the smallest even prescaler, the largest divider
        (24_000_000, 48_000_000, 24_000_000),
        (40_000_000, 48_000_000, 24_000_000),
        (1_000_000, 48_000_000, 1_000_000),
        (100_000, 48_000_000, 100_000),
        (0, 48_000_000, 732),
        (1_000_000, 125_000_000, 992_063),
    ],
)
def test_baud_rates(shared: VirtualBoard, wanted: int, clock: int, given_: int) -> None:
    if clock != 48_000_000:
        shared.exec(f"machine.freq({clock}, {clock})")
    shared.exec(f"text = repr(SPI(0, {wanted}))\nmachine.freq(125_000_000)")
    assert f"baudrate={given_}," in str(shared.eval("text"))


def test_blocks_are_the_same_object_and_keep_their_settings(shared: VirtualBoard) -> None:
    shared.exec("a = SPI(1, 2_000_000, polarity=1)\nb = SPI(1)\nb.init(phase=1)\nb.deinit()")
    assert shared.eval("a is b, repr(a)") == (
        True,
        "SPI(1, baudrate=2000000, polarity=1, phase=1, bits=8, sck=10, mosi=11, miso=8)",
    )
    assert shared.eval("SPI.MSB, SPI.LSB, SoftSPI.MSB, SoftSPI.LSB") == (1, 0, 1, 0)
    assert shared.eval("raised(setattr, a, 'x', 1)") == (
        "AttributeError: 'SPI' object has no attribute 'x'"
    )


@pytest.mark.parametrize(
    ("baud", "text"),
    [
        (500_000, "500000"),
        (1, "1"),
        (300_000, "250000"),
        (2_000_000, "500000"),
        (166_667, "166666"),
    ],
)
def test_soft_baud_rates_are_whole_microseconds(shared: VirtualBoard, baud: int, text: str) -> None:
    shared.exec(f"soft = SoftSPI({baud}, sck=2, mosi=3, miso=4)")
    assert shared.eval("repr(soft)") == (
        f"SoftSPI(baudrate={text}, polarity=0, phase=0, firstbit=1, sck=2, mosi=3, miso=4)"
    )


def test_every_call_of_both_kinds(board: VirtualBoard) -> None:
    board.exec("""
found = []
for soft in (False, True):
    spi = SoftSPI(sck=10, mosi=11, miso=8, firstbit=0) if soft else SPI(1, 4_000_000)
    buf = bytearray(5)
    found.append(spi.write(b"abc"))
    found.append(spi.read(2, 0x5A))
    found.append(spi.read(2))
    found.append(spi.read(0))
    found.append(spi.readinto(buf))
    found.append(bytes(buf))
    spi.readinto(buf, 0xC3)
    found.append(bytes(buf))
    spi.write_readinto("hello", buf)
    found.append(bytes(buf))
    spi.write_readinto(buf, buf)
    found.append(bytes(buf))
    part = memoryview(buf)[1:3]
    spi.write_readinto(b"ip", part)
    found.append(bytes(buf))
    words = array.array("H", (0, 0))
    spi.readinto(words, 1)
    found.append(list(words))
    spi.write_readinto(b"", bytearray(0))
""")
    one = [
        None, b"ZZ", b"\0\0", b"", None, bytes(5), b"\xc3" * 5, b"hello", b"hello", b"hiplo",
        [0x0101, 0x0101],
    ]  # fmt: skip
    assert board.eval("found") == one + one


def test_the_converter_through_each_kind(board: VirtualBoard) -> None:
    board.exec(MEASURE)
    for controller in (
        "SPI(0)",
        "SPI(0, polarity=1, phase=1)",
        "SoftSPI(sck=18, mosi=19, miso=16)",
    ):
        board.exec(f"spi = {controller}\nspi.write(b'0')")  # the clock takes its resting level
        board.bench.knob.turn(0.25)
        assert board.eval("measure(spi, 3)") in (255, 256)
        board.bench.knob.turn(0.75)
        assert board.eval("measure(spi, 3)") in (767, 768)
    records = board.bench.trace["SPI GP18/GP19/GP16"].values
    assert records[-1].sent == b"\x01\xb0\x00"
    assert records[-1].chips == ("adc1",)
    assert board.bench.faults() == []


def test_by_hand_with_pins(board: VirtualBoard) -> None:
    board.exec(MEASURE)
    board.exec("""
class ByHand:
    def write_readinto(self, out, into):
        sck, mosi, miso = Pin(18, Pin.OUT), Pin(19, Pin.OUT), Pin(16, Pin.IN)
        for n, byte in enumerate(out):
            for bit in range(7, -1, -1):
                mosi(byte >> bit & 1)
                sck(1)
                into[n] = into[n] << 1 & 0xFF | miso()
                sck(0)
""")
    assert board.eval("measure(ByHand(), 3)") in (255, 256)


def test_a_shift_register_lights_a_led() -> None:
    parts = [
        part("sr1", "wokwi-74hc595"), part("led1", "wokwi-led"),
        part("r1", "wokwi-resistor", value="470"),
    ]  # fmt: skip
    wires = [
        "sr1:DS pico:GP19", "sr1:SHCP pico:GP18", "sr1:STCP pico:GP17", "sr1:OE pico:GND.1",
        "sr1:MR pico:3V3", "sr1:VCC pico:3V3", "sr1:GND pico:GND.2",
        "sr1:Q3 r1:1", "r1:2 led1:A", "led1:C pico:GND.3",
    ]  # fmt: skip
    diagram = Diagram.from_dict(data(parts, wires))
    with closing(VirtualBoard(diagram, fast_forward=True)) as board:
        board.exec(PRELUDE + "spi = SPI(0)\nlatch = Pin(17, Pin.OUT, value=0)")
        for bits in (0b1000, 0b11110111, 0b11111000):
            board.exec(f"spi.write(bytes([{bits}]))\nlatch(1)\nlatch(0)")
            assert board.bench.sr1.shown == bits
            assert board.bench.led1.lit == bool(bits & 8)
        assert board.bench.faults() == []


def test_a_pin_that_the_program_takes_away(shared: VirtualBoard) -> None:
    shared.exec("spi = SPI(1, 1_000_000)\nPin(11, Pin.OUT, value=0)")
    assert shared.eval("spi.read(2, 0xFF)") == b"\0\0"
    shared.exec("spi = SPI(1, 1_000_000)")
    assert shared.eval("spi.read(2, 0xFF)") == b"\xff\xff"


def test_nothing_on_the_wire_reads_its_pull(shared: VirtualBoard) -> None:
    # A pin is pulled down after a reset, and the block leaves the pulls as they are
    assert shared.eval("SPI(0, sck=2, mosi=3, miso=4).read(2)") == b"\0\0"
    shared.exec("Pin(4, Pin.IN, Pin.PULL_UP)")
    assert shared.eval("SPI(0, sck=2, mosi=3, miso=4).read(2)") == b"\xff\xff"


def test_a_transfer_takes_the_time_that_its_bits_take(shared: VirtualBoard) -> None:
    program = "t = time.ticks_us()\nspi.write(bytes(1000))\nt = time.ticks_diff(time.ticks_us(), t)"
    shared.exec("spi = SPI(1, 1_000_000)\n" + program)
    assert 8000 <= int(str(shared.eval("t"))) < 8020
    shared.exec("spi = SoftSPI(125_000, sck=10, mosi=11, miso=8)\n" + program)
    assert 64_000 <= int(str(shared.eval("t"))) < 64_020


def test_it_lasts_as_long_in_real_time() -> None:
    with closing(make_board(fast_forward=False)) as board:
        began_s = time.monotonic()
        board.exec("SPI(1, 100_000).write(bytes(2500))")
        assert time.monotonic() - began_s >= 0.2


def test_no_call_allocates(shared: VirtualBoard) -> None:
    shared.exec("""
spi = SPI(1, 8_000_000)
out, into = bytearray(40), bytearray(40)
def calls():
    spi.write(out)
    spi.readinto(into)
    spi.readinto(into, 7)
    spi.write_readinto(out, into)
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


def test_programs_may_derive_a_class(shared: VirtualBoard) -> None:
    shared.exec("class Mine(SPI):\n def twice(self): return self.read(1, 7) * 2")
    assert shared.eval("Mine(1, 1_000_000).twice()") == b"\x07\x07"


CALLS = st.one_of(
    st.builds("spi = SPI({}, {}, polarity={}, phase={}, bits={})".format,
              st.integers(-1, 2), st.integers(-5, 60_000_000), st.integers(-1, 2),
              st.integers(-1, 2), st.integers(-1, 17)),
    st.builds("spi = SoftSPI({}, sck={}, mosi={}, miso={}, firstbit={})".format,
              st.integers(0, 2_000_000), *[st.integers(-1, 31)] * 3, st.integers(0, 1)),
    st.builds("spi.init(baudrate={}, polarity={}, bits={})".format,
              st.integers(1000, 90_000_000), st.integers(0, 1), st.integers(0, 40)),
    st.builds("spi.write({!r})".format, st.binary(max_size=50)),
    st.builds("spi.read({}, {})".format, st.integers(-2, 50), st.integers(-1, 300)),
    st.builds("Pin({}, {})".format, st.sampled_from([10, 11, 8, 17]), st.integers(0, 2)),
    st.just("spi.deinit()"),
)  # fmt: skip


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(calls=st.lists(CALLS, max_size=12), sent=st.binary(max_size=40))
def test_no_order_of_calls_wedges_the_board(
    shared: VirtualBoard, calls: list[str], sent: bytes
) -> None:
    lines = "".join(f"try:\n {call}\nexcept Exception: pass\n" for call in calls)
    shared.exec(f"spi = SPI(1, 1_000_000)\n{lines}")
    shared.exec(
        f"spi = SPI(1, 1_000_000)\ngot = bytearray({len(sent)})\nspi.write_readinto({sent!r}, got)"
    )
    got: Any = shared.eval("bytes(got)")
    assert got == sent
    if sent:
        record = shared.bench.trace["SPI GP10/GP11/GP8"].values[-1]
        assert (record.sent, record.received) == (sent, sent)
