"""How long the emulated board takes for what people wait for, beside the virtual one.

Both in fast-forward: what is measured is the computer's time. One figure compares with the emulator
as its package has it, whose USB host keeps the chip awake.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace

from rp2040py.boards import BOARDS
from rp2040py.device import MicroPythonDevice

from benchmarks.harness import Result, ratio, timed
from coursekit.boards import Board
from coursekit.boards.emulated import EmulatedBoard
from coursekit.boards.emulated.firmware import find_firmware
from coursekit.boards.virtual import VirtualBoard

BOOT_LIMIT = 60
PRINT_LIMIT = 400
UPLOAD_LIMIT = 4000
SLEEP_LIMIT = 600
LOOP_LIMIT = 4000
PATCHED_LIMIT = 0.2
"""Several times what was measured on two cores: the ratios say how a board feels, not how good."""

_RUNS = 5
_UPLOAD = bytes(range(256)) * 40
_SLEEP = "import time\ntime.sleep_ms(500)"
_SHORT_SLEEP = "import time\ntime.sleep_ms(50)"


def emulated_boot() -> Result:
    """From nothing to the first answer."""

    def boot(kind: Callable[..., Board]) -> None:
        with kind(fast_forward=True) as board:
            board.exec("pass")

    return ratio(
        "emulated: boot",
        lambda: boot(EmulatedBoard),
        lambda: boot(VirtualBoard),
        against="virtual board",
        limit=BOOT_LIMIT,
        runs=_RUNS,
    )


def emulated_print() -> Result:
    """One short program and its output."""
    return _beside_virtual("print(1)", lambda board: board.exec("print(1)"), PRINT_LIMIT)


def emulated_upload() -> Result:
    """10 kB into the board's file system."""
    return _beside_virtual(
        "10 kB upload", lambda board: board.put("upload.bin", _UPLOAD), UPLOAD_LIMIT
    )


def emulated_sleep() -> Result:
    """Idle time is skipped on both."""
    return _beside_virtual("sleep_ms(500)", lambda board: board.exec(_SLEEP), SLEEP_LIMIT)


def emulated_loop() -> Result:
    """10,000 steps of a loop: each instruction of the firmware is emulated."""
    loop = "for i in range(10000): pass"
    return _beside_virtual("loop of 10,000 steps", lambda board: board.exec(loop), LOOP_LIMIT)


def emulated_sleep_patched() -> Result:
    """A sleep of 50 ms with the patch of the USB host and without it."""
    device = MicroPythonDevice(board=replace(BOARDS["pico"], image=find_firmware()))

    async def as_it_comes() -> list[float]:
        async with device:
            took = []
            for _ in range(_RUNS):
                begin = asyncio.get_running_loop().time()
                await device.aexec(_SHORT_SLEEP)
                took.append(asyncio.get_running_loop().time() - begin)
            return took

    base = sorted(asyncio.run(as_it_comes()))[_RUNS // 2]
    with EmulatedBoard(fast_forward=True) as board:
        board.exec(_SHORT_SLEEP)
        ours = sorted(timed(lambda: board.exec(_SHORT_SLEEP)) for _ in range(_RUNS))[_RUNS // 2]
    note = f"{ours * 1e3:.0f} ms; rp2040py without the patch: {base * 1e3:.0f} ms"
    return Result("emulated: sleep_ms(50)", ours / base, "x", PATCHED_LIMIT, "less", note)


def _beside_virtual(name: str, action: Callable[[Board], object], limit: float) -> Result:
    with EmulatedBoard(fast_forward=True) as emulated, VirtualBoard(fast_forward=True) as virtual:
        return ratio(
            f"emulated: {name}",
            lambda: action(emulated),
            lambda: action(virtual),
            against="virtual board",
            limit=limit,
            runs=_RUNS,
        )


BENCHMARKS = [
    emulated_boot,
    emulated_print,
    emulated_upload,
    emulated_sleep,
    emulated_loop,
    emulated_sleep_patched,
]
