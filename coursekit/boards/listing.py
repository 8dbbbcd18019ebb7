"""The table that `coursekit boards` prints: what is plugged in, how sure, and who holds it."""

from __future__ import annotations

from coursekit.boards import advice, holders, ports
from coursekit.boards.usb import Certainty

_SURE = {
    Certainty.CERTAIN: "MicroPython",
    Certainty.LIKELY: "likely MicroPython",
    Certainty.MAYBE: "maybe a board",
    Certainty.NO: "not MicroPython",
}
_HEAD = ("port", "what", "certainty", "serial number", "in use by")


def table() -> str:
    """All USB serial ports that are known, and the boards without hardware; a line each."""
    rows = [_HEAD]
    for found in ports.find_ports():
        held = ", ".join(map(str, holders.holders(found.port)))
        sure = _SURE[found.certainty]
        rows.append((found.port, found.name, sure, found.serial_number or "-", held or "-"))
    nothing = len(rows) == 1
    rows.append(("virtual", "Raspberry Pi Pico W, simulated", "MicroPython", "-", "-"))
    rows.append(("emulated", "Raspberry Pi Pico, its chip emulated", "MicroPython", "-", "-"))
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = [
        "  ".join(text.ljust(width) for text, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    ]
    if nothing:
        lines += ["", "No board is plugged in.", *advice.no_port()]
    return "\n".join(lines)
