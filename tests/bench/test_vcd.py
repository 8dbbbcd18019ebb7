"""A VCD file holds what the trace holds, and the programs that it is meant for can read it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from vcd.reader import TokenKind, tokenize

from coursekit.bench import BenchError, Trace, vcd
from coursekit.bench.buses.i2c.waves import levels_us, waves
from coursekit.bench.buses.transaction import Transaction
from coursekit.bench.pwm import PwmSegment
from tests.bench.buses.analysers import as_sigrok_says, heard_by_sigrok, program, run

BUS = "I2C GP4/GP5"
BIT_US = {"100 kHz": 10.0, "400 kHz": 2.5, "1 MHz": 1.0}


def transaction(
    start_us: float, data: bytes = b"\xf4\x2e", bit_us: float = 2.5, **others: Any
) -> Transaction:
    end_us = start_us + bit_us * (9 * (1 + len(data)) + 1.5)
    others = {"read": False, "acked": True, "data_acks": len(data), **others}
    return Transaction(start_us, end_us, 0x77, data=data, bit_us=bit_us, **others)


def measurement(bit_us: float = 2.5) -> list[Transaction]:
    command = transaction(1000.3, bit_us=bit_us)
    pointer = transaction(5700.7, b"\xf6", bit_us, stop=False)
    result = transaction(pointer.end_us, b"\x6c\xfa", bit_us, read=True, data_acks=1, repeated=True)
    nobody = transaction(9000.5, b"", bit_us, acked=False)
    refused = transaction(9500.5, b"\x00\x01", bit_us, data_acks=1)
    return [command, pointer, result, nobody, refused]


def trace_of(records: list[Transaction], end_us: int = 12_000) -> Trace:
    trace = Trace(now_us=lambda: end_us)
    channel = trace.channel(BUS, "bus")
    for record in records:
        channel.record(int(record.start_us), record)
    return trace


def everything() -> Trace:
    trace = trace_of(measurement())
    pin = trace.channel("GP2", "digital")
    for t_us, value in ((0, 0), (1050, 1), (1500, 0), (5000, PwmSegment(5000, 1000, 16384))):
        pin.record(t_us, value)
    trace.channel("late", "digital").record(3000, 1)
    trace.channel("srv1", "analog").record(4000, 90.5)
    trace.channel("strip", "pixels").record(100, ((255, 0, 1), (0, 0, 0)))
    trace.record("note", 30, "caf\u00e9 au\nlait")
    return trace


def read_back(path: Path) -> tuple[str, dict[str, list[tuple[int, Any]]]]:
    """The timescale, and the changes of each variable by pyvcd's own reader, in nanoseconds."""
    names: dict[str, str] = {}
    found: dict[str, list[tuple[int, Any]]] = defaultdict(list)
    now, scale = 0, ""
    with path.open("rb") as file:
        for token in tokenize(file):
            if token.kind is TokenKind.TIMESCALE:
                scale = str(token.timescale)
            elif token.kind is TokenKind.VAR:
                names[token.var.id_code] = token.var.reference
            elif token.kind is TokenKind.CHANGE_TIME:
                now = token.time_change
            elif token.kind in (TokenKind.CHANGE_SCALAR, TokenKind.CHANGE_REAL,
                                TokenKind.CHANGE_STRING):  # fmt: skip
                change: Any = token.data
                found[names[change.id_code]].append((now * in_ns(scale), change.value))
    return scale, found


def in_ns(scale: str) -> int:
    number, unit = scale.split()
    return int(number) * {"ns": 1, "us": 1000}[unit]


def test_pins_parts_and_notes_are_there_with_their_values(tmp_path: Path) -> None:
    everything().to_vcd(tmp_path / "x.vcd")
    scale, found = read_back(tmp_path / "x.vcd")
    assert scale == "100 ns"
    assert found["GP2"][:4] == [(0, "0"), (1_050_000, "1"), (1_500_000, "0"), (5_000_000, "1")]
    assert found["GP2"][4] == (5_250_000, "0")
    assert len(found["GP2"]) == 4 + 13
    assert found["late"] == [(0, "x"), (3_000_000, "1")]
    assert found["srv1"] == [(0, 0.0), (4_000_000, 90.5)]
    assert found["strip"][-1] == (100_000, "#ff0001\\x20#000000")
    assert found["note"][-1] == (30_000, "caf?\\x20au?lait")


@pytest.mark.parametrize("speed", BIT_US)
def test_the_lines_of_a_bus_are_those_of_its_transactions(tmp_path: Path, speed: str) -> None:
    records = measurement(BIT_US[speed])
    trace_of(records).to_vcd(tmp_path / "x.vcd")
    scale, found = read_back(tmp_path / "x.vcd")
    tick_ns = in_ns(scale)
    assert tick_ns <= 1000 * BIT_US[speed] / 16
    for line, expected in zip(("SDA", "SCL"), levels_us(waves(records)), strict=True):
        drawn = found[f"I2C_GP4_GP5_{line}"]
        assert [level for _, level in drawn] == [str(level) for _, level in expected]
        apart = [abs(a - 1000 * b) for (a, _), (b, _) in zip(drawn[1:], expected[1:], strict=True)]
        assert max(apart) <= tick_ns / 2 + 1e-6
        assert all(a < b for (a, _), (b, _) in pairwise(drawn))


def test_what_went_over_a_bus_stands_there_as_text_while_it_did(tmp_path: Path) -> None:
    trace_of(measurement()).to_vcd(tmp_path / "x.vcd")
    texts = read_back(tmp_path / "x.vcd")[1]["I2C_GP4_GP5"]
    assert [text.replace("\\x20", " ") for _, text in texts] == [
        "-", "write 0x77 f4 2e", "-", "write 0x77 f6", "read 0x77 6c fa", "-",
        "write 0x77 (not acknowledged)", "-",
        "write 0x77 00 01 (byte 2 not acknowledged)", "-",
    ]  # fmt: skip
    assert texts[1][0] == 1_000_300


def test_a_window_counts_from_its_start_and_cuts_through_a_transaction(tmp_path: Path) -> None:
    trace = everything()
    trace.to_vcd(tmp_path / "x.vcd", 1040, 1600)
    _, found = read_back(tmp_path / "x.vcd")
    assert found["GP2"] == [(0, "0"), (10_000, "1"), (460_000, "0")]
    assert found["I2C_GP4_GP5"][0] == (0, "write\\x200x77\\x20f4\\x202e")
    over_ns, text = found["I2C_GP4_GP5"][1]
    assert text == "-"
    assert over_ns == pytest.approx(31_550, abs=100)
    before = levels_us(waves(measurement()[:1]))[1]
    assert found["I2C_GP4_GP5_SCL"][0] == (0, str([v for t, v in before if t <= 1040][-1]))


def test_channels_whose_names_differ_in_odd_characters_alone_are_both_there(
    tmp_path: Path,
) -> None:
    trace = Trace(now_us=lambda: 10)
    trace.channel("a b", "digital").record(1, 1)
    trace.channel("a/b", "digital").record(2, 1)
    trace.to_vcd(tmp_path / "x.vcd")
    assert set(read_back(tmp_path / "x.vcd")[1]) == {"a_b", "a_b_"}


def test_only_the_channels_that_were_asked_for(tmp_path: Path) -> None:
    everything().to_vcd(tmp_path / "x.vcd", channels=["GP2"])
    scale, found = read_back(tmp_path / "x.vcd")
    assert set(found) == {"GP2"}
    assert scale == "1 us", "nothing needs a finer one"
    with pytest.raises(KeyError, match="no channel 'led9'"):
        everything().to_vcd(tmp_path / "y.vcd", channels=["led9"])
    assert not (tmp_path / "y.vcd").exists()


def test_pins_whose_bus_tells_everything_are_left_out_unless_they_are_named(
    tmp_path: Path,
) -> None:
    trace = everything()
    trace.channel("GP4", "digital").record(0, 1)
    trace.to_vcd(tmp_path / "x.vcd")
    assert "GP4" not in read_back(tmp_path / "x.vcd")[1]
    trace.to_vcd(tmp_path / "y.vcd", channels=["GP4", BUS])
    assert "GP4" in read_back(tmp_path / "y.vcd")[1]


def test_the_same_trace_gives_the_same_bytes(tmp_path: Path) -> None:
    for name in ("a.vcd", "b.vcd"):
        everything().to_vcd(tmp_path / name)
    assert (tmp_path / "a.vcd").read_bytes() == (tmp_path / "b.vcd").read_bytes()


def test_too_much_is_refused_before_anything_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(vcd, "MAX_CHANGES", 500)
    trace = trace_of([])
    trace.channel("GP2", "digital").record(0, PwmSegment(0, 1e6, 32768))
    with pytest.raises(BenchError, match=r"about 24,00.* at most 500 .* shorter time"):
        trace.to_vcd(tmp_path / "x.vcd")
    with pytest.raises(BenchError, match="at most 500"):
        trace_of([transaction(10, bytes(100))]).to_vcd(tmp_path / "x.vcd")
    assert not (tmp_path / "x.vcd").exists()


# -- other programs ------------------------------------------------------------------------------


@pytest.mark.parametrize("speed", BIT_US)
def test_pulseviews_decoder_hears_the_same_transactions(tmp_path: Path, speed: str) -> None:
    records = measurement(BIT_US[speed])
    path = tmp_path / "x.vcd"
    trace_of(records).to_vcd(path)
    tick_ns = in_ns(read_back(path)[0])
    heard = heard_by_sigrok(path, tick_ns)
    assert [text for _, text in heard] == as_sigrok_says(records)
    starts = [t_us for t_us, text in heard if text.startswith("Start")]
    assert starts == pytest.approx([r.start_us for r in records], abs=tick_ns / 1000)
    stops = [t_us for t_us, text in heard if text == "Stop"]
    assert stops == pytest.approx([r.end_us for r in records if r.stop], abs=tick_ns / 1000)


def test_pulseviews_decoder_hears_a_stretched_clock_and_a_byte_of_any_value(
    tmp_path: Path,
) -> None:
    slow = transaction(100.0, bytes(range(0, 256, 5)))
    slow = replace(slow, end_us=slow.end_us + 5000)
    trace_of([slow]).to_vcd(tmp_path / "x.vcd")
    heard = heard_by_sigrok(tmp_path / "x.vcd", 100)
    assert [text for _, text in heard] == as_sigrok_says([slow])


def test_gtkwaves_own_format_holds_every_change(tmp_path: Path) -> None:
    vcd2fst, fst2vcd = program("vcd2fst", "gtkwave"), program("fst2vcd", "gtkwave")
    everything().to_vcd(tmp_path / "x.vcd")
    run(vcd2fst, str(tmp_path / "x.vcd"), str(tmp_path / "x.fst"))
    (tmp_path / "back.vcd").write_text(run(fst2vcd, str(tmp_path / "x.fst")), encoding="utf-8")
    ours, theirs = read_back(tmp_path / "x.vcd")[1], read_back(tmp_path / "back.vcd")[1]
    assert set(ours) == set(theirs)
    for name, changes in ours.items():
        back = [(t, v.replace("\\040", "\\x20") if isinstance(v, str) else v)
                for t, v in theirs[name]]  # fmt: skip
        assert [(t, str(v).replace("\\?", "?")) for t, v in back] == [
            (t, str(v)) for t, v in changes
        ], name
