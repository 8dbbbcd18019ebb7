"""How quick the virtual board is, beside the bare MicroPython that it is made of."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np

from benchmarks.harness import Result, at_least, at_most, bare_micropython, ratio, timed
from coursekit.boards.virtual import VirtualBoard

START_LIMIT = 2.0
EXEC_LIMIT = 3.0
WRITES_PER_S = 200_000
BLINK_LIMIT_S = 0.2
EDGE_LIMIT_MS = 1.0
PICO_W_BLOCKS = 190_000 / 16
BLOCKS_TOLERANCE = 0.1

_BLOCK_BYTES = 32
_WRITES = 200_000
_EXECS = 50
_BLINK = """
from machine import Pin
import time
led = Pin(15, Pin.OUT)
for _ in range(60):
    led.on()
    time.sleep_ms(500)
    led.off()
    time.sleep_ms(500)
"""


def start() -> Result:
    """From nothing to an answer, and off again."""

    def board() -> None:
        VirtualBoard().close()

    command = [str(Path(sys.executable).with_name("micropython")), "-c", "pass"]
    return ratio(
        "board start",
        board,
        lambda: subprocess.run(command, check=True),
        against="micropython -c pass",
        limit=START_LIMIT,
        runs=25,
    )


def execute() -> Result:
    """`print(1)`, with everything that makes it safe, beside the same over bare pipes."""
    with VirtualBoard() as board, _raw_pipes() as round_trip:

        def ours() -> None:
            for _ in range(_EXECS):
                board.exec("print(1)", _nobody)

        def bare() -> None:
            for _ in range(_EXECS):
                round_trip()

        result = ratio(
            'exec("print(1)")',
            ours,
            bare,
            against="raw pipe round trip",
            limit=EXEC_LIMIT,
            runs=101,
        )
    return Result(
        result.name, result.value, "x", result.limit, "less", f"{_EXECS} of them: {result.note}"
    )


def writes() -> Result:
    """`Pin.value(x)` in a loop, until the last one is in the trace; in order, none lost."""
    with VirtualBoard(fast_forward=True) as board:
        board.exec(
            "from machine import Pin\nvalue = Pin(15, Pin.OUT).value\n"
            "def run(n):\n    v = value\n    for _ in range(n):\n        v(1)\n        v(0)\n"
        )
        program = f"run({_WRITES // 2})"

        def run() -> float:
            bench = board.bench
            before = len(bench.trace["GP15"])
            took_s = timed(lambda: _run_to_the_trace(board, program))
            channel = bench.trace["GP15"]
            levels, times = channel.values[before:], channel.times_us[before:]
            assert len(levels) == _WRITES
            assert (levels == np.tile([1, 0], _WRITES // 2)).all()
            assert (np.diff(times) >= 0).all()
            return _WRITES / took_s

        return at_least("writes that reach the trace", run, unit="/s", limit=WRITES_PER_S, runs=7)


def blink_idle() -> Result:
    """A minute of blinking in fast-forward."""
    return _blink("fast-forward blink, 60 s")


def blink_busy() -> Result:
    """The same while every core has other things to do."""
    with _busy(2 * (os.cpu_count() or 1)):
        return _blink("the same, cores busy")


def blink_edges() -> Result:
    """How far the worst edge of that minute is from where it should be, cores busy."""
    with _busy(2 * (os.cpu_count() or 1)):
        return at_most(
            "its worst edge", lambda: _run_blink()[1], unit="ms", limit=EDGE_LIMIT_MS, runs=5
        )


def heap() -> Result:
    """Free blocks after the start, beside a Pico W's."""
    with VirtualBoard() as board:
        free = board.eval("(__import__('gc').collect(), __import__('gc').mem_free())[1]")
    assert isinstance(free, int)
    blocks = free / _BLOCK_BYTES
    return Result(
        "free blocks off a Pico W's",
        100 * abs(blocks / PICO_W_BLOCKS - 1),
        "%",
        100 * BLOCKS_TOLERANCE,
        "less",
        f"{blocks:,.0f}; a Pico W: {PICO_W_BLOCKS:,.0f}",
    )


BENCHMARKS: list[Callable[[], Result]] = [
    start,
    execute,
    writes,
    blink_idle,
    blink_busy,
    blink_edges,
    heap,
]


def _blink(name: str) -> Result:
    return at_most(name, lambda: _run_blink()[0], unit="s", limit=BLINK_LIMIT_S, runs=7)


def _run_blink() -> tuple[float, float]:
    """Seconds that it took, and the worst edge's error in milliseconds."""
    with VirtualBoard(fast_forward=True) as board:
        board.exec("pass")
        took_s = timed(lambda: _run_to_the_trace(board, _BLINK))
        times_us = board.bench.trace["GP15"].times_us[-120:]
    assert len(times_us) == 120
    wanted_us = times_us[0] + 500_000 * np.arange(120)
    return took_s, float(np.abs(times_us - wanted_us).max()) / 1000


def _run_to_the_trace(board: VirtualBoard, program: str) -> None:
    board.exec(program)
    board.hardware.settle()


@contextlib.contextmanager
def _raw_pipes() -> Iterator[Callable[[], None]]:
    """A function that runs `print(1)` in the raw REPL of a bare MicroPython."""
    with subprocess.Popen(
        bare_micropython("-i", "-c", "pass"),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        bufsize=0,
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        to, out = process.stdin.fileno(), process.stdout.fileno()

        def wait_for(end: bytes) -> None:
            got = b""
            while not got.endswith(end):
                piece = os.read(out, 65536)
                assert piece, got
                got += piece

        def round_trip() -> None:
            os.write(to, b"print(1)\x04")
            wait_for(b"OK1\n\x04\x04>")

        os.write(to, b"\x01")
        wait_for(b"raw REPL; CTRL-B to exit\r\n>")
        try:
            yield round_trip
        finally:
            process.kill()


@contextlib.contextmanager
def _busy(processes: int) -> Iterator[None]:
    """So many processes that compute, from the first statement on."""
    code = "print(flush=True)\nwhile True: pass"
    command = [sys.executable, "-I", "-S", "-c", code]
    with contextlib.ExitStack() as stack:
        for _ in range(processes):
            load = stack.enter_context(subprocess.Popen(command, stdout=subprocess.PIPE))
            stack.callback(load.kill)
            assert load.stdout is not None
            load.stdout.readline()
        yield


def _nobody(text: str) -> None:
    """Takes the output."""
