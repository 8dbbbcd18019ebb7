"""The edges of SDA and SCL say the same as the transaction that they were worked out from."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coursekit.bench.buses.i2c.waves import Lines, fields, levels_us, waves
from coursekit.bench.buses.transaction import Transaction


def write(data: bytes = b"\xf4\x2e", start_us: float = 100.0, **others: Any) -> Transaction:
    bits = 9 * (1 + len(data)) + 1.5
    made = Transaction(start_us, start_us + 2.5 * bits, 0x77, False, True, data, len(data))
    return replace(made, **others)


def listen(changes: list[Lines]) -> list[tuple[str, float, list[int]]]:
    """Decode edges as a chip does: what began each part, when, and the bits that followed."""
    heard: list[tuple[str, float, list[int]]] = []
    begun = False
    for before, now in pairwise(changes):
        assert (before.sda, before.scl) != (now.sda, now.scl)
        assert before.sda == now.sda or before.scl == now.scl, "one line at a time"
        if before.scl and now.scl and before.sda > now.sda:
            heard.append(("Sr" if begun else "S", now.t_us, []))
            begun = True
        elif before.scl and now.scl:
            assert heard[-1][2].pop() == 0  # the clock of a STOP carries no bit
            heard.append(("P", now.t_us, []))
            begun = False
        elif now.scl > before.scl and heard and heard[-1][0] != "P":
            heard[-1][2].append(now.sda)
    return heard


def bits_of(transaction: Transaction) -> list[int]:
    octets = [transaction.address << 1 | transaction.read, *transaction.data]
    acks = [transaction.acked] + [i < transaction.data_acks for i in range(len(transaction.data))]
    found: list[int] = []
    for octet, ack in zip(octets, acks, strict=True):
        found += [int(bit) for bit in f"{octet:08b}"] + [0 if ack else 1]
    return found


def test_a_write_begins_and_ends_when_the_transaction_did() -> None:
    transaction = write()
    changes = waves([transaction])
    assert changes[0][1:] == (1, 1)
    assert changes[-1][1:] == (1, 1)
    assert listen(changes) == [
        ("S", 100.0, bits_of(transaction)),
        ("P", pytest.approx(transaction.end_us), []),
    ]


def test_a_repeated_start_comes_without_a_stop() -> None:
    first = write(b"\xf6", stop=False)
    second = replace(
        write(b"\x6c\xfa"), start_us=first.end_us, end_us=first.end_us + 71.25, read=True,
        data_acks=1, repeated=True,
    )  # fmt: skip
    kinds = [(kind, bits[:27]) for kind, _, bits in listen(waves([first, second]))]
    # The clock before a repeated START is no bit of the byte either: SCL rises once more.
    assert kinds == [("S", [*bits_of(first), 1]), ("Sr", bits_of(second)), ("P", [])]


def test_a_bus_left_without_a_stop_waits_with_its_clock_low() -> None:
    first = write(b"", stop=False)
    late = replace(write(b""), start_us=9000.0, end_us=9026.25)
    changes = waves([first, late])
    waiting = [c for c in changes if first.end_us <= c.t_us < 8990]
    assert waiting == []
    assert max(c for c in changes if c.t_us < 8990)[1:] == (1, 0)


def test_a_transaction_seen_alone_after_a_repeated_start_begins_with_the_clock_low() -> None:
    changes = waves([write(repeated=True)])
    assert changes[0][1:] == (1, 0)
    assert [kind for kind, _, _ in listen(changes)] == ["S", "P"]


def test_what_is_left_of_the_time_is_a_stretched_clock() -> None:
    plain = write()
    slow = replace(plain, end_us=plain.end_us + 300)
    _, scl = levels_us(waves([slow]))
    lows = [(b - a) for (a, level), (b, _) in pairwise(scl) if not level]
    assert sum(low > 50 for low in lows) == 3, "after each byte"
    assert waves([slow])[-1].t_us == pytest.approx(slow.end_us)


@given(
    st.lists(
        st.tuples(
            st.integers(0, 127), st.booleans(), st.booleans(), st.binary(max_size=6),
            st.integers(0, 6), st.booleans(), st.floats(0.0, 200.0), st.floats(0.0, 50.0),
        ),
        min_size=1,
        max_size=4,
    )
)  # fmt: skip
def test_a_listener_hears_any_row_of_transactions(rows: list[Any]) -> None:
    made: list[Transaction] = []
    now_us = 50.0
    for address, read, acked, data, acks, stop, gap_us, length_us in rows:
        repeated = bool(made) and not made[-1].stop
        now_us += 0.0 if repeated else gap_us
        made.append(
            Transaction(now_us, now_us + length_us, address, read, acked, data,
                        min(acks, len(data)), repeated, stop)
        )  # fmt: skip
        now_us += max(length_us, 1.0)
    changes = waves(made)
    assert all(a.t_us <= b.t_us for a, b in pairwise(changes))
    heard = [bits[: len(bits) // 9 * 9] for kind, _, bits in listen(changes) if kind != "P"]
    assert heard == [bits_of(transaction) for transaction in made]


def test_fields_read_as_on_a_protocol_analyser() -> None:
    texts = [field.text for field in fields(write())]
    assert texts == ["S", "0x77 W", "ACK", "f4", "ACK", "2e", "ACK", "P"]
    read = write(b"\x6c", read=True, data_acks=0, repeated=True, stop=False)
    assert [field.text for field in fields(read)] == ["Sr", "0x77 R", "ACK", "6c", "NAK"]
    assert fields(read)[-1].role == "ack", "a controller ends its reading like that"
    refused = write(b"", acked=False)
    assert [(f.text, f.role) for f in fields(refused)][2] == ("NAK", "nak")


def test_fields_follow_each_other_and_lie_where_the_wave_is() -> None:
    transaction = write()
    boxes = fields(transaction)
    assert boxes[0].start_us == transaction.start_us
    assert boxes[-1].end_us == pytest.approx(transaction.end_us)
    assert all(a.end_us == b.start_us for a, b in pairwise(boxes))
    byte = boxes[3]
    clocks = [t for t, level in levels_us(waves([transaction]))[1] if level]
    assert sum(byte.start_us <= t < byte.end_us for t in clocks) == 8


@given(
    st.binary(max_size=12),
    st.booleans(),
    st.booleans(),
    st.floats(0.0, 500.0),
    st.floats(-0.1, 1.1),
    st.floats(0.0, 0.4),
)
def test_a_window_of_a_long_transfer_is_the_same_as_in_the_whole(
    data: bytes, acked: bool, stop: bool, spare_us: float, place: float, share: float
) -> None:
    plain = write(data, acked=acked, stop=stop)
    transaction = replace(plain, end_us=plain.end_us + spare_us)
    length_us = transaction.end_us - transaction.start_us
    from_us = transaction.start_us + place * length_us
    to_us = from_us + share * length_us

    def seen(changes: list[Lines]) -> list[Lines]:
        inside = [c for c in changes if from_us < c.t_us <= to_us]
        return [*[c for c in changes if c.t_us <= from_us][-1:], *inside]

    whole, part = (seen(waves([transaction], *w)) for w in ((), (from_us, to_us)))
    assert [c[1:] for c in part][:1] == [c[1:] for c in whole][:1]
    assert part[1:] == whole[1:]
    boxes = [f for f in fields(transaction) if f.end_us >= from_us and f.start_us <= to_us]
    windowed = fields(transaction, from_us, to_us)
    assert [f for f in windowed if f.end_us >= from_us and f.start_us <= to_us] == boxes


def test_a_window_of_a_long_transfer_is_short() -> None:
    transaction = write(bytes(100_000))
    middle_us = (transaction.start_us + transaction.end_us) / 2
    assert len(waves([transaction], middle_us, middle_us + 50)) < 300
    assert len(fields(transaction, middle_us, middle_us + 50)) < 30
