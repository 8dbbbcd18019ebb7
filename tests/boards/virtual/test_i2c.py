"""machine.I2C and SoftI2C on a virtual board: calls, errors as of the rp2 port, time."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import closing
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coursekit.bench import Bench, Diagram
from coursekit.boards import BoardReset, RemoteError
from coursekit.boards.virtual import VirtualBoard
from tests.bench.buses.chip import known_chip, wires
from tests.bench.diagrams import data, part
from tests.boards.suite import Output, in_thread
from tests.boards.trying import TRYING

SET_UP = f"""{TRYING}
from machine import I2C, SoftI2C, Pin
import time, gc
i2c = I2C(0)
soft = SoftI2C(scl=Pin(5), sda=Pin(4), freq=100_000)
i2c = I2C(0, freq=400_000)
"""


@pytest.fixture(autouse=True, scope="module")
def chip_type() -> Iterator[None]:
    with known_chip():
        yield


def new_board(attrs: dict[str, str] | None = None, *, fast_forward: bool = True) -> VirtualBoard:
    attrs = attrs or {}
    chips = [part("c", "test-chip", **attrs), part("d", "test-chip", address="81")]
    ends = wires("c", "GP4", "GP5") + wires("d", "GP4", "GP5")
    board = VirtualBoard(Diagram.from_dict(data(chips, ends)), fast_forward=fast_forward)
    board.exec(SET_UP)
    return board


@pytest.fixture
def board() -> Iterator[VirtualBoard]:
    with closing(new_board()) as board:
        yield board


@pytest.fixture(scope="module")
def shared() -> Iterator[VirtualBoard]:
    """For tests that leave the bus as they found it."""
    with known_chip(), closing(new_board({"refuses": "7"})) as board:
        yield board


class TestCalls:
    @pytest.mark.parametrize(
        ("call", "value"),
        [
            ("i2c.scan()", [80, 81]),
            ("i2c.readfrom_mem(80, 5, 3)", b"\x05\x06\x07"),
            ("i2c.readfrom_mem(addr=80, memaddr=5, arg=2)", b"\x05\x06"),
            ("i2c.writeto(80, b'\\x09')", 1),
            ("(i2c.writeto(80, b'\\x09', False), i2c.readfrom(80, 2))", (1, b"\x09\x0a")),
            ("i2c.writevto(80, [b'\\x20', b'', bytearray(b'ab')])", 3),
            ("i2c.readfrom_mem(80, 0x20, 2)", b"ab"),
            ("i2c.writeto_mem(80, 0x30, b'xyz')", None),
            ("i2c.readfrom_mem(80, 0x30, 3)", b"xyz"),
            ("i2c.writeto(80, b'\\x00\\x07\\x08')", 1),
            ("i2c.readfrom_mem(80, 0x4051, 1, addrsize=16)", b"\x41"),
            ("i2c.writeto(80, 'A')", 1),
            ("(i2c.readfrom_mem_into(80, 0x41, memoryview(buf)[1:3]), buf)[1]", b"\0AB\0"),
            ("i2c.writeto(80 + 128, b'')", 0),
            ("i2c.deinit()", None),
        ],
    )
    def test_what_they_give(self, shared: VirtualBoard, call: str, value: object) -> None:
        shared.exec("buf = bytearray(4)")
        for name, make in (("i2c", "I2C(0)"), ("soft", "SoftI2C(5, 4)")):
            shared.exec(f"{name} = {make.replace('(0)', '(0, freq=400_000)')}")
            got = shared.eval(call.replace("i2c.", f"{name}."))
            assert (bytes(got) if isinstance(got, bytearray) else got) == value

    @pytest.mark.parametrize(
        ("call", "text"),
        [
            ("repr(I2C(0, freq=400_000))", "I2C(0, freq=399361, scl=5, sda=4, timeout=50000)"),
            ("repr(I2C(1))", "I2C(1, freq=399361, scl=7, sda=6, timeout=50000)"),
            ("repr(I2C(1, scl=3, sda=Pin(2)))", "I2C(1, freq=399361, scl=3, sda=2, timeout=50000)"),
            ("repr(I2C(1, 100_000, scl='GP19', sda=18, timeout=9))",
             "I2C(1, freq=100000, scl=19, sda=18, timeout=9)"),
            ("repr(SoftI2C(5, 4))", "SoftI2C(scl=5, sda=4, freq=500000)"),
            ("repr(SoftI2C(5, 4, freq=30_000))", "SoftI2C(scl=5, sda=4, freq=31250)"),
            ("I2C(0) is I2C(0) and I2C(0) is not I2C(1)", True),
            ("repr(I2C(1, timeout=-1))", "I2C(1, freq=399361, scl=19, sda=18, timeout=4294967295)"),
            ("repr(i2c)", "I2C(0, freq=399361, scl=5, sda=4, timeout=50000)"),
        ],
    )  # fmt: skip
    def test_how_they_show(self, shared: VirtualBoard, call: str, text: object) -> None:
        assert shared.eval(call) == text

    @pytest.mark.parametrize(
        ("call", "error"),
        [
            ("I2C(2)", "ValueError: I2C(2) doesn't exist"),
            ("I2C(-1)", "ValueError: I2C(-1) doesn't exist"),
            ("I2C(0, scl=4, sda=5)", "ValueError: bad SCL pin"),
            ("I2C(0, scl=7)", "ValueError: bad SCL pin"),
            ("I2C(0, sda=6)", "ValueError: bad SDA pin"),
            ("I2C(1, sda=4, scl=3)", "ValueError: bad SDA pin"),
            ("I2C(0, sda=40)", "ValueError: invalid pin"),
            ("I2C(0, sda='LED')", "ValueError: expecting a regular GPIO Pin"),
            ("I2C(0, 1, 2)", "TypeError: extra positional arguments given"),
            ("I2C(0, speed=1)", "TypeError: extra keyword arguments given"),
            ("I2C('0')", "TypeError: can't convert str to int"),
            ("SoftI2C(5)", "TypeError: 'sda' argument required"),
            (
                "i2c.writeto(1 << 31, b'')",
                "OverflowError: overflow converting long int to machine word",
            ),
            ("i2c.start()", "OSError: I2C operation not supported"),
            ("i2c.stop()", "OSError: I2C operation not supported"),
            ("i2c.write(b'1')", "OSError: I2C operation not supported"),
            ("i2c.readinto(bytearray(1))", "OSError: I2C operation not supported"),
            ("i2c.init(freq=1)", "OSError: I2C operation not supported"),
            ("i2c.readfrom_mem(80, 1, 1, addrsize=9)", "ValueError: invalid addrsize"),
            ("i2c.readfrom_mem(80, 1, 1, addrsize=40)", "ValueError: invalid addrsize"),
            ("i2c.writeto(80, 5)", "TypeError: object with buffer protocol required"),
            ("i2c.readfrom_into(80, b'ab')", "TypeError: object with buffer protocol required"),
            ("i2c.writeto('80', b'')", "TypeError: can't convert str to int"),
            ("i2c.writevto(80, b'12')", "TypeError: object 'bytes' isn't a tuple or list"),
        ],
    )
    def test_wrong_arguments(self, shared: VirtualBoard, call: str, error: str) -> None:
        assert shared.eval(f"attempt(lambda: {call})") == error

    @pytest.mark.parametrize(
        "call",
        [
            "i2c.readfrom(80, nbytes=1)",
            "i2c.readfrom(80, 1, stop=True)",
            "i2c.readfrom_into(80, bytearray(1), stop=False)",
            "i2c.writeto(addr=80, buf=b'')",
            "i2c.writevto(80, [b''], stop=True)",
            "soft.readinto(bytearray(1), nack=False)",
            "soft.write(buf=b'')",
        ],
    )
    def test_calls_that_take_no_keywords(self, shared: VirtualBoard, call: str) -> None:
        said = shared.eval(f"attempt(lambda: {call})")
        assert isinstance(said, str)
        assert said.startswith("TypeError: ")

    def test_softi2c_has_the_pieces(self, shared: VirtualBoard) -> None:
        shared.exec("""
two = bytearray(2)
soft.start()
wrote = [soft.write(b"\\xa0\\x42")]
soft.start()
wrote.append(soft.write(b"\\xa1"))
soft.readinto(two, False)
one = bytearray(1)
soft.readinto(one)
soft.stop()
soft.start()
wrote.append(soft.write(b"\\x66\\x01"))
soft.stop()
""")
        assert shared.eval("[wrote, bytes(two), bytes(one)]") == [[2, 1, 0], b"BC", b"D"]

    def test_reading_and_writing_allocate_nothing(self, shared: VirtualBoard) -> None:
        shared.exec("""
i2c = I2C(0, freq=400_000)
buf = bytearray(6)
part = memoryview(buf)[1:3]
def allocated(call):
    call()
    gc.collect()
    gc.disable()
    before = gc.mem_alloc()
    for _ in range(20):
        call()
    after = gc.mem_alloc()
    gc.enable()
    return after - before
def read():
    i2c.readfrom_mem_into(80, 4, buf)
def write():
    i2c.writeto_mem(80, 4, buf)
def into():
    i2c.readfrom_into(80, buf)
def to():
    i2c.writeto(80, buf)
def a_part():
    i2c.writeto(80, part)
    i2c.readfrom_into(80, part)
""")
        for name in ("read", "write", "into", "to", "a_part"):
            # Now and then the clock of fast-forward looks at the processor time, which takes heap
            assert shared.eval(f"min(allocated({name}) for _ in range(5))") == 0

    def test_a_long_read_comes_whole(self, shared: VirtualBoard) -> None:
        shared.exec("I2C(0, timeout=1 << 30)")
        shared.exec("much = i2c.readfrom_mem(80, 8, 70_000)\nI2C(0, timeout=50_000)")
        assert shared.eval("(len(much), much[:3], much[-1])") == (
            70_000,
            b"\x08\x09\x0a",
            (70_000 + 7) & 0xFF,
        )


FAULTS: list[tuple[str, dict[str, str], Callable[[Bench], object], str, str]] = [
    # What is wrong, the chip's attributes, what is done to the bench, the call, its exception
    ("nobody there, a read", {}, lambda b: None, "i2c.readfrom(9, 1)", "5] EIO"),
    ("nobody there, a write", {}, lambda b: None, "i2c.writeto(9, b'1')", "5] EIO"),
    ("nobody there, a register", {}, lambda b: None, "i2c.readfrom_mem(9, 0, 1)", "5] EIO"),
    ("nobody there, no data", {}, lambda b: None, "i2c.writeto(9, b'')", "19] ENODEV"),
    ("nobody there, SoftI2C reads", {}, lambda b: None, "soft.readfrom(9, 1)", "19] ENODEV"),
    ("nobody there, SoftI2C writes", {}, lambda b: None, "soft.writeto(9, b'1')", "19] ENODEV"),
    ("nobody there, SoftI2C", {}, lambda b: None, "soft.writeto_mem(9, 0, b'1')", "19] ENODEV"),
    ("a busy chip", {}, lambda b: b.c.nack(), "i2c.readfrom(80, 1)", "5] EIO"),
    ("a busy chip, SoftI2C", {}, lambda b: b.c.nack(), "soft.readfrom(80, 1)", "19] ENODEV"),
    ("no power", {}, lambda b: b.c.cut_power(), "i2c.readfrom(80, 1)", "5] EIO"),
    ("SDA held low", {}, lambda b: b.c.stick(), "i2c.readfrom(80, 1)", "110] ETIMEDOUT"),
    ("SDA held low, a write", {}, lambda b: b.c.stick(), "i2c.writeto(80, b'1')", "110] ETIMEDOUT"),
    ("SCL held low", {}, lambda b: b.c.stretch(90_000), "i2c.readfrom(80, 1)", "110] ETIMEDOUT"),
    ("SCL held low, SoftI2C", {}, lambda b: b.c.stretch(90_000), "soft.readfrom(80, 1)",
     "110] ETIMEDOUT"),
    ("a pulled wire", {}, lambda b: b.unplug("c:SDA"), "i2c.readfrom(80, 1)", "5] EIO"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("what", "attrs", "do", "call", "error"), FAULTS, ids=[fault[0] for fault in FAULTS]
)
def test_faults_and_their_exceptions(
    what: str, attrs: dict[str, str], do: Callable[[Bench], object], call: str, error: str
) -> None:
    with closing(new_board(attrs)) as board:
        if call.startswith(("soft", "SoftI2C")):
            board.exec("soft = SoftI2C(scl=5, sda=4, freq=100_000)")
        do(board.bench)
        assert board.eval(f"attempt(lambda: {call})") == f"OSError: [Errno {error}"


def test_a_stuck_data_line_looks_like_a_full_bus_to_scan(board: VirtualBoard) -> None:
    board.bench.c.stick()
    assert board.eval("i2c.scan()") == list(range(0x08, 0x78))


def test_the_timeout_is_the_one_that_was_asked_for(board: VirtualBoard) -> None:
    board.bench.c.stick()
    for timeout in (1_000, 50_000):
        board.exec(f"i2c = I2C(0, timeout={timeout})")
        took = board.eval("took(lambda: attempt(lambda: i2c.readfrom(80, 1)))")
        assert isinstance(took, int)
        assert timeout <= took < timeout + 100


@pytest.mark.parametrize("fast_forward", [True, False], ids=["fast-forward", "real-time"])
def test_a_call_lasts_as_long_as_its_bits(fast_forward: bool) -> None:
    with closing(new_board(fast_forward=fast_forward)) as board:
        for freq, least_us in ((100_000, 830), (400_000, 207)):
            board.exec(f"i2c = I2C(0, freq={freq})")
            took = board.eval("min(took(lambda: i2c.readfrom_mem(80, 0, 6)) for _ in range(5))")
            assert isinstance(took, int)
            assert took >= least_us
            if fast_forward:
                assert took < least_us + 30


def test_a_handler_runs_after_the_call_and_may_use_the_bus(board: VirtualBoard) -> None:
    board.exec("""
from machine import Timer
seen = []
def tick(timer):
    seen.append(i2c.readfrom_mem(81, 3, 1))
timer = Timer(period=1, mode=Timer.PERIODIC, callback=tick)
for _ in range(20):
    assert i2c.readfrom_mem(80, 5, 200) == bytes(range(5, 205))
timer.deinit()
""")
    assert board.eval("len(seen) > 20 and set(seen) == {b'\\x03'}") is True


def test_ctrl_c_ends_a_program_that_reads(board: VirtualBoard) -> None:
    out = Output()
    code = "print('go')\nwhile True:\n    i2c.scan()"
    thread, errors = in_thread(lambda: board.exec(code, out))
    out.wait_for("go\n")
    board.interrupt()
    thread.join(10)
    assert isinstance(errors[0], RemoteError)
    assert errors[0].name == "KeyboardInterrupt"
    assert board.eval("i2c.scan()") == [80, 81]


def test_without_pull_ups_softi2c_times_out_until_the_hardware_has_turned_its_own_on() -> None:
    chip = Diagram.from_dict(data([part("c", "test-chip", pullups="0")], wires("c")))
    with closing(VirtualBoard(chip, fast_forward=True)) as board:
        board.exec(re.sub("i2c = .*", "", SET_UP))
        assert board.eval("attempt(lambda: soft.readfrom(80, 1))") == (
            "OSError: [Errno 110] ETIMEDOUT"
        )
        assert board.eval("I2C(0, freq=400_000).readfrom(80, 1)") == b"\x00"
        assert board.eval("SoftI2C(5, 4).readfrom(80, 1)") == b"\x01"  # the pulls have stayed on


def test_the_hardware_ends_a_call_that_goes_well_but_takes_longer_than_its_timeout(
    board: VirtualBoard,
) -> None:
    board.exec("i2c = I2C(0, freq=100_000)")
    assert board.eval("attempt(lambda: len(i2c.readfrom(81, 500)))") == 500
    for call in ("i2c.writeto(81, bytes(1025))", "i2c.readfrom(81, 600)"):
        assert board.eval(f"attempt(lambda: {call})") == "OSError: [Errno 110] ETIMEDOUT"
        board.exec(SET_UP)
        board.exec("i2c.scan()\ni2c = I2C(0, freq=100_000)")  # its clocks free the chip
    board.exec("i2c = I2C(0, freq=400_000)")
    assert board.eval("i2c.writeto(81, bytes(1025))") == 1025


def test_a_reset_in_the_middle_of_a_transfer_leaves_a_bus_that_works(board: VirtualBoard) -> None:
    board.exec("i2c.writeto(80, b'\\x05', False)")
    board.soft_reset()
    board.exec(SET_UP)
    assert board.eval("i2c.readfrom_mem(80, 5, 2)") == b"\x05\x06"


# -- whatever a program does -----------------------------------------------------------------

BUSES = st.sampled_from(["i2c", "soft"])
ADDRESSES = st.sampled_from([80, 81, 9, 200])
STOPS = st.sampled_from(["", ", False"])
CALLS = st.one_of(
    st.builds("{}.readfrom({}, {}{})".format, BUSES, ADDRESSES, st.integers(0, 9), STOPS),
    st.builds("{}.writeto({}, {!r}{})".format, BUSES, ADDRESSES, st.binary(max_size=9), STOPS),
    st.builds("{}.readfrom_mem({}, {}, 3)".format, BUSES, ADDRESSES, st.integers(0, 255)),
    st.builds("{}.writeto_mem({}, {}, {!r})".format, BUSES, ADDRESSES, st.integers(0, 255),
              st.binary(max_size=4)),
    st.sampled_from(["soft.start()", "soft.stop()", "soft.write(b'\\xa0\\x01')", "i2c.scan()",
                     "soft.readinto(bytearray(2))", "Pin(4, Pin.OUT, value=0)", "Pin(5).toggle()",
                     "SoftI2C(5, 4)", "I2C(0, freq=1000)", "I2C(1, scl=3, sda=2).scan()",
                     "machine.lightsleep(2)"]),
)  # fmt: skip
HEALTHY = st.one_of(
    st.tuples(st.just("write"), st.sampled_from([80, 81]), st.integers(0, 250),
              st.binary(min_size=1, max_size=5)),
    st.tuples(st.just("read"), st.sampled_from([80, 81]), st.integers(0, 250), st.just(b"xxx")),
)  # fmt: skip


@given(calls=st.lists(CALLS, max_size=12))
@settings(max_examples=25, deadline=None)
def test_no_sequence_of_calls_wedges_the_board(shared: VirtualBoard, calls: list[str]) -> None:
    lines = "\n".join(f"attempt(lambda: {call})" for call in calls)
    shared.exec(f"import machine\n{lines}", timeout_s=30)
    shared.exec("""
scl, sda = Pin(5, Pin.OPEN_DRAIN, value=1), Pin(4, Pin.OPEN_DRAIN, value=1)
for _ in range(9):
    scl(0)
    scl(1)
while not sda():
    scl(0)
    scl(1)
sda(0)
sda(1)
i2c = I2C(0, freq=400_000)
""")
    assert shared.eval("i2c.scan()") == [80, 81]


@given(calls=st.lists(HEALTHY, min_size=1, max_size=10), bus=BUSES)
@settings(max_examples=25, deadline=None)
def test_what_calls_return_and_what_the_trace_shows_agree(
    shared: VirtualBoard, calls: list[tuple[str, int, int, bytes]], bus: str
) -> None:
    shared.exec("soft = SoftI2C(5, 4)" if bus == "soft" else "i2c = I2C(0, freq=400_000)")
    start = len(shared.bench.transactions())
    wanted: list[Any] = []
    for kind, address, register, payload in calls:
        pointer = bytes([register])
        if kind == "write":
            refused = payload.find(b"\x07") if address == 80 else -1
            sent = payload if refused < 0 else payload[: refused + 1]
            shared.exec(f"{bus}.writeto_mem({address}, {register}, {payload!r})")
            wanted.append((address, False, pointer + sent))
        else:
            got = shared.eval(f"{bus}.readfrom_mem({address}, {register}, {len(payload)})")
            wanted += [(address, False, pointer), (address, True, got)]
    shared.hardware.settle()
    found = [(t.address, t.read, t.data) for t in shared.bench.transactions()[start:]]
    assert found == wanted


def test_forged_exchanges_switch_the_board_off(board: VirtualBoard) -> None:
    words = "[20 << 10 | 19 << 10 | 1 << 4, 1, -5, 0, 0, 0, 0]"
    board.exec("import array")
    with pytest.raises(BoardReset):
        board.exec(
            "wire = open(3, 'wb', 0)\n"
            f"wire.write(array.array('q', [t if i else 19 << 10 | 1 << 4 for i, t in "
            f"enumerate({words})]))\n"
            "while True:\n    pass",
            timeout_s=10,
        )


def test_pins_that_serve_somebody_else_are_out_of_reach(board: VirtualBoard) -> None:
    board.exec("soft = SoftI2C(5, 4)")
    assert board.eval("attempt(lambda: i2c.readfrom(80, 1))") == "OSError: [Errno 110] ETIMEDOUT"
    assert board.eval("I2C(0) is i2c and attempt(lambda: i2c.readfrom(80, 1))") == (
        "OSError: [Errno 110] ETIMEDOUT"  # without arguments nothing is set up anew
    )
    assert board.eval("i2c.scan()") == [80, 81]  # this gives the pins back to the block
    assert board.eval("i2c.readfrom(80, 1)") == b"\x00"
    assert board.eval("attempt(lambda: soft.readfrom(80, 1))") == "OSError: [Errno 19] ENODEV"
