"""Which pin a program asks for when it reads the register that has them all.

A floating input reads noise, and the bench says so in words; it must not say so of a pin that
nobody looks at. Compilers load the register and pick one bit out of it a few instructions later:
those instructions are looked at, once for each place in the firmware.
"""

from __future__ import annotations

from rp2040py.rp2040 import RP2040

_FLASH_START, _FLASH_END = 0x10000000, 0x11000000
_LOOK_AHEAD = 8

Recipe = tuple[int, int | None]
"""A register with a mask; or one with a mask that is shifted by what the second one has."""


class Asked:
    """Tells it of the load that `mcu` is carrying out."""

    def __init__(self, mcu: RP2040) -> None:
        self._mcu = mcu
        self._recipes: dict[int, Recipe | None] = {}

    def gpio(self) -> int | None:
        """The pin that is asked for; None when that cannot be said."""
        core = self._mcu.core
        pc = int(core.pc)
        if not _FLASH_START <= pc < _FLASH_END:
            return None  # code in memory may be other code next time
        if pc not in self._recipes:
            self._recipes[pc] = self._find(pc)
        recipe = self._recipes[pc]
        if recipe is None:
            return None
        mask, shift = recipe
        bits = int(core.registers[mask])
        if shift is not None:
            bits <<= int(core.registers[shift]) & 0xFF
        gpio = bits.bit_length() - 1
        return gpio if bits and bits == 1 << gpio and gpio < 30 else None

    def _find(self, pc: int) -> Recipe | None:
        """`pc` is where the program goes on after the load. See ARMv6-M, A5.2, for the bits."""
        read = self._mcu.read_uint16
        load = read(pc - 2)
        if load >> 11 != 0b01101:  # LDR Rt, [Rn, #offset]
            return None
        loaded = load & 7
        changed = {loaded}
        shifted: dict[int, int] = {}
        for at in range(pc, pc + 2 * _LOOK_AHEAD, 2):
            code = read(at)
            low, high = code & 7, code >> 3 & 7
            if code >> 6 in (0b0100000000, 0b0100001000) and loaded in (low, high):  # ANDS, TST
                mask = high if low == loaded else low
                if mask in shifted:
                    return mask, shifted[mask]
                return None if mask in changed else (mask, None)
            if code >> 6 == 0b0100000010 and not {low, high} & changed:  # LSLS Rd, Rs
                shifted[low] = high
                changed.add(low)
            elif code >> 11 == 0b01101 or code >> 11 == 0:  # LDR, LSLS by a number
                changed.add(low)
                shifted.pop(low, None)
            elif code >> 11 == 0b00100:  # MOVS Rd, #number
                changed.add(code >> 8 & 7)
                shifted.pop(code >> 8 & 7, None)
            else:
                return None
        return None
