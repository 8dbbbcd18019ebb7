"""The I2C bus: both roads tell the same, no sequence of calls wedges it, and each fault shows."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coursekit.bench import Bench, BenchError, Mode, Pull
from coursekit.bench.buses.i2c.calls import Port, Result
from coursekit.bench.buses.transaction import Transaction
from tests.bench.buses.chip import HARD, SOFT, by_the_long_road, desk, known_chip, set_up, wires
from tests.bench.diagrams import bench, part

EIO, ENODEV, ETIMEDOUT = -5, -19, -110
CHANNEL = "I2C GP4/GP5"

both = pytest.mark.parametrize("port", [HARD, SOFT], ids=["I2C", "SoftI2C"])


@pytest.fixture(autouse=True, scope="module")
def chip_type() -> Iterator[None]:
    with known_chip():
        yield


# -- both roads ------------------------------------------------------------------------------

ADDRESSES = st.sampled_from([0x50, 0x51, 0x33])
DATA = st.binary(max_size=5)
CALLS = st.one_of(
    st.tuples(st.just("write"), ADDRESSES, DATA, st.just(0)),
    st.tuples(st.just("read"), ADDRESSES, st.just(b""), st.integers(0, 5)),
    st.tuples(st.just("memory"), ADDRESSES, st.binary(min_size=1, max_size=2), st.integers(0, 5)),
)
Call = tuple[str, int, bytes, int]


def call(table: Bench, port: Port, t_us: int, what: Call, *, stop: bool = True) -> Result:
    name, address, data, count = what
    if name == "write":
        return table.i2c.write(port, t_us, address, data, stop=stop)
    if name == "read":
        return table.i2c.read(port, t_us, address, count, stop=stop)
    return table.i2c.read_memory(port, t_us, address, data, count)


def told(table: Bench) -> list[tuple[Any, ...]]:
    return [
        (t.address, t.read, t.acked, t.data, t.data_acks, t.repeated, t.stop)
        for t in table.transactions()
    ]


@both
@given(calls=st.lists(CALLS, max_size=12))
@settings(max_examples=60, deadline=None)
def test_both_roads_tell_the_same(port: Port, calls: list[Call]) -> None:
    short = set_up(desk("d", refuses="7"), port)
    long = by_the_long_road(set_up(desk("d", refuses="7"), port))
    results: list[list[Result]] = []
    for table in (short, long):
        t_us, found = 100, []
        for what in calls:
            found.append(call(table, port, t_us, what))
            t_us = found[-1].end_us
        results.append(found)
    for one, other in zip(*results, strict=True):
        assert (one.status, one.data) == (other.status, other.data)
        assert abs(one.end_us - other.end_us) <= 1
    assert told(short) == told(long)
    assert short.c.log == long.c.log
    assert short.d.log == long.d.log
    times = zip(short.transactions(), long.transactions(), strict=True)
    assert all(abs(a.start_us - b.start_us) < 2 and abs(a.end_us - b.end_us) < 2 for a, b in times)


@both
def test_the_short_road_is_taken_where_nothing_is_wrong(port: Port) -> None:
    table = set_up(desk(), port)
    table.i2c.read(port, 100, 0x50, 1, stop=True)  # from here on the chip knows the lines' levels
    edges = len(table.trace["GP5"])
    lines = table.pin(5).group
    calls: list[object] = []
    lines.enter = lambda *args: calls.append(args)  # type: ignore[method-assign]
    assert table.i2c.read(port, 2000, 0x50, 2, stop=True).status == 2
    assert not calls
    assert len(table.trace["GP5"]) == edges


# -- nothing wedges it -----------------------------------------------------------------------

FAULTS: dict[str, Callable[[Bench], object]] = {
    "nack": lambda table: table.c.nack(after=1, times=2),
    "stick": lambda table: table.c.stick(clocks=12),
    "stick for good": lambda table: table.c.stick(),
    "stretch": lambda table: table.c.stretch(30),
    "too long a stretch": lambda table: table.c.stretch(60_000),
    "noise": lambda table: table.c.noise(0.2),
    "power": lambda table: table.c.cut_power(),
    "a pin by hand": lambda table: table.write(4, table.now_us, 0),
    "another mode": lambda table: table.configure(5, table.now_us, Mode.OUT, Pull.NONE),
}
HEAL: dict[str, Callable[[Bench], object]] = {
    "stretch": lambda table: table.c.stretch(0),
    "noise": lambda table: table.c.noise(0),
    "power": lambda table: (table.c.cut_power(), table.c.restore_power()),
}
MOVES = st.one_of(
    CALLS, st.sampled_from(["start", "stop", "bytes", "more"]), st.sampled_from(sorted(FAULTS))
)


@both
@given(moves=st.lists(MOVES, max_size=15), seed=st.integers(0, 3), stop=st.booleans())
@settings(max_examples=80, deadline=None)
def test_no_sequence_wedges_the_bus(
    port: Port, moves: list[Call | str], seed: int, stop: bool
) -> None:
    table = set_up(desk("d"), port)
    t_us = 100
    for move in moves:
        if isinstance(move, tuple):
            result = call(table, port, t_us, move, stop=stop)
        elif move in FAULTS:
            FAULTS[move](table)
            continue
        elif not port.soft_delay_us:
            continue
        else:
            actions: dict[str, Callable[..., int | bytes]] = {
                "start": lambda soft, lines: soft.start(lines),
                "stop": lambda soft, lines: soft.stop(lines),
                "bytes": lambda soft, lines: soft.write_bytes(lines, b"\xa0\x05"),
                "more": lambda soft, lines: soft.read_bytes(lines, 2, nack=True),
            }
            result = table.i2c.primitive(port, t_us, actions[move])
        assert result.end_us >= t_us
        assert result.status >= 0 or result.status in (EIO, ENODEV, ETIMEDOUT)
        t_us = result.end_us
    assert_trace_is_sound(table)

    for heal in HEAL.values():
        heal(table)
    table.c.nack(times=0)
    recover(table, table.now_us + 100_000)
    set_up(table, port)
    assert table.i2c.read_memory(port, table.now_us + 100, 0x50, b"\x21", 2).data == bytes(
        table.c.memory[0x21:0x23]
    )


def recover(table: Bench, t_us: int) -> list[int]:
    """Free the bus by hand: clocks until SDA is high, at least one (UM10204, 3.1.16).

    Then START and STOP with SCL high: a clock more could be answered by an acknowledge. Returns
    the levels of SDA before each clock, and after the last.
    """
    for gpio in (5, 4):
        table.write(gpio, t_us, 1)
        table.configure(gpio, t_us, Mode.OPEN_DRAIN, Pull.NONE)
    levels = [table.read(4, t_us + 5)[0]]
    while len(levels) == 1 or not levels[-1]:
        assert len(levels) < 20
        for level in (0, 1):
            t_us += 10
            table.write(5, t_us, level)
        levels.append(table.read(4, t_us + 5)[0])
    for level in (0, 1):
        t_us += 20
        table.write(4, t_us, level)
    return levels


def assert_trace_is_sound(table: Bench) -> None:
    end_us = 0.0
    for transaction in table.transactions():
        assert end_us <= transaction.start_us + 1 <= transaction.end_us + 1
        assert 0 <= transaction.data_acks <= len(transaction.data)
        end_us = transaction.end_us
    times = list(table.trace[CHANNEL].times_us) if CHANNEL in table.trace else []
    assert times == sorted(times)


# -- wires and faults ------------------------------------------------------------------------


def get(table: Bench, port: Port, t_us: int = 1000, address: int = 0x50) -> Result:
    return table.i2c.read_memory(port, t_us, address, b"\x10", 2)


def kinds(table: Bench) -> set[str]:
    return {fault.kind for fault in table.i2c.faults()}


@both
def test_nobody_acknowledges(port: Port) -> None:
    no_ack = ENODEV if port.soft_delay_us else EIO
    table = set_up(desk(), port)
    assert table.i2c.read(port, 1000, 0x51, 1, stop=True).status == no_ack
    assert table.i2c.write(port, 2000, 0x51, b"1", stop=True).status == no_ack
    assert get(table, port, 3000, 0x51).status == no_ack
    # An address alone goes by SoftI2C in any case: so scan() works, and its error is another.
    assert table.i2c.write(port, 4000, 0x51, b"", stop=True).status == ENODEV
    assert table.i2c.write(port, 5000, 0x50, b"", stop=True).status == 0


@both
def test_a_byte_that_is_refused_ends_the_write(port: Port) -> None:
    table = set_up(desk(refuses="7"), port)
    assert table.i2c.write(port, 1000, 0x50, b"\x00\x05\x07\x06", stop=True).status == 2
    assert table.transactions()[-1].data == b"\x00\x05\x07"
    assert table.transactions()[-1].data_acks == 2


@both
def test_swapped_wires(port: Port) -> None:
    table = set_up(desk(sda="GP5", scl="GP4"), port)
    assert get(table, port).status == (ENODEV if port.soft_delay_us else EIO)
    assert kinds(table) == {"swapped wires"}


@both
def test_half_a_connection(port: Port) -> None:
    table = set_up(desk(scl="GP3"), port)
    assert get(table, port).status < 0
    assert kinds(table) == {"half connected", "no pull-up"}


def test_without_pull_ups_the_hardware_lives_on_its_own_and_softi2c_times_out() -> None:
    table = set_up(desk(pullups="0"), HARD)
    assert get(table, HARD).data == b"\x10\x11"
    assert kinds(table) == {"no pull-up"}
    table = set_up(desk(pullups="0"), SOFT)
    assert get(table, SOFT).status == ETIMEDOUT
    assert kinds(table) == {"no pull-up"}


@both
def test_two_chips_at_one_address_answer_at_once(port: Port) -> None:
    parts = [part("a", "test-chip"), part("b", "test-chip")]
    for force in (False, True):
        table = set_up(bench(parts, wires("a") + wires("b")), port)
        if force:
            by_the_long_road(table)
        table.a.memory[0x10], table.b.memory[0x10] = 0b1100, 0b1010
        assert get(table, port).data[0] == 0b1000  # a line is low as soon as one pulls it
        assert kinds(table) == {"same address"}
        assert table.i2c.write(port, 5000, 0x50, b"\x20\x99", stop=True).status == 2
        assert table.a.memory[0x20] == table.b.memory[0x20] == 0x99


def test_a_stuck_data_line() -> None:
    table = set_up(desk(), HARD)
    table.c.stick()
    began = table.i2c.read(HARD, 1000, 0x50, 1, stop=True)
    assert began.status == ETIMEDOUT
    assert 50_000 <= began.end_us - 1000 < 50_100
    table = set_up(desk(), SOFT)
    table.c.stick()
    # SoftI2C takes the low line for an acknowledge: everybody seems to be there, and says 0.
    assert table.i2c.write(SOFT, 1000, 0x33, b"", stop=True).status == 0
    assert get(table, SOFT, 2000).data == b"\x00\x00"


def test_clocks_free_a_stuck_line_and_so_does_the_power_switch() -> None:
    table = set_up(desk(), HARD)
    table.c.stick(clocks=9)
    assert table.i2c.read(HARD, 1000, 0x50, 1, stop=True).status == ETIMEDOUT
    levels = recover(table, 60_000)
    assert levels == [0] * 9 + [1]
    set_up(table, HARD)
    assert get(table, HARD, 62_000).data == b"\x10\x11"

    table.c.stick()
    assert table.i2c.read(HARD, 100_000, 0x50, 1, stop=True).status == ETIMEDOUT
    table.c.cut_power()
    assert kinds(table) >= {"no power"}
    table.c.restore_power()
    assert get(table, HARD, 200_000).data == b"\x10\x11"


@both
def test_the_nth_transfer_is_not_acknowledged(port: Port) -> None:
    table = set_up(desk(), port)
    table.c.nack(after=2, times=1)
    found = [table.i2c.read(port, 1000 * n, 0x50, 1, stop=True).status for n in range(1, 6)]
    assert [status < 0 for status in found] == [False, False, True, False, False]


@both
def test_stretching_takes_its_time_and_too_much_of_it_times_out(port: Port) -> None:
    table = set_up(desk(), port)
    plain = get(table, port)
    table.c.stretch(200)
    slow = get(table, port, 5000)
    assert slow.data == plain.data
    assert slow.end_us - 5000 >= plain.end_us - 1000 + 4 * 190
    table.c.stretch(60_000)
    assert get(table, port, 20_000).status == ETIMEDOUT


@both
def test_noise_spoils_some_transfers_and_the_bus_lives_on(port: Port) -> None:
    table = set_up(desk(), port)
    table.c.noise(0.03)
    found = [get(table, port, 5000 * n) for n in range(1, 60)]
    good = [result for result in found if result.data == b"\x10\x11"]
    assert 0 < len(good) < len(found)
    table.c.noise(0)
    recover(table, table.now_us + 60_000)  # it may have been left in the middle of a byte
    set_up(table, port)
    table.c.memory[0x10:0x12] = b"\x10\x11"  # and noise may have written anything anywhere
    assert get(table, port, table.now_us + 100).data == b"\x10\x11"


@both
def test_a_part_without_power_is_silent_and_forgets(port: Port) -> None:
    table = set_up(desk("d"), port)
    table.i2c.write(port, 1000, 0x50, b"\x30", stop=True)
    table.at(2).cut_power("c")
    table.advance(3000)
    assert get(table, port, 3000).status < 0
    assert table.i2c.read_memory(port, 5000, 0x51, b"\x10", 2).data == b"\x10\x11"
    table.c.restore_power()
    assert table.i2c.read(port, 8000, 0x50, 1, stop=True).data == b"\x00"  # its pointer is at 0


def test_faults_that_make_no_sense_are_refused() -> None:
    table = desk()
    for action in (
        lambda: table.c.nack(after=-1),
        lambda: table.c.stick(clocks=0),
        lambda: table.c.stretch(-1),
        lambda: table.c.noise(1.5),
        lambda: table.at(1).stick("LED"),
        lambda: table.at(1).cut_power("LED"),
        lambda: table.transactions("LED"),
    ):
        with pytest.raises(BenchError):
            action()


# -- by hand ---------------------------------------------------------------------------------


def test_edges_made_by_hand_are_a_bus_too() -> None:
    table = set_up(desk(), SOFT)
    t_us = 100

    def line(gpio: int, level: int) -> None:
        nonlocal t_us
        t_us += 5
        table.write(gpio, t_us, level)

    def bit(level: int) -> int:
        line(4, level)
        line(5, 1)
        read = table.read(4, t_us + 1)[0]
        line(5, 0)
        return read

    def start() -> None:
        for gpio, level in ((4, 1), (5, 1), (4, 0), (5, 0)):
            line(gpio, level)

    def send(byte: int) -> bool:
        for place in range(7, -1, -1):
            bit(byte >> place & 1)
        return not bit(1)

    start()
    assert send(0xA0)
    assert send(0x42)
    start()
    assert send(0xA1)
    assert [bit(1) for _ in range(8)] == [0, 1, 0, 0, 0, 0, 1, 0]
    bit(1)
    for gpio, level in ((4, 0), (5, 1), (4, 1)):
        line(gpio, level)
    assert [str(t) for t in table.transactions("c")] == ["write 0x50: 42", "read 0x50: 42"]
    assert table.trace["GP5"].edges()  # these are the program's own


def test_a_second_bus_is_apart() -> None:
    other = Port(sda=6, scl=7, freq_hz=100_000, timeout_us=50_000)
    parts = [part("a", "test-chip"), part("b", "test-chip")]
    table = bench(parts, wires("a") + wires("b", "GP6", "GP7"))
    set_up(set_up(table, HARD), other)
    table.b.memory[0x10] = 0xEE
    assert get(table, HARD).data[0] == 0x10
    assert get(table, other).data[0] == 0xEE
    assert [t.address for t in table.transactions("b")] == [0x50, 0x50]
    assert len(table.transactions()) == 4
    assert kinds(table) == set()


def test_a_record_says_when_and_how_fast() -> None:
    table = set_up(desk(), Port(4, 5, 100_000, 50_000))
    result = table.i2c.write(Port(4, 5, 100_000, 50_000), 1000, 0x50, b"\x00\x01", stop=True)
    (found,) = table.transactions()
    assert isinstance(found, Transaction)
    assert found.bit_us == pytest.approx(10)
    assert found.end_us - found.start_us == pytest.approx(28 * 10, rel=0.05)
    assert result.end_us >= found.end_us
