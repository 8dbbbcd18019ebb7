"""The queue of interrupts, as a board asks for it."""

from __future__ import annotations

from coursekit.boards.virtual import protocol as p
from coursekit.boards.virtual.interrupts import MOST, Interrupts


def edge(pin: int, flags: int) -> int:
    return p.EVENT_EDGE << 12 | flags << 6 | pin


def waiting(*events: int, hard: tuple[int, ...] = ()) -> Interrupts:
    interrupts = Interrupts()
    for pin in hard:
        interrupts.set_hard(pin, True)
    for event in events:
        interrupts.add(event)
    return interrupts


def test_one_after_the_other_with_how_many_are_behind_it() -> None:
    first, second = edge(3, 1), p.EVENT_TICK << 12 | 5
    interrupts = waiting(first, second)
    assert interrupts.answer(0) == (0, 1 << 16 | first)
    assert interrupts.answer(0) == (0, second)
    assert interrupts.answer(0) == (0, 0)


def test_what_waits() -> None:
    soft, hard = edge(3, 1), edge(4, 1)
    assert waiting().answer(p.KEEP) == (0, 0)
    assert waiting(soft, hard=(4,)).answer(p.KEEP) == (p.SOFT_WAITS, 0)
    assert waiting(hard, hard=(4,)).answer(p.KEEP) == (p.HARD_WAITS, 0)
    both = waiting(soft, hard, hard=(4,))
    assert both.answer(p.KEEP) == (p.HARD_WAITS | p.SOFT_WAITS, 0)
    assert len(both) == 2


def test_hard_ones_overtake_soft_ones() -> None:
    interrupts = waiting(edge(3, 1), edge(4, 2), p.EVENT_TICK << 12 | 4, hard=(4,))
    assert interrupts.answer(p.HARD) == (0, 2 << 16 | edge(4, 2))
    assert interrupts.answer(p.HARD) == (0, 0)
    interrupts.set_hard(3, True)
    assert interrupts.answer(p.HARD) == (0, 1 << 16 | edge(3, 1))
    assert len(interrupts) == 1


def test_edges_of_a_time_without_interrupts_are_one_for_each_pin() -> None:
    tick = p.EVENT_TICK << 12
    interrupts = waiting(edge(17, 2), edge(15, 2), edge(15, 1), tick, edge(15, 2), tick)
    assert interrupts.answer(p.MERGE | p.KEEP) == (p.SOFT_WAITS, 0)
    found = [interrupts.answer(0)[1] & 0xFFFF for _ in range(4)]
    assert found == [tick, tick, edge(15, 3), edge(17, 2)]
    assert len(interrupts) == 0


def test_too_many_are_lost_and_a_reset_forgets_all() -> None:
    interrupts = waiting(*[edge(3, 1)] * (MOST + 1), hard=(3,))
    assert len(interrupts) == MOST
    interrupts.clear()
    interrupts.add(edge(3, 1))
    assert interrupts.answer(p.KEEP) == (p.SOFT_WAITS, 0)
