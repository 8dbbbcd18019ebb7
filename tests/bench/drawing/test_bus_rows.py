"""The row of a bus: as much of each transaction as there is room for, no refusal hidden."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest
from matplotlib.axes import Axes
from matplotlib.collections import PolyCollection
from matplotlib.figure import Figure

from coursekit.bench.buses.record import Field
from coursekit.bench.buses.transaction import Transaction
from coursekit.bench.timing import alt_text, timing_figure
from coursekit.bench.trace import Trace

BUS = "I2C GP4/GP5"


def transaction(
    start_us: float, data: bytes = b"\xf4\x2e", address: int = 0x77, **others: Any
) -> Transaction:
    end_us = start_us + 2.5 * (9 * (1 + len(data)) + 1.5)
    others = {"read": False, "acked": True, "data_acks": len(data), **others}
    return Transaction(start_us, end_us, address, data=data, **others)


def trace_of(records: Sequence[Any], name: str = BUS, end_us: int | None = None) -> Trace:
    end = int(records[-1].end_us) + 1 if end_us is None else end_us
    trace = Trace(now_us=lambda: end)
    for record in records:
        trace.channel(name, "bus").record(int(record.start_us), record)
    return trace


def measurement() -> list[Transaction]:
    command = transaction(1000)
    pointer = transaction(5700, b"\xf6", stop=False)
    result = transaction(pointer.end_us, b"\x6c\xfa", read=True, data_acks=1, repeated=True)
    return [command, pointer, result]


def row(figure: Figure) -> Axes:
    (found,) = [ax for ax in figure.axes if ax.get_label() == BUS]
    return found


def texts(ax: Axes, gid: str) -> list[str]:
    found = [text for text in ax.texts if text.get_gid() == gid]
    return [text.get_text() for text in sorted(found, key=lambda text: text.get_position()[0])]


def boxes(ax: Axes, gid: str = "boxes") -> int:
    collections = [c for c in ax.collections if c.get_gid() == gid]
    assert all(isinstance(c, PolyCollection) for c in collections)
    return sum(len(c.get_paths()) for c in collections)


def line(ax: Axes, gid: str) -> Any:
    found = [line for line in ax.lines if line.get_gid() == gid]
    return found[0] if found else None


def test_close_up_every_field_has_its_box_and_its_text() -> None:
    ax = row(timing_figure(trace_of(measurement()), start_us=990, end_us=1090))
    assert texts(ax, "field") == ["S", "0x77 W", "A", "f4", "A", "2e", "A", "P"]
    closer = row(timing_figure(trace_of(measurement()), start_us=1020, end_us=1040))
    assert texts(closer, "field") == ["0x77 W", "ACK", "f4"]
    assert boxes(ax) == 8
    assert line(ax, "refused") is None


def test_close_up_the_lines_are_drawn_above() -> None:
    ax = row(timing_figure(trace_of(measurement()), start_us=990, end_us=1090))
    assert texts(ax, "line") == ["SDA", "SCL"]
    scl = np.asarray(line(ax, "SCL").get_ydata())
    assert int((np.diff(scl) > 0).sum()) == 28, "27 bits and the clock of the STOP"
    assert line(row(timing_figure(trace_of(measurement()))), "SCL") is None


def test_further_out_a_transaction_is_one_box_with_a_short_text() -> None:
    ax = row(timing_figure(trace_of([transaction(1000), transaction(1800)])))
    assert texts(ax, "field") == ["0x77 W", "0x77 W"]
    assert boxes(ax) == 2


def test_a_narrow_one_has_its_text_beside_it() -> None:
    records = [transaction(1000), transaction(8000, address=0x48)]
    ax = row(timing_figure(trace_of(records), start_us=0, end_us=20_000))
    assert texts(ax, "beside") == ["write 0x77 f4 2e", "write 0x48 f4 2e"]


def test_far_out_there_are_blocks_that_say_how_many() -> None:
    records = [transaction(100 * i) for i in range(5000)]
    ax = row(timing_figure(trace_of(records)))
    assert boxes(ax, "block") == 1
    assert texts(ax, "field") == ["5000 transactions"]
    assert boxes(ax) == 0


@pytest.mark.parametrize("window", [(900, 1100), (0, 3000), (0, 500_000)])
def test_what_was_refused_has_a_cross_at_every_distance(window: tuple[int, int]) -> None:
    refused = transaction(1000, b"", acked=False)
    ax = row(timing_figure(trace_of([refused, transaction(1100)], end_us=500_000), None, *window))
    assert len(line(ax, "refused").get_xdata()) == 1
    half = transaction(1000, b"\x00\x01", data_acks=1)
    ax = row(timing_figure(trace_of([half, transaction(1100)], end_us=500_000), None, *window))
    assert len(line(ax, "refused").get_xdata()) == 1


def test_the_nak_that_ends_a_read_is_no_refusal() -> None:
    ax = row(timing_figure(trace_of(measurement()), start_us=5740, end_us=5850))
    assert texts(ax, "field")[-2:] == ["N", "P"]
    assert line(ax, "refused") is None


def test_a_long_transfer_shows_what_the_window_holds_of_it() -> None:
    picture = transaction(0, bytes(range(256)) * 4, address=0x3C)
    ax = row(timing_figure(trace_of([picture]), start_us=11_500, end_us=11_600))
    shown = [text for text in texts(ax, "field") if text != "A"]
    assert 3 <= len(shown) <= 6
    assert [f"{(int(shown[0], 16) + i) % 256:02x}" for i in range(len(shown))] == shown


def test_the_window_holds_the_last_one_to_its_end() -> None:
    picture = transaction(100, bytes(1025), address=0x3C)
    figure = timing_figure(trace_of([picture]))
    assert figure.axes[-1].get_xlim()[1] * 1000 >= picture.end_us


def shown(trace: Trace) -> list[str]:
    return [str(ax.get_label()) for ax in timing_figure(trace, start_us=900, end_us=6000).axes]


def test_pins_whose_bus_tells_everything_have_no_row_of_their_own() -> None:
    trace = trace_of(measurement())
    sda, scl = trace.channel("GP4", "digital"), trace.channel("GP5", "digital")
    sda.record(0, 1)
    for t_us, level in ((0, 1), (5752, 0), (5760, 1)):  # between a write without STOP and a read
        scl.record(t_us, level)
    assert shown(trace) == [BUS]
    assert len(alt_text(trace, start_us=900, end_us=6000).splitlines()) == 1
    assert [ax.get_label() for ax in timing_figure(trace, ["GP5"]).axes] == ["GP5"]


def test_pins_that_a_program_moves_by_hand_are_shown_beside_their_bus() -> None:
    trace = trace_of(measurement())
    sda, scl = trace.channel("GP4", "digital"), trace.channel("GP5", "digital")
    sda.record(0, 1)
    for t_us, level in ((0, 1), (3000, 0), (3005, 1), (5752, 0), (5760, 1)):
        scl.record(t_us, level)
    assert shown(trace) == [BUS, "GP5"]


def test_a_window_in_which_only_the_end_of_a_transaction_lies_shows_it() -> None:
    trace = trace_of([transaction(1000, bytes(50)), transaction(9000)])
    figure = timing_figure(trace, start_us=1100, end_us=1500)
    assert texts(row(figure), "field").count("00") > 10


def test_words_list_a_few_and_sum_up_many() -> None:
    assert alt_text(trace_of(measurement())) == (
        "I2C GP4/GP5: 3 transactions from 1 ms to 5.82 ms: "
        "write 0x77 f4 2e, write 0x77 f6, read 0x77 6c fa."
    )
    scan = [transaction(40 * a, b"", a, acked=a in (0x3C, 0x77)) for a in range(8, 0x78)]
    assert alt_text(trace_of(scan)) == (
        "I2C GP4/GP5: 112 transactions from 320 \u00b5s to 4.79 ms: "
        "first write 0x08 (not acknowledged), at the end write 0x77; "
        "acknowledged by 0x3c, 0x77; not acknowledged: 110."
    )
    half = transaction(0, bytes(12), data_acks=3)
    assert alt_text(trace_of([half])).endswith(
        "write 0x77 00 00 00 00 00 00 00 00 ... 12 bytes (byte 4 not acknowledged); "
        "not acknowledged: 1."
    )


class Sent:
    """A record of a bus that nobody here knows."""

    def __init__(self, start_us: float, end_us: float) -> None:
        self.start_us, self.end_us, self.bit_us = start_us, end_us, (end_us - start_us) / 10

    def __str__(self) -> str:
        return "41 (A)"

    def fields(self) -> Sequence[Field]:
        middle = self.start_us + self.bit_us
        return [Field(self.start_us, middle, "start", "start", "S"),
                Field(middle, self.end_us, "41")]  # fmt: skip

    def lines(self) -> dict[str, list[tuple[float, int]]]:
        return {"TX": [(self.start_us - 1, 1), (self.start_us, 0), (self.end_us, 1)]}


def test_another_bus_decodes_itself() -> None:
    trace = trace_of([Sent(100, 1100), Sent(1200, 2200)], "UART GP0/GP1")
    figure = timing_figure(trace, start_us=0, end_us=2300)
    (ax,) = figure.axes
    assert texts(ax, "field") == ["start", "41", "start", "41"]
    assert texts(ax, "line") == ["TX"]
    assert line(ax, "TX").get_xdata().tolist() == pytest.approx([0, 0.1, 1.1, 1.199, 1.2, 2.2, 2.3])
    assert "2 transactions from 100 \u00b5s to 2.2 ms: 41 (A); 41 (A)" in alt_text(trace)
