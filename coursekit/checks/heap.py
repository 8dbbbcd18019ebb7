"""How much heap a call takes: seen from outside the VM, where no program can lie about it.

Reads the allocation table of MicroPython's garbage collector (py/gc.c: two bits a block, zero is
free) from the process's memory. A second, pristine VM runs the same call of a function that does
nothing; what that takes is the price of calling. Linux only.
"""

from __future__ import annotations

import contextlib
import struct
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from coursekit.boards.errors import BoardError, BoardFault, RemoteError

if TYPE_CHECKING:
    from coursekit.boards.virtual.board import VirtualBoard

BLOCK_BYTES = 32
"""Of a 64-bit MicroPython: four words."""

_PER_BYTE = 4
_TIMES = 4
_MOST_TIMES = 20
_TRIES = 5
_HOLD_CLOCK, _RELEASE_CLOCK = b"Q", b"R"
_USED = bytes(sum((byte >> shift & 3) != 0 for shift in (0, 2, 4, 6)) for byte in range(256))
_UNTOUCHED = 0xFFFF_FFFF_FFFF
_AFTER_AREA = 2048
_MAX_MAPPING = 16 << 20
_COLLECT = "__import__('gc').collect()"
_COLLECT_AND_COUNT = "__import__('_collect').gc.collect()"  # the Unix port's own, below the rp2's


class HeapHidden(Exception):
    """The heap of this process cannot be seen, or is not what it should be."""


@dataclass(frozen=True)
class _Area:
    """Where in the process the collector's area is described, and what it says.

    The fields in a row (py/mpstate.h, mp_state_mem_area_t): the table's start, its length in
    bytes, the finalisers' table, the pool's start and end.
    """

    address: int
    table: int
    length: int


def allocated_bytes(
    board: VirtualBoard, expression: str, parameters: Sequence[str], run: Callable[[str], None]
) -> int | None:
    """Bytes of heap that `run(expression)`, a call on the board, takes.

    parameters: names that fit its arguments, in their order. The call must have been made before.

    It is run four times, on a busy computer more often. What only a garbage collection could give
    back counts; what was given back at once does not.
    None when the heap cannot be told: garbage was collected meanwhile, or the program has changed
    the VM. Raises what `run` raises, and BoardFault on a computer that shows no heap at all.
    """
    price = _price(expression, tuple(parameters))
    try:
        taken = _taken(board, lambda: run(expression))
    except HeapHidden:
        return None
    return None if taken is None else max(0, taken - price) * BLOCK_BYTES


def _taken(board: VirtualBoard, run: Callable[[], object]) -> int | None:
    """Blocks that `run()` takes at the least, None when garbage was ever collected meanwhile.

    A run after which the board had to be asked whether it has ended does not count.

    The board's own work beside the program, which depends on the computer's load, now and then
    takes some; but never gives any back.
    """
    found: list[int] = []
    for _ in range(_MOST_TIMES):
        # Where the program has put something else in its place, the heap fills up: its own fault.
        with contextlib.suppress(RemoteError):
            board.exec(_COLLECT)
        asked = board.repl.asked
        board.hardware.command(_HOLD_CLOCK)  # it takes some too, as often as the computer is slow
        try:
            taken = _taken_once(board, run)
        finally:
            board.hardware.command(_RELEASE_CLOCK)
        if taken is None:
            return None
        if board.repl.asked == asked:
            found.append(taken)
            if len(found) == _TIMES:
                return min(found)
    return min(found, default=None)


def _taken_once(board: VirtualBoard, run: Callable[[], object]) -> int | None:
    pid, count = board.pid, _places().count
    area = _area(pid, _module(pid) + _places().area)
    before = _used(pid, area)
    # The collector counts here what it frees, and begins at 0: so a collection leaves a trace.
    _poke(pid, area.address + count, _UNTOUCHED)
    run()
    if board.pid != pid or _peek(pid, area.address + count) != _UNTOUCHED:
        return None
    return _used(pid, area) - before


@cache
def _price(expression: str, parameters: tuple[str, ...]) -> int:
    """Blocks that calling alone takes."""
    from coursekit.boards.virtual.board import VirtualBoard

    names = expression.partition("(")[0].split(".")
    code = f"def _({', '.join(parameters)}): pass\n"
    for name in reversed(names[1:]):
        code += f"class _o: pass\n_o.{name} = _\n_ = _o\n"
    try:
        with VirtualBoard(fast_forward=True) as pristine:
            pristine.exec(code + f"{names[0]} = _\n")
            pristine.exec(expression)  # the first time, it makes room for its names
            taken = _taken(pristine, lambda: pristine.exec(expression))
    except (HeapHidden, BoardError) as error:
        raise BoardFault(f"This computer does not show a process's heap: {error}") from error
    if taken is None:
        raise BoardFault("The virtual board collected garbage while it did nothing. Try again.")
    return taken


@dataclass(frozen=True)
class _Places:
    """Where things are: the area counted from the module's start, the count from the area's."""

    area: int
    count: int


@cache
def _places() -> _Places:
    """The same in every process of this MicroPython, so found once, in pristine ones."""
    from coursekit.boards.virtual.board import VirtualBoard

    why = ""
    for _ in range(_TRIES):  # what looks like a heap may be there twice by chance
        try:
            with VirtualBoard(fast_forward=True) as pristine:
                address = _find(pristine.pid)
                return _Places(address - _module(pristine.pid), _find_count(pristine, address))
        except (HeapHidden, BoardError) as error:
            why = str(error)
    raise BoardFault(f"This computer does not show a process's heap: {why}")


def _find_count(board: VirtualBoard, address: int) -> int:
    """Where the collector keeps how much it freed: there `gc.collect()` gets its value from."""
    pid = board.pid
    places = set(range(0, _AFTER_AREA, 8))
    for number in (3, 11, 40, 7):
        board.exec(f"[bytearray(64) for _ in range({number})]")
        freed = board.eval(_COLLECT_AND_COUNT)
        words = struct.unpack(f"<{_AFTER_AREA // 8}Q", _read(pid, address, _AFTER_AREA))
        places &= {8 * i for i, word in enumerate(words) if word == freed}
    if len(places) != 1:
        raise HeapHidden("the garbage collector's count was not found.")
    return places.pop()


def _find(pid: int) -> int:
    """The address of the one place in the process that describes a heap whose parts fit."""
    import numpy as np

    found: list[int] = []
    for line in _maps(pid):
        where, permissions = line.split(None, 2)[:2]
        low, high = (int(part, 16) for part in where.split("-"))
        if not permissions.startswith("rw") or high - low > _MAX_MAPPING or "[" in line:
            continue
        words = np.frombuffer(_read(pid, low, high - low), dtype="<u8")
        if len(words) < 8:
            continue
        table, length, pool, end = words[:-4], words[1:-3], words[3:-1], words[4:]
        fits = (table > 4096) & (length > 256) & (length < 1 << 20) & (pool > table)
        fits &= (end > pool) & (end - pool == length * np.uint64(_PER_BYTE * BLOCK_BYTES))
        fits &= pool - table < length * np.uint64(4)
        found += (low + 8 * int(i) for i in np.flatnonzero(fits))
    if len(found) != 1:
        raise HeapHidden(f"there are {len(found)} places that look like a heap.")
    return found[0]


def _module(pid: int) -> int:
    """Where MicroPython is in the process."""
    for line in _maps(pid):
        if "micropython" in line.rpartition("/")[2]:
            return int(line.partition("-")[0], 16)
    raise HeapHidden("there is no MicroPython in it.")


def _maps(pid: int) -> list[str]:
    try:
        with open(f"/proc/{pid}/maps", encoding="ascii", errors="replace") as file:
            return file.read().splitlines()
    except OSError as error:
        raise HeapHidden(str(error)) from error


def _area(pid: int, address: int) -> _Area:
    """The area described at `address`; a program may have written there."""
    table, length, _, pool, end = struct.unpack("<5Q", _read(pid, address, 40))
    if not 256 < length < 1 << 20 or end - pool != length * _PER_BYTE * BLOCK_BYTES:
        raise HeapHidden("its heap is not described where it was.")
    return _Area(address, table, length)


def _used(pid: int, area: _Area) -> int:
    """Blocks in use, garbage included."""
    return sum(_read(pid, area.table, area.length).translate(_USED))


def _peek(pid: int, address: int) -> int:
    return int.from_bytes(_read(pid, address, 8), "little")


def _poke(pid: int, address: int, value: int) -> None:
    try:
        with open(f"/proc/{pid}/mem", "r+b", buffering=0) as memory:
            memory.seek(address)
            memory.write(value.to_bytes(8, "little"))
    except OSError as error:
        raise HeapHidden(str(error)) from error


def _read(pid: int, address: int, size: int) -> bytes:
    try:
        with open(f"/proc/{pid}/mem", "rb", buffering=0) as memory:
            memory.seek(address)
            data = memory.read(size)
    except (OSError, ValueError, OverflowError) as error:
        raise HeapHidden(str(error)) from error
    if data is None or len(data) != size:
        raise HeapHidden("its memory cannot be read.")
    return data
