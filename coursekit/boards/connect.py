"""Which board a session runs on: the one that is plugged in, the virtual one, or one by name."""

from __future__ import annotations

import os
from collections.abc import Iterable
from typing import TYPE_CHECKING

from coursekit.boards import advice, ports, serial
from coursekit.boards.board import Ask, Board
from coursekit.boards.errors import (
    BoardError,
    BoardNotFound,
    BoardTimeout,
    PortBusy,
    PortPermission,
)
from coursekit.boards.ports import FoundPort

if TYPE_CHECKING:
    from coursekit.bench import Diagram

VIRTUAL = "virtual"
EMULATED = "emulated"
VARIABLE = "COURSEKIT_BOARD"


def connect(
    target: str | None = None,
    diagram: Diagram | None = None,
    runtime: str | None = None,
    ask: Ask | None = None,
) -> Board:
    """Open a board.

    target: "virtual"; "emulated"; a port (`/dev/ttyACM0`, `COM3`, a link to one); a USB serial
    number; a name as `pico`, `esp32`, `microbit`; `ws://host` (WebREPL, see `open_webrepl`);
    `socket://host:port` or `rfc2217://host:port`. None takes what the environment variable
    COURSEKIT_BOARD says, else the one board that is plugged in and certain to run MicroPython,
    else the virtual board; see `hint`. diagram: what a board without hardware is wired to.
    runtime: the path of another unix MicroPython for the virtual board, of firmware (.uf2) for the
    emulated one; None for the usual, which is downloaded for the emulated one if need be.
    ask: for the password of a WebREPL.
    Raises `BoardError` when several boards fit or when a real one is given a `runtime`, and as
    `VirtualBoard`, `open_serial` and `open_webrepl` do.
    """
    asked = target or os.environ.get(VARIABLE)
    target = (asked or _plugged_in() or VIRTUAL).strip()
    if target.casefold() == VIRTUAL:
        return _virtual(diagram, runtime)
    if target.casefold() == EMULATED:
        return _emulated(diagram, runtime)
    if runtime is not None:
        raise BoardError(
            f"{target} is a real board and runs its own MicroPython. Leave the runtime out, or use "
            f"the virtual board: %connect {VIRTUAL} --runtime {runtime}"
        )
    if _is_webrepl(target):
        from coursekit.boards.webrepl import open_webrepl

        return open_webrepl(target, ask)
    try:
        return serial.open_serial(port_of(target))
    except (BoardTimeout, PortBusy, PortPermission) as error:
        if asked:
            raise
        text = f"{error}\nTo work without that board: %connect {VIRTUAL}"
        raise type(error)(text) from error


def get_ready() -> None:
    """Load what the virtual board needs, if `connect` would take it now for a session's first cell.

    Raises BoardError or OSError when there can be no virtual board.
    """
    named = os.environ.get(VARIABLE, "").strip()
    if named.casefold() != VIRTUAL and (named or any(p.certain for p in ports.find_boards())):
        return
    from coursekit.boards.virtual import runtime, zygote

    found = runtime.find_runtime()
    if found.kind == "module" and zygote.AVAILABLE:
        zygote.prepare(found.where)
    runtime.overlay_bundle()
    from coursekit.boards.virtual import board  # noqa: F401  (while the process gets ready)


def port_of(target: str) -> str:
    """The port that `target` names: itself, or the one where the board of that number or name is.

    Of a WebREPL its address without the password. Raises `BoardNotFound`, and `BoardError` when
    there are several.
    """
    if _is_webrepl(target):
        from coursekit.boards.webrepl import parse

        return parse(target).url
    if "://" in target:
        return target
    names = ports.port_names()
    if target in names:
        return target
    if os.path.realpath(target) in names:  # as the links below /dev/serial
        return os.path.realpath(target)
    found = ports.find_ports()
    numbered = [p for p in found if p.serial_number.casefold() == target.casefold()]
    if os.sep in target or target.upper().startswith("COM"):
        return target
    fitting = numbered or ports.named(target, ports.find_boards())
    if len(fitting) > 1:
        raise BoardError(f"Several boards fit {target!r}. {_choose(fitting)}")
    if fitting:
        return fitting[0].port
    there = _ways_to(ports.find_boards())
    raise BoardNotFound(
        f"There is no board {target!r}. Give virtual, a port, a USB serial number, a name (pico, "
        "esp32, microbit) or ws://HOST. "
        + (f"Boards there are:\n{there}" if there else advice.there_are(names))
    )


def hint() -> str:
    """What to tell somebody who got the virtual board though a board may be plugged in, or ""."""
    lines = [
        f"%connect {found.port}    # if it is your board: {found.name}"
        for found in ports.find_boards()
        if not found.certain
    ]
    if not lines:
        return ""
    return (
        "This is the virtual board. What is plugged in need not run MicroPython, so it is not "
        "opened by itself:\n" + "\n".join(lines)
    )


def _is_webrepl(target: str) -> bool:
    return target.casefold().startswith(("ws:", "wss:"))


def _plugged_in() -> str | None:
    certain = [found for found in ports.find_boards() if found.certain]
    if len(certain) > 1:
        raise BoardError(f"Several boards are plugged in. {_choose(certain)}")
    return certain[0].port if certain else None


def _choose(found: Iterable[FoundPort]) -> str:
    return (
        f"Say which one to use, in a cell of its own:\n{_ways_to(found)}\n"
        f"%connect {VIRTUAL}    # none of them"
    )


def _ways_to(found: Iterable[FoundPort]) -> str:
    return "\n".join(f"%connect {port.port}    # {port.line()}" for port in found)


def _virtual(diagram: Diagram | None, runtime: str | None) -> Board:
    from coursekit.boards.virtual import VirtualBoard

    return VirtualBoard(diagram, runtime=runtime)


def _emulated(diagram: Diagram | None, runtime: str | None) -> Board:
    from coursekit.boards.emulated import EmulatedBoard

    return EmulatedBoard(diagram, firmware=runtime, download=True)
