"""Which pin a load of all pins is for: told from the instructions that follow it."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from coursekit.boards.emulated.wiring.asked import Asked

# ARMv6-M encodings; r3 has the base of SIO, r1 a mask or a 1, r2 a pin's number.
LOAD = 0x685B  # ldr r3, [r3, #4]
TST, ANDS = 0x420B, 0x400B  # of r3 with r1
SHIFT = 0x4091  # lsls r1, r2
SHIFT_OTHER = 0x006D  # lsls r5, r5, #1
LOAD_OTHER, LOAD_MASK, LOAD_NUMBER = 0x6860, 0x6861, 0x6862  # ldr r0 / r1 / r2, [r4, #4]
SET_OTHER = 0x2501  # movs r5, #1
CALL = 0xF7FF
PLACE = 0x10001000


def chip(*code: int, place: int = PLACE, r1: int = 1, r2: int = 14) -> Any:
    """A chip that has just carried out the first of these instructions, at `place`."""
    memory = dict(enumerate(code))
    core = SimpleNamespace(pc=place + 2, registers=[0, r1, r2, 0, 0, 0, 0, 0])
    return SimpleNamespace(core=core, read_uint16=lambda at: memory[(at - place) // 2])


@pytest.mark.parametrize(
    "code",
    [
        (LOAD, SHIFT, TST),
        (LOAD, SHIFT, ANDS),
        (LOAD, LOAD_OTHER, SHIFT, SET_OTHER, SHIFT_OTHER, ANDS),
    ],
)
def test_a_mask_that_is_still_to_be_shifted(code: tuple[int, ...]) -> None:
    assert Asked(chip(*code)).gpio() == 14


def test_a_mask_that_is_there() -> None:
    assert Asked(chip(LOAD, TST, r1=1 << 7)).gpio() == 7


@pytest.mark.parametrize(
    "code",
    [
        (LOAD, CALL, CALL, TST),
        (LOAD, LOAD_MASK, TST),
        (LOAD, LOAD_NUMBER, SHIFT, TST),
        (LOAD, SHIFT, LOAD_MASK, TST),
        (LOAD, *(SET_OTHER,) * 20),
        (0x58D3, TST),
    ],
    ids=["call", "mask unknown", "number unknown", "mask lost", "far away", "other load"],
)
def test_what_cannot_be_said(code: tuple[int, ...]) -> None:
    assert Asked(chip(*code)).gpio() is None


def test_more_than_one_pin_or_none_at_all() -> None:
    for mask in (0, 3, 1 << 30):
        assert Asked(chip(LOAD, TST, r1=mask)).gpio() is None


def test_code_in_memory_may_change() -> None:
    assert Asked(chip(LOAD, TST, place=0x20000100)).gpio() is None
