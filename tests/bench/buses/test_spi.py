"""SPI on the bench: what MISO reads with a wire, with a chip, with none, in each mode."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coursekit.bench import Bench, Diagram, Mode, Pull
from coursekit.bench.buses.lines import spi_lines
from coursekit.bench.buses.spi import SpiSetup, SpiTransfer, transfer

SCK, CS, MOSI, MISO = 18, 17, 19, 16
SETUP = SpiSetup(SCK, MOSI, MISO, 1e6)

CHIP: Any = {"id": "adc1", "type": "coursekit-mcp3008"}
KNOB: Any = {"id": "knob", "type": "wokwi-potentiometer", "attrs": {"value": "0.25"}}
WIRES: list[Any] = [
    ["pico:GP18", "adc1:CLK", "", []],
    ["pico:GP17", "adc1:CS", "", []],
    ["pico:GP19", "adc1:DIN", "", []],
    ["pico:GP16", "adc1:DOUT", "", []],
    ["pico:3V3", "adc1:VDD", "", []],
    ["pico:3V3", "adc1:VREF", "", []],
    ["adc1:AGND", "pico:GND.1", "", []],
    ["adc1:DGND", "pico:GND.2", "", []],
    ["knob:SIG", "adc1:CH3", "", []],
    ["knob:VCC", "pico:3V3", "", []],
    ["knob:GND", "pico:GND.3", "", []],
]
LOOP = ["pico:GP16", "pico:GP19", "", []]


def bench_of(parts: list[Any], wires: list[Any]) -> Bench:
    board = {"id": "pico", "type": "board-pi-pico-w"}
    bench = Bench(Diagram.from_dict({"version": 1, "parts": [board, *parts], "connections": wires}))
    for gpio in (SCK, MOSI, MISO):
        bench.configure(gpio, 0, Mode.ALT, Pull.NONE)
    bench.write(CS, 0, 1)
    bench.configure(CS, 0, Mode.OUT, Pull.NONE)
    return bench


def with_chip(*, without: int | None = None, more: list[Any] | None = None) -> Bench:
    wires = [wire for n, wire in enumerate(WIRES) if n != without]
    return bench_of([CHIP, KNOB], wires + (more or []))


def convert(bench: Bench, setup: SpiSetup = SETUP, channel: int = 3, t_us: int = 10) -> bytes:
    bench.write(CS, t_us, 0)
    answer = transfer(bench, setup, t_us, bytes([1, (8 + channel) << 4, 0]))
    bench.write(CS, t_us + 30, 1)
    return answer


def value(answer: bytes) -> int:
    return (answer[1] & 3) << 8 | answer[2]


@given(data=st.binary(max_size=40), mode=st.integers(0, 3), bits=st.integers(4, 8))
def test_a_loop_gives_back_what_was_sent(data: bytes, mode: int, bits: int) -> None:
    setup = SETUP._replace(polarity=mode >> 1, phase=mode & 1, bits=bits)
    mask = (1 << bits) - 1
    answer = transfer(bench_of([], [LOOP]), setup, 5, data)
    assert answer == bytes(byte & mask for byte in data)


@pytest.mark.parametrize(("pull", "byte"), [(Pull.UP, 0xFF), (Pull.DOWN, 0x00)])
def test_an_open_wire_reads_its_pull(pull: Pull, byte: int) -> None:
    bench = bench_of([], [])
    bench.configure(MISO, 1, Mode.ALT, pull)
    assert transfer(bench, SETUP, 2, b"\x5a\xa5") == bytes([byte, byte])


def test_an_open_wire_without_a_pull_reads_noise() -> None:
    answer = transfer(bench_of([], []), SETUP, 2, bytes(64))
    assert len(set(answer)) > 10


def test_no_input_reads_zeros() -> None:
    setup = SETUP._replace(miso=None)
    assert transfer(bench_of([], [LOOP]), setup, 2, b"\xff\xff") == b"\0\0"
    assert setup.channel == "SPI GP18/GP19"


@pytest.mark.parametrize("mode", [0, 3])
def test_the_converter_measures_the_knob(mode: int) -> None:
    bench = with_chip()
    setup = SETUP._replace(polarity=mode >> 1, phase=mode & 1)
    transfer(bench, setup, 5, b"\0")  # the clock finds its level before the chip is selected
    answer = convert(bench, setup)
    assert value(answer) in (255, 256)
    assert answer[1] & 4 == 0  # the null bit before the result
    bench.knob.turn(0.75)
    assert value(convert(bench, setup, t_us=1000)) in (767, 768)


def test_differences_and_the_second_reading() -> None:
    bench = with_chip(more=[["adc1:CH2", "pico:GND.4", "", []]])
    bench.write(CS, 10, 0)
    answer = transfer(bench, SETUP, 10, bytes([1, 3 << 4, 0, 0, 0]))  # CH3 less CH2
    first = value(answer)
    assert first in (255, 256)
    backwards = int.from_bytes(answer[3:], "big") >> 7  # bits 1 to 9, lowest first
    assert int(f"{backwards:09b}"[::-1], 2) << 1 | first & 1 == first
    bench.write(CS, 60, 1)
    bench.write(CS, 70, 0)
    assert value(transfer(bench, SETUP, 70, bytes([1, 2 << 4, 0]))) == 0  # CH2 less CH3


@pytest.mark.parametrize("mode", [1, 2])
def test_a_wrong_mode_reads_half_and_is_a_fault(mode: int) -> None:
    bench = with_chip()
    bench.knob.turn(1.0)
    setup = SETUP._replace(polarity=mode >> 1, phase=mode & 1)
    transfer(bench, setup, 5, b"\0")
    assert value(convert(bench, setup)) == 511  # each bit comes one clock late
    (fault,) = bench.faults()
    assert fault.kind == "SPI mode"
    assert "Use polarity=0, phase=0." in fault.text


def test_a_chip_that_is_not_selected_leaves_the_wire_alone() -> None:
    bench = with_chip()
    bench.configure(MISO, 1, Mode.ALT, Pull.UP)
    assert transfer(bench, SETUP, 10, b"\x01\xb0\x00", reads=True) == b"\xff\xff\xff"
    assert "adc1 answers while its CS is low" in bench.faults()[0].text
    assert bench.trace["SPI GP18/GP19/GP16"].values[-1].chips == ()


@pytest.mark.parametrize("missing", range(5))
def test_each_missing_wire_counts(missing: int) -> None:
    bench = with_chip(without=missing)
    bench.configure(MISO, 1, Mode.ALT, Pull.UP)
    bench.knob.turn(0.5)
    assert value(convert(bench)) not in (511, 512)


def test_pulling_the_power_and_plugging_it_in_again() -> None:
    bench = with_chip()
    bench.configure(MISO, 1, Mode.ALT, Pull.UP)
    bench.unplug("adc1:VDD")
    assert convert(bench) == b"\xff\xff\xff"
    bench.plug("adc1:VDD")
    assert value(convert(bench, t_us=500)) in (255, 256)


def test_edges_by_hand_give_the_same_as_a_controller() -> None:
    bench = with_chip()
    for gpio in (SCK, MOSI):
        bench.configure(gpio, 5, Mode.OUT, Pull.NONE)
    t_us = 10
    bench.write(CS, t_us, 0)
    bits = []
    for n in range(24):
        bench.write(MOSI, t_us + 1, 0x01B000 >> (23 - n) & 1)
        bench.write(SCK, t_us + 2, 1)
        bits.append(bench.read(MISO, t_us + 3)[0])
        bench.write(SCK, t_us + 4, 0)
        t_us += 5
    bench.write(CS, t_us, 1)
    by_hand = int("".join(map(str, bits)), 2).to_bytes(3, "big")
    for gpio in (SCK, MOSI):
        bench.configure(gpio, t_us, Mode.ALT, Pull.NONE)
    assert value(by_hand) == value(convert(bench, t_us=t_us + 10)) in (255, 256)


def test_soft_controllers_do_the_same_in_the_modes_that_the_chip_takes() -> None:
    bench = with_chip()
    assert value(convert(bench, SETUP._replace(soft=True, hz=250e3))) in (255, 256)


@given(data=st.binary(max_size=12), lsb_first=st.booleans(), mode=st.integers(0, 3))
def test_a_loop_of_a_soft_controller(data: bytes, lsb_first: bool, mode: int) -> None:
    setup = SETUP._replace(
        soft=True, lsb_first=lsb_first, polarity=mode >> 1, phase=mode & 1, hz=250e3
    )
    assert transfer(bench_of([], [LOOP]), setup, 5, data) == data


def test_a_clock_too_fast_is_a_fault() -> None:
    bench = with_chip()
    convert(bench, SETUP._replace(hz=12e6))
    assert [fault.kind for fault in bench.faults()] == ["fast clock"]


def test_a_floating_channel_is_noise_and_a_fault() -> None:
    bench = with_chip()
    readings = {value(convert(bench, channel=0, t_us=t_us)) for t_us in range(100, 2000, 100)}
    assert len(readings) > 5
    assert "adc1 measures CH0" in bench.faults()[0].text


def test_two_chips_at_once_fight() -> None:
    other: Any = {"id": "adc2", "type": "coursekit-mcp3008"}
    wires = WIRES + [
        [wire[0].replace("adc1", "adc2"), wire[1].replace("adc1", "adc2"), "", []]
        for wire in WIRES[:8]
    ]
    wires.append(["adc2:CH3", "pico:GND.5", "", []])
    bench = bench_of([CHIP, KNOB, other], wires)
    bench.knob.turn(1.0)
    answers = {value(convert(bench, t_us=t_us)) for t_us in range(100, 1000, 100)}
    assert len(answers) > 1  # one says 1023, the other 0: in between lies neither


def test_the_trace_tells_what_went_over_the_wires() -> None:
    bench = with_chip()
    answer = convert(bench)
    channel = bench.trace["SPI GP18/GP19/GP16"]
    assert channel.kind == "bus"
    (record,) = channel.values
    assert record == SpiTransfer(10, 34.0, b"\x01\xb0\x00", answer, chips=("adc1",), mode=0, hz=1e6)
    assert str(record) == f"out 01 b0 00, in {answer.hex(' ')}"
    assert [box.text[:2] for box in record.fields()] == ["01", "b0", "00"]
    assert record.fields()[1].start_us == 18.0


@given(st.lists(st.tuples(st.sampled_from([CS, SCK, MOSI]), st.integers(0, 1)), max_size=80))
def test_no_edges_confuse_the_chip_for_good(edges: list[tuple[int, int]]) -> None:
    bench = with_chip()
    for gpio in (SCK, MOSI):
        bench.configure(gpio, 1, Mode.OUT, Pull.NONE)
    for t_us, (gpio, level) in enumerate(edges, 2):
        bench.write(gpio, t_us, level)
    bench.write(CS, 200, 1)
    for gpio in (SCK, MOSI):
        bench.write(gpio, 201, 0)
        bench.configure(gpio, 201, Mode.ALT, Pull.NONE)
    assert value(convert(bench, t_us=300)) in (255, 256)


def test_the_lowest_bit_first_shows_on_the_lines() -> None:
    bench = bench_of([], [LOOP])
    transfer(bench, SETUP._replace(soft=True, lsb_first=True), 5, b"\x01")
    (record,) = bench.trace["SPI GP18/GP19/GP16"].values
    assert record.lsb_first
    mosi = spi_lines([record])["MOSI"]
    assert [level for _, level in mosi] == [0, 1, 0]
    assert mosi[2][0] - mosi[1][0] == 1.0  # high for the first bit alone
