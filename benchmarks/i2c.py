"""How many registers a program reads over I2C, beside bare questions over the same kind of pipe.

The bus runs at 1 MHz, the most that an RP2040 does: six bytes of a register take 83 us on its
wires, so that the simulation is what takes the time. At 400 kHz the wires alone allow 4,800/s.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import threading
from collections.abc import Callable
from dataclasses import replace

from benchmarks.harness import Result, at_least, bare_micropython, timed
from coursekit.bench import Diagram
from coursekit.boards.virtual import VirtualBoard

READS_PER_S = 5_000

_READS = 2_000
_REGISTER_BYTES = 6
_QUESTION_BYTES, _ANSWER_BYTES = 56, 24 + _REGISTER_BYTES
_WIRING = {
    "version": 1,
    "parts": [{"id": "pico", "type": "board-pi-pico-w"}, {"id": "mpu1", "type": "wokwi-mpu6050"}],
    "connections": [
        [f"mpu1:{a}", f"pico:{b}", "", []]
        for a, b in (("VCC", "3V3"), ("GND", "GND.1"), ("SDA", "GP4"), ("SCL", "GP5"))
    ],
}
_SET_UP = f"""
from machine import I2C
import time
i2c = I2C(0, freq=1_000_000)
i2c.writeto_mem(0x68, 0x6B, b'\\0')
buf = bytearray({_REGISTER_BYTES})
def run(n):
    read = i2c.readfrom_mem_into
    began = time.ticks_us()
    for _ in range(n):
        read(0x68, 0x3B, buf)
    return time.ticks_diff(time.ticks_us(), began)
"""
_ASK = f"""
import utime
out, answers = open({{out}}, 'wb', 0), open({{answers}}, 'rb', 0)
question, answer = bytearray({_QUESTION_BYTES}), bytearray({_ANSWER_BYTES})
def run(n):
    for _ in range(n):
        out.write(question)
        answers.readinto(answer)
start = open({{start}}, 'rb', 0)
while start.read(1):
    run({_READS})
    print()
"""


def i2c_reads() -> Result:
    """Six-byte register reads a second in real time, as the program counts them.

    The note has the rate of bare questions and answers of that size, with nothing behind them.
    """
    with VirtualBoard(Diagram.from_dict(_WIRING)) as board, _Raw() as raw:
        board.exec(_SET_UP)
        bare: list[float] = []

        def run() -> float:
            bare.append(_READS / timed(raw.run))
            took_us = board.eval(f"run({_READS})", timeout_s=60)
            assert isinstance(took_us, int)
            return _READS / took_us * 1e6

        result = at_least("register reads over I2C", run, unit="/s", limit=READS_PER_S, runs=11)
    rate = statistics.median(bare)
    note = f"{_REGISTER_BYTES} bytes each, real time, 1 MHz; bare pipes: {rate:,.0f}/s"
    return replace(result, note=note)


class _Raw:
    """A bare MicroPython that asks, and a thread that answers without looking."""

    def __enter__(self) -> _Raw:
        pipes = [os.pipe() for _ in range(3)]  # questions, answers, start
        code = _ASK.format(out=pipes[0][1], answers=pipes[1][0], start=pipes[2][0])
        theirs = (pipes[0][1], pipes[1][0], pipes[2][0])
        self._process = subprocess.Popen(
            bare_micropython("-c", code), pass_fds=theirs, stdout=subprocess.PIPE
        )
        for fd in theirs:
            os.close(fd)
        self._questions, self._answers, self._start = pipes[0][0], pipes[1][1], pipes[2][1]
        self._thread = threading.Thread(target=self._answer, daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        os.close(self._start)
        self._process.wait()
        self._thread.join()
        os.close(self._questions)
        os.close(self._answers)

    def run(self) -> None:
        os.write(self._start, b"s")
        assert self._process.stdout is not None
        assert self._process.stdout.readline()

    def _answer(self) -> None:
        answer = bytes(_ANSWER_BYTES)
        while os.read(self._questions, _QUESTION_BYTES):
            os.write(self._answers, answer)


BENCHMARKS: list[Callable[[], Result]] = [i2c_reads]
