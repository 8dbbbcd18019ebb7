"""UART on the bench: what a receiver makes of a wave, who hears whom, and the terminal part."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coursekit.bench import Bench, BenchError, Diagram, DiagramError, Mode, Pull
from coursekit.bench.buses.uart import Burst, Format, Receiver
from coursekit.bench.buses.uart.board import BREAK, RX_IDLE, TX_IDLE

TERMINAL: Any = {"id": "term1", "type": "coursekit-serial-terminal"}
CROSSED: list[Any] = [
    ["pico:GP0", "term1:RX", "", []],
    ["pico:GP1", "term1:TX", "", []],
    ["pico:GND.1", "term1:GND", "", []],
]
LOOP: Any = ["pico:GP0", "pico:GP1", "", []]
FORMATS = st.builds(
    Format,
    baud=st.sampled_from([300.0, 9600.0, 115246.1, 921659.0]),
    bits=st.integers(5, 8),
    parity=st.sampled_from([None, 0, 1]),
    stop=st.integers(1, 2),
    inverted=st.booleans(),
)


def receive(burst: Burst, format_: Format) -> list[tuple[float, int | None]]:
    got: list[tuple[float, int | None]] = []
    receiver = Receiver(format_, lambda t_us, byte: got.append((t_us, byte)))
    receiver.hear(burst)
    receiver.advance(burst.end_us + 100 * format_.frame_us)
    return got


def bench_of(parts: list[Any], wires: list[Any]) -> Bench:
    board = {"id": "pico", "type": "board-pi-pico-w"}
    return Bench(Diagram.from_dict({"version": 1, "parts": [board, *parts], "connections": wires}))


def set_up(bench: Bench, number: int = 0, tx: int = 0, format_: Format | None = None) -> Any:
    for gpio in (tx, tx + 1):
        bench.configure(gpio, bench.now_us, Mode.ALT, Pull.DOWN)
    uart = bench.serial_lines.uarts[number]
    uart.set_up(bench.now_us, tx, tx + 1, format_ or Format(), 256)
    return uart


# -- the wave ------------------------------------------------------------------------------------


def test_the_levels_of_a_byte() -> None:
    burst = Burst.of(100, b"\x4b", Format(1e6, 8, 0, 2))
    levels = [burst.level_at(100.5 + n) for n in range(-1, 13)]
    assert levels == [1, 0, 1, 1, 0, 1, 0, 0, 1, 0, 0, 1, 1, 1]
    assert burst.end_us == 112


@given(data=st.binary(max_size=30), format_=FORMATS)
def test_who_agrees_gets_what_was_sent(data: bytes, format_: Format) -> None:
    burst = Burst.of(1000.25, data, format_)
    mask = (1 << format_.bits) - 1
    got = receive(burst, format_)
    assert bytes(byte or 0 for _, byte in got) == bytes(byte & mask for byte in data)
    assert all(burst.start_us < t_us < burst.end_us for t_us, _ in got)


@given(data=st.binary(min_size=1, max_size=20), format_=FORMATS, off=st.floats(0.97, 1.03))
def test_sampling_gives_the_same_as_passing_bytes_on(
    data: bytes, format_: Format, off: float
) -> None:
    burst = Burst.of(50, data, format_)
    near = format_._replace(baud=format_.baud * off)
    sampled: list[tuple[float, int | None]] = []
    receiver = Receiver(near, lambda t_us, byte: sampled.append((t_us, byte)))
    receiver._agreed = lambda: None  # type: ignore[method-assign]
    receiver.hear(burst)
    receiver.advance(burst.end_us + 1e6)
    expected = receive(burst, format_)
    assert [byte for _, byte in sampled] == [byte for _, byte in expected]


@given(data=st.binary(min_size=1, max_size=12), cuts=st.lists(st.floats(0, 15_000), max_size=8))
def test_it_does_not_matter_when_one_looks(data: bytes, cuts: list[float]) -> None:
    burst = Burst.of(0, data, Format(9600))
    got: list[int | None] = []
    receiver = Receiver(Format(9600), lambda _, byte: got.append(byte))
    receiver.hear(burst)
    for t_us in sorted(cuts):
        receiver.advance(t_us)
    receiver.advance(burst.end_us)
    assert bytes(byte or 0 for byte in got) == data


def test_a_wrong_baud_rate_gives_what_it_gives_on_a_desk() -> None:
    # Half the rate: each bit is read twice. Nine of them low look like a break.
    assert [b for _, b in receive(Burst.of(0, b"\x00", Format(4800)), Format(9600))] == [None]
    assert [b for _, b in receive(Burst.of(0, b"\xff", Format(4800)), Format(9600))] == [0xFE]
    assert [b for _, b in receive(Burst.of(0, b"U", Format(4800)), Format(9600))] == [0x66, 0xE6]
    # Twice the rate: every other bit is read, and a frame takes in two of the sender's.
    garbled = receive(Burst.of(0, b"0000", Format(19200)), Format(9600))
    assert bytes(byte or 0 for _, byte in garbled) == b"JJ"


def test_a_wrong_parity_counts_by_its_length_alone() -> None:
    def bytes_of(theirs: Format, own: Format) -> list[int | None]:
        return [byte for _, byte in receive(Burst.of(0, b"AB\xffD", theirs), own)]

    none, even, odd = (Format(9600, 8, parity) for parity in (None, 0, 1))
    assert bytes_of(even, odd) == list(b"AB\xffD")  # the port does not look at the error
    assert bytes_of(even, none) == list(b"AB\xffD")  # a parity bit of 0 is a bad stop bit
    assert bytes_of(none, even) != list(b"AB\xffD")  # a start bit is taken for the stop bit
    assert bytes_of(Format(9600, 7, 0), none)[:2] == list(b"AB")  # even: the highest bit is 0


def test_a_break() -> None:
    burst = Burst(10.0, 10.0 + 13 * 104.2, b"", Format(9600))
    assert [byte for _, byte in receive(burst, Format(9600))] == [None]
    assert str(burst) == "break"


def test_the_other_inversion_is_nonsense() -> None:
    burst = Burst.of(0, b"hello", Format(inverted=True))
    assert bytes(b or 0 for _, b in receive(burst, Format())) != b"hello"


# -- who hears whom ------------------------------------------------------------------------------


def test_a_loop_brings_back_what_was_sent() -> None:
    bench = bench_of([], [LOOP])
    uart = set_up(bench)
    uart.write(10, b"hello")
    assert uart.any(10) == 0
    assert uart.any(10 + 3 * 87) == 3
    assert uart.read(1000, 100) == b"hello"
    (burst,) = bench.trace["UART GP0"].values
    assert (burst.start_us, burst.data, str(burst)) == (10, b"hello", "sent b'hello'")
    assert [box.text for box in burst.fields()] == list("hello")
    assert bench.faults() == []


def test_two_uarts_of_the_board() -> None:
    bench = bench_of([], [["pico:GP0", "pico:GP5", "", []], ["pico:GP4", "pico:GP1", "", []]])
    one, two = set_up(bench), set_up(bench, 1, 4)
    one.write(10, b"ping")
    two.write(10, b"pong")
    assert (one.read(2000, 9), two.read(2000, 9)) == (b"pong", b"ping")


@pytest.mark.parametrize("wires", [[], [["pico:GP0", "pico:GP2", "", []]]])
def test_no_wire_no_bytes(wires: list[Any]) -> None:
    bench = bench_of([], wires)
    uart = set_up(bench)
    uart.write(10, b"hello")
    assert uart.any(5000) == 0


def test_a_resistor_in_the_wire_is_no_matter() -> None:
    resistor = {"id": "r1", "type": "wokwi-resistor", "attrs": {"value": "1000"}}
    bench = bench_of([resistor], [["pico:GP0", "r1:1", "", []], ["r1:2", "pico:GP1", "", []]])
    uart = set_up(bench)
    uart.write(10, b"x")
    assert uart.read(500, 1) == b"x"


def test_bytes_follow_each_other_on_the_line() -> None:
    bench = bench_of([], [LOOP])
    uart = set_up(bench)
    uart.write(10, b"ab")
    uart.write(20, b"cd")
    bursts = bench.trace["UART GP0"].values
    assert bursts[1].start_us == bursts[0].end_us == uart.sender.free_us - 2 * Format().frame_us
    assert uart.read(1000, 9) == b"abcd"


def test_a_pin_that_became_an_output_sends_no_more() -> None:
    bench = bench_of([], [LOOP])
    uart = set_up(bench)
    bench.configure(0, 5, Mode.OUT, Pull.NONE)
    uart.write(10, b"x")
    assert uart.any(1000) == 0


def test_the_line_is_high_while_nobody_sends() -> None:
    bench = bench_of([], [["pico:GP0", "pico:GP9", "", []]])
    bench.configure(9, 0, Mode.IN, Pull.NONE)
    set_up(bench)
    assert bench.read(9, 5)[0] == 1
    bench.reset_gpio(10)
    assert bench.read(9, 15)[0] == 0


def test_a_full_buffer_loses_the_newest_and_says_so() -> None:
    bench = bench_of([], [LOOP])
    uart = set_up(bench)
    data = bytes(n & 0xFF for n in range(400))
    uart.write(0, data)
    assert uart.any(100_000) == 288  # the buffer, and the FIFO before it
    assert uart.read(100_000, 400) == data[:288]
    assert [fault.kind for fault in bench.faults()] == ["bytes lost"]


def test_an_event_of_the_bench_tells_of_the_next_byte() -> None:
    bench = bench_of([], [LOOP])
    uart = set_up(bench, format_=Format(9600))
    uart.write(100, b"ab")
    assert uart.read(100, 1) == b""
    due_us = bench.next_event_us()
    assert due_us is not None
    assert uart.any(due_us) == 1
    assert uart.any(due_us - 1) == 1  # time does not go back


def test_interrupts() -> None:
    bench = bench_of([], [LOOP])
    told: list[tuple[int, int, int]] = []
    bench.serial_lines.on_irq = lambda number, flags, t_us: told.append((number, flags, t_us))
    uart = set_up(bench, format_=Format(10_000))
    uart.watch(0, RX_IDLE | TX_IDLE | BREAK)
    uart.write(0, b"0123456789")
    uart.send_break(0, 1301)
    bench.advance(100_000)
    assert told == [
        (0, TX_IDLE, 5000),  # five bytes are left
        (0, BREAK, 10_950),
        (0, RX_IDLE, 13_200),  # 32 bits after the last byte; planned with its burst
    ]
    told.clear()
    assert uart.read(100_000, 99) == b"0123456789"
    uart.watch(100_000, RX_IDLE)
    uart.write(100_000, b"ab")
    assert uart.read(102_000, 9) == b"ab"
    bench.advance(200_000)
    assert told == []  # the program was quicker


# -- the terminal --------------------------------------------------------------------------------


def test_the_terminal_talks_with_the_board() -> None:
    bench = bench_of([TERMINAL], CROSSED)
    uart = set_up(bench)
    bench.term1.send("h\u00e9\n")
    assert uart.read(1000, 9) == "h\u00e9\n".encode()
    uart.write(1000, b"ok \xff")
    bench.advance(3000)
    assert bench.term1.received == b"ok \xff"
    assert bench.term1.text == "ok \ufffd"
    assert bench.state()["term1"] == {"text": "ok \ufffd"}
    bench.term1.clear()
    assert bench.term1.received == b""
    assert [record.data for record in bench.trace["UART term1"].values] == ["h\u00e9\n".encode()]


def test_a_moment_for_the_terminal() -> None:
    bench = bench_of([TERMINAL], CROSSED)
    uart = set_up(bench)
    bench.at(5).send(bench.term1, b"now")
    bench.advance(20_000)
    assert uart.read(20_000, 9) == b"now"
    assert bench.trace["UART term1"].values[0].start_us == 5000
    with pytest.raises(BenchError, match="sends bytes or text"):
        bench.at(30).send("term1", 5)  # type: ignore[arg-type]


def test_wires_not_crossed_and_no_ground() -> None:
    straight: list[Any] = [
        ["pico:GP0", "term1:TX", "", []],
        ["pico:GP1", "term1:RX", "", []],
        CROSSED[2],
    ]
    bench = bench_of([TERMINAL], straight)
    uart = set_up(bench)
    uart.write(10, b"x")
    assert (uart.any(1000), bench.term1.received) == (0, b"")
    assert "Cross the wires" in bench.faults()[0].text
    bench = bench_of([TERMINAL], CROSSED[:2])
    uart = set_up(bench)
    uart.write(10, b"x")
    bench.term1.send(b"y")
    assert (uart.any(1000), bench.term1.received) == (0, b"")


def test_settings_that_differ_garble_and_are_a_fault() -> None:
    bench = bench_of([{**TERMINAL, "attrs": {"baud": "57600"}}], CROSSED)
    uart = set_up(bench)
    bench.term1.send(b"hello")
    got = uart.read(20_000, 99)
    assert len(got) > 0
    assert got != b"hello"
    assert bench.faults()[0].text.startswith("UART(0) listens with 115200 baud 8N1, and term1")


@pytest.mark.parametrize("attrs", [{"baud": "fast"}, {"parity": "mark"}, {"bits": "9"}])
def test_attributes(attrs: dict[str, str]) -> None:
    with pytest.raises(DiagramError):
        bench_of([{**TERMINAL, "attrs": attrs}], CROSSED)


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["write", "read", "any", "break", "send", "watch", "set up", "stop"]),
            st.integers(0, 3000),
            st.binary(max_size=20),
        ),
        max_size=30,
    )
)
def test_no_order_of_calls_confuses_it_for_good(calls: list[tuple[str, int, bytes]]) -> None:
    bench = bench_of([TERMINAL], [*CROSSED, ["pico:GP4", "pico:GP5", "", []]])
    uart = set_up(bench)
    t_us = 0
    for what, later_us, data in calls:
        t_us += later_us
        bench.advance(t_us)
        if what == "write":
            uart.write(t_us, data)
        elif what == "read":
            uart.read(t_us, len(data))
        elif what == "any":
            assert 0 <= uart.any(t_us) <= 288
        elif what == "break":
            uart.send_break(t_us, 100 + len(data))
        elif what == "send":
            bench.term1.send(data)
        elif what == "watch":
            uart.watch(t_us, len(data) & 7)
        elif what == "stop":
            uart.stop()
        else:
            set_up(bench, format_=Format(9600 * (1 + len(data)), 8, None, 1 + (len(data) & 1)))
    t_us += 1_000_000
    bench.advance(t_us)
    set_up(bench)
    uart.read(t_us, 1000)
    bench.term1.clear()
    uart.write(t_us, b"fine")
    bench.term1.send(b"too")
    bench.advance(t_us + 5000)
    assert (bench.term1.received, uart.read(t_us + 5000, 9)) == (b"fine", b"too")


def test_nobody_can_fill_the_memory_with_what_is_under_way() -> None:
    bench = bench_of([], [LOOP])
    uart = set_up(bench, format_=Format(300))
    for _ in range(150):
        uart.write(5, bytes(1000))
        uart.send_break(5, 1)
    assert sum(len(record.data) for record in bench.trace["UART GP0"].values) <= 100_000


def test_many_short_bursts_in_other_settings_cost_little() -> None:
    bench = bench_of([TERMINAL], CROSSED)
    uart = set_up(bench, format_=Format(57_600))
    for _ in range(5000):
        uart.write(5, b"U")
    bench.advance(2_000_000)
    assert len(bench.term1.received) > 1000


# -- edges that a program makes by hand ----------------------------------------------------------


def send_by_hand(bench: Bench, gpio: int, t_us: int, data: bytes, bit_us: int) -> int:
    for byte in data:
        for level in (0, *(byte >> n & 1 for n in range(8)), 1):
            bench.write(gpio, t_us, level)
            t_us += bit_us
    return t_us


def test_a_uart_hears_a_pin_that_is_moved_by_hand() -> None:
    bench = bench_of([], [["pico:GP3", "pico:GP1", "", []]])
    bench.write(3, 0, 1)
    bench.configure(3, 0, Mode.OUT, Pull.NONE)
    uart = set_up(bench, format_=Format(9600))
    told: list[int] = []
    bench.serial_lines.on_irq = lambda number, flags, t_us: told.append(flags)
    uart.watch(0, RX_IDLE)
    end_us = send_by_hand(bench, 3, 100, b"by hand\xff\x00\x81", 104)
    bench.advance(end_us + 40 * 104)
    assert told == [RX_IDLE]
    assert uart.read(bench.now_us, 99) == b"by hand\xff\x00\x81"


def test_the_terminal_hears_it_too_and_a_break_is_no_byte() -> None:
    bench = bench_of([{**TERMINAL, "attrs": {"baud": "1000"}}], CROSSED)
    bench.write(0, 0, 1)
    bench.configure(0, 0, Mode.OUT, Pull.NONE)
    end_us = send_by_hand(bench, 0, 100, b"ok", 1000)
    bench.write(0, end_us, 0)
    bench.write(0, end_us + 50_000, 1)
    send_by_hand(bench, 0, end_us + 60_000, b"!", 1000)
    bench.advance(end_us + 90_000)
    assert bench.term1.received == b"ok!"


def test_what_moves_before_the_uart_is_set_up_is_not_heard() -> None:
    bench = bench_of([], [["pico:GP3", "pico:GP1", "", []]])
    uart = set_up(bench, format_=Format(9600))  # the line is pulled down, and was never high
    bench.configure(3, 20, Mode.OUT, Pull.NONE)
    bench.write(3, 5000, 1)
    assert uart.any(20_000) == 0
    send_by_hand(bench, 3, 30_000, b"x", 104)
    bench.rewire(40_000, bench.unplugged.ends("pico:GP3"), pulled=True)
    send_by_hand(bench, 3, 50_000, b"y", 104)
    bench.rewire(60_000, bench.unplugged.ends("pico:GP3"), pulled=False)
    send_by_hand(bench, 3, 70_000, b"z", 104)
    assert uart.read(80_000, 9).replace(b"\x00", b"") == b"xz"


def test_a_terminal_may_be_called_serial() -> None:
    bench = bench_of(
        [{**TERMINAL, "id": "serial"}],
        [[end.replace("term1", "serial") for end in wire[:2]] + ["", []] for wire in CROSSED],
    )
    set_up(bench).write(10, b"x")
    bench.advance(1000)
    assert bench.serial.received == b"x"
