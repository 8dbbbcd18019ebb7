"""Which board a session runs on: the one that is plugged in, the virtual one, or one by name."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import TYPE_CHECKING

from serial.tools import list_ports

from coursekit.boards import serial
from coursekit.boards.board import Board
from coursekit.boards.errors import BoardError, BoardNotFound

if TYPE_CHECKING:
    from coursekit.bench import Diagram

VIRTUAL = "virtual"
VARIABLE = "COURSEKIT_BOARD"


def connect(
    target: str | None = None,
    diagram: Diagram | None = None,
    runtime: str | None = None,
    *,
    ask: Callable[[str, bool], str] | None = None,
) -> Board:
    """Open a board.

    target: "virtual", a port, or the USB serial number of a board. None takes what the
    environment variable COURSEKIT_BOARD says, else the one known board that is plugged in, else
    the virtual board. diagram: what the virtual board is wired to. runtime: the path of another
    unix MicroPython for it. ask: asks the person for a line: (prompt, whether it is a password).
    Raises `BoardError` when several boards are plugged in, when a real one is given a `runtime`,
    and as `VirtualBoard` and `open_serial` do.
    """
    target = target or os.environ.get(VARIABLE) or _plugged_in() or VIRTUAL
    if target == VIRTUAL:
        return _virtual(diagram, runtime)
    if runtime is not None:
        raise BoardError(
            f"{target} is a real board and runs its own MicroPython. Leave the runtime out, or use "
            f"the virtual board: %connect {VIRTUAL} --runtime {runtime}"
        )
    return serial.open_serial(port_of(target))


def port_of(target: str) -> str:
    """The port that `target` names: itself, or the one where the board with that number is."""
    ports = list_ports.comports()
    by_number = {info.serial_number: info.device for info in ports if info.serial_number}
    if target in by_number:
        return by_number[target]
    looks_like_port = os.sep in target or target.upper().startswith("COM") or "://" in target
    if looks_like_port or target in {info.device for info in ports}:
        return target
    there = ", ".join(info.device for info in ports) or "none"
    raise BoardNotFound(
        f"There is no board {target!r}. Give virtual, a port or a USB serial number. "
        f"Ports there are: {there}."
    )


def _plugged_in() -> str | None:
    certain = [found for found in serial.find_boards() if found.certain]
    if len(certain) > 1:
        lines = "\n".join(f"%connect {found.port}    # {found.name}" for found in certain)
        raise BoardError(
            "Several boards are plugged in. Say which one to use, in a cell of its own:\n"
            f"{lines}\n%connect {VIRTUAL}    # none of them"
        )
    return certain[0].port if certain else None


def _virtual(diagram: Diagram | None, runtime: str | None) -> Board:
    from coursekit.boards.virtual import VirtualBoard

    return VirtualBoard(diagram, runtime=runtime)
