"""How many, how much and which, as the kit says it everywhere."""

from __future__ import annotations


def counted(count: int, what: str) -> str:
    """ "1 file", "3 files"."""
    return f"{count} {what}{'' if count == 1 else 's'}"


def listed(names: list[str]) -> str:
    """ "a", "a and b", "a, b and c"."""
    *before, last = names
    return f"{', '.join(before)} and {last}" if before else last


def amount(count: float, unit: str = "B") -> str:
    """How much in few digits: "512 B", "1.5 kB", "2.0 MB"; other units are counted: "3 files"."""
    if unit != "B":
        digits = 0 if count >= 10 or count == int(count) else 1
        return f"{count:.{digits}f} {unit.removesuffix('s') if count == 1 else unit}"
    for scale, prefix in ((1e6, "M"), (1e3, "k")):
        if count >= scale * 0.99995:
            return f"{count / scale:.1f} {prefix}B"
    return f"{count:.0f} B"
