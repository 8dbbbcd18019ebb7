"""The wires to the bench: both clocks, order, interrupts, and programs that abuse them."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager

import numpy as np
import pytest

from coursekit.bench import bounds
from coursekit.boards import BoardError, BoardReset, RemoteError
from coursekit.boards.virtual import VirtualBoard
from tests.boards.suite import Output, in_thread, run
from tests.boards.virtual.conftest import wired

BLINK = """
from machine import Pin
import time
led = Pin(15, Pin.OUT)
for i in range({times}):
    led.on()
    time.sleep_ms({ms})
    led.off()
    time.sleep_ms({ms})
"""
COUNT = """
from machine import Pin
import time
n = 0
def press(pin):
    global n
    n += 1
Pin({gpio}, Pin.IN, Pin.PULL_UP).irq(press, Pin.IRQ_FALLING)
"""


@contextmanager
def busy(processes: int) -> Iterator[None]:
    """So many processes that compute, from the first statement on."""
    code = "print(flush=True)\nwhile True: pass"
    with ExitStack() as stack:
        for _ in range(processes):
            load = stack.enter_context(
                subprocess.Popen([sys.executable, "-I", "-S", "-c", code], stdout=subprocess.PIPE)
            )
            stack.callback(load.kill)
            assert load.stdout is not None
            load.stdout.readline()
        yield


class TestFastForward:
    @pytest.mark.parametrize("load", [0, 4])
    def test_edges_are_where_they_should_be(self, fast: VirtualBoard, load: int) -> None:
        with busy(load):
            fast.exec(BLINK.format(times=200, ms=150))
        edges = fast.bench.trace["led1"].edges()
        wanted_us = edges[0].t_us + 150_000 * np.arange(len(edges))
        assert len(edges) == 400
        assert np.abs(np.array([edge.t_us for edge in edges]) - wanted_us).max() < 1000

    def test_the_same_every_time(self) -> None:
        program = COUNT.format(gpio=14) + BLINK.format(times=5, ms=20)
        program += "\nfloating = [Pin(3, Pin.IN).value() for _ in range(50)]"
        seen = []
        for _ in range(20):
            with closing(VirtualBoard(wired(), fast_forward=True, seed=3)) as board:
                bench = board.bench
                bench.at(50).press(bench.btn1, for_ms=30)
                board.exec(program)
                traces = [
                    (channel.name, channel.times_us.tolist(), list(channel.values))
                    for channel in board.bench.trace
                ]
                seen.append((traces, board.eval("n, floating")))
        assert all(one == seen[0] for one in seen[1:])

    def test_another_seed_bounces_in_another_way(self) -> None:
        times = set()
        for seed in range(5):
            with closing(VirtualBoard(wired(), fast_forward=True, seed=seed)) as board:
                board.bench.at(50).press(board.bench.btn1, for_ms=30)
                board.exec("import time\ntime.sleep_ms(200)")
                times.add(tuple(board.bench.trace["btn1"].times_us.tolist()))
        assert len(times) == 5

    def test_the_bench_knows_that_a_sleep_is_over(self, fast: VirtualBoard) -> None:
        before_us = fast.bench.now_us
        fast.exec("import time\ntime.sleep(7200)")
        assert 7_200_000_000 <= fast.bench.now_us - before_us < 7_201_000_000

    def test_the_attention_ticker_ends_a_busy_wait(self, fast: VirtualBoard) -> None:
        fast.bench.at(20).press(fast.bench.btn2, for_ms=30)
        code = COUNT.format(gpio=13) + "while not n: pass\nprint(n)"
        assert run(fast, code) == "1\n"

    @pytest.mark.parametrize("body", ["led.toggle()", "led(1)", "x = [1] * 10"])
    def test_a_timer_ends_a_loop_that_never_looks_at_the_clock(
        self, fast: VirtualBoard, body: str
    ) -> None:
        code = "from machine import Pin, Timer\nled = Pin(15, Pin.OUT)\nn = 0\n"
        code += "def tick(t):\n    global n\n    n += 1\nt = Timer(period=5, callback=tick)\n"
        # Several ticks may have been due when the program was reminded.
        assert int(run(fast, f"{code}while n < 3: {body}\nprint(n)")) >= 3


@pytest.mark.parametrize("fast_forward", [False, True], ids=["real-time", "fast-forward"])
class TestBothClocks:
    @pytest.fixture
    def board(self, fast_forward: bool) -> Iterator[VirtualBoard]:
        with closing(VirtualBoard(wired(), fast_forward=fast_forward)) as board:
            yield board

    def test_a_press_wakes_a_sleeping_program(self, board: VirtualBoard) -> None:
        bench = board.bench
        board.exec(COUNT.format(gpio=13) + "at = 0")
        at = bench.after(100)
        at.press(bench.btn2, for_ms=20)
        code = "end = time.ticks_add(time.ticks_us(), 400_000)\n"
        code += "while not n and time.ticks_diff(end, time.ticks_us()) > 0: time.sleep_ms(1)\n"
        board.exec(f"{code}at = time.ticks_us()")
        seen_us = board.eval("at")
        assert isinstance(seen_us, int)
        assert board.eval("n") == 1
        assert at.t_us <= seen_us
        assert bench.trace["btn2"].times_us[1] == at.t_us

    def test_a_program_counts_every_clean_press(self, board: VirtualBoard) -> None:
        bench = board.bench
        board.exec(COUNT.format(gpio=13))
        start = bench.present_us() / 1000 + 20
        for number in range(10):
            bench.at(start + number * 20).press(bench.btn2, for_ms=10)
        board.exec("for _ in range(1000):\n    time.sleep_ms(1)\n    if n >= 10: break")
        assert board.eval("n") == 10

    def test_periodic_timer(self, board: VirtualBoard) -> None:
        code = "from machine import Timer, Pin\nimport time\nled = Pin(15, Pin.OUT)\nn = 0\n"
        code += "def tick(t):\n    global n\n    led.toggle()\n    n += 1\n"
        code += "t = Timer(period=10, callback=tick)\n"
        code += "while n < 20: time.sleep_ms(1)\nt.deinit()"
        board.exec(code)
        before, *times = board.bench.trace["led1"].times_us
        due = before + 10_000 * np.arange(1, len(times) + 1)
        assert (times >= due).all()  # never early
        if board.fast_forward:
            assert len(times) == 20
            assert (np.abs(np.diff(times) - 10_000) < 1000).all()
        else:
            # As late as the machine is busy; then the next one may come before the timer stops.
            assert len(times) >= 20

    def test_a_thousand_bounces(self, board: VirtualBoard) -> None:
        bench = board.bench
        board.exec(COUNT.format(gpio=13))
        start_us = bench.present_us() + (20_000 if board.fast_forward else 1_000_000)
        for number in range(1000):
            bench.at((start_us + number * 50) / 1000).press(bench.btn2, for_ms=0.02)
        board.exec(f"time.sleep_us({start_us + 60_000} - time.ticks_us())")
        assert len(bench.trace["btn2"].times_us) >= 2000
        seen = board.eval("n")
        assert isinstance(seen, int)
        if board.fast_forward:
            assert seen == 1000
        else:
            assert 1 <= seen <= 1000

    def test_a_press_from_another_thread_while_the_program_runs(self, board: VirtualBoard) -> None:
        out = Output()
        code = COUNT.format(gpio=13) + "print('go')\nwhile n < 3: time.sleep_us(200)\n"
        thread, errors = in_thread(lambda: board.exec(code, out))
        out.wait_for("go\n")
        bench = board.bench
        pause = threading.Event()
        for _ in range(3):
            with bench.lock:
                at = bench.after(5).press(bench.btn2, for_ms=5)
            # The last one ends the program, and with it, in fast-forward, the time.
            while bench.trace["btn2"].level_at(at.t_us) == 0 or (
                thread.is_alive() and bench.now_us < at.t_us + 5000
            ):
                pause.wait(0.001)
        thread.join(10)
        assert errors == []
        assert not thread.is_alive()
        assert board.eval("n") == 3

    def test_the_clock_agrees_with_the_trace(self, board: VirtualBoard) -> None:
        board.exec("from machine import Pin\nimport time\nled = Pin(15, Pin.OUT)")
        board.exec("a = time.ticks_us()\nled.on()\nb = time.ticks_us()")
        seen = board.eval("a, b")
        assert isinstance(seen, tuple)
        assert seen[0] <= board.bench.trace["led1"].times_us[-1] <= seen[1]

    def test_a_stimulus_that_fails_ends_the_board_and_says_why(self, board: VirtualBoard) -> None:
        def fail(t_us: int) -> None:
            raise ValueError("no such thing")

        out = Output()
        code = "import time\nprint('go')\nwhile True: time.sleep_ms(1)"
        thread, errors = in_thread(lambda: board.exec(code, out))
        out.wait_for("go\n")
        with board.hardware.bench.lock:
            board.hardware.bench.schedule(board.hardware.now_us() + 50_000, fail)
        thread.join(10)
        assert isinstance(errors[0], BoardReset)
        assert "no such thing" in str(errors[0])
        assert board.eval("1") == 1


class TestOrder:
    WRITES = "from machine import Pin\np = Pin(15, Pin.OUT)\nv = p.value\n"

    def test_300_000_writes_arrive_in_order(self, fast: VirtualBoard) -> None:
        fast.exec(self.WRITES + "for i in range(150_000):\n    v(1)\n    v(0)")
        channel = fast.bench.trace["led1"]
        times, levels = channel.times_us[1:], channel.values[1:]
        assert len(levels) == 300_000
        assert (levels == np.tile([1, 0], 150_000)).all()
        assert (np.diff(times) >= 0).all()

    @pytest.mark.parametrize("kill", [False, True], ids=["Ctrl-C", "kill"])
    def test_none_is_lost_when_the_program_is_stopped(self, fast: VirtualBoard, kill: bool) -> None:
        out = Output()
        code = self.WRITES + "print('go')\nwhile True:\n    v(1)\n    v(0)\n"
        thread, errors = in_thread(lambda: fast.exec(code, out))
        out.wait_for("go\n")
        while len(fast.bench.trace["led1"]) < 20_000:
            assert thread.is_alive()
        if kill:
            os.kill(fast.pid, signal.SIGKILL)
        else:
            fast.interrupt()
        thread.join(10)
        assert isinstance(errors[0], BoardReset if kill else RemoteError)
        levels = fast.bench.trace["led1"].values
        assert (np.diff(levels) != 0).all()

    def test_a_program_that_writes_for_ever_does_not_hold_up_a_look(
        self, board: VirtualBoard
    ) -> None:
        out = Output()
        code = self.WRITES + "print('go')\nwhile True:\n    v(1)\n    v(0)\n"
        thread, errors = in_thread(lambda: board.exec(code, out))
        out.wait_for("go\n")
        lengths = [len(board.bench.trace["led1"]) for _ in range(20)]
        assert thread.is_alive()
        board.interrupt()
        thread.join(10)
        assert len(errors) == 1
        assert lengths == sorted(lengths)


def word(t_us: int = 0, operation: int = 0, pin: int = 0, argument: int = 0) -> int:
    return t_us << 16 | operation << 10 | pin << 4 | argument


FORGED = {
    "an unknown operation": [word(operation=10)],
    "an unknown question": [word(operation=40), 1],
    "an unknown pin": [word(operation=1, pin=45)],
    "a pin of the WiFi chip": [word(operation=0, pin=62)],
    "the level of an unknown pin": [word(operation=16, pin=50), 1],
    "the voltage of an unknown pin": [word(operation=17, pin=50), 1],
    "too many pixels": [word(operation=6, pin=3), 1 << 40],
    "a negative number of pixels": [word(operation=6, pin=3), -1],
    "PWM of no frequency": [word(operation=2, pin=3), 0],
    "PWM of a negative frequency": [word(operation=2, pin=3), -(1 << 40)],
    "ones": [-1] * 100,
    "questions without end": [word(operation=18), 1] * 10_000,
}


@pytest.mark.parametrize("fast_forward", [False, True], ids=["real-time", "fast-forward"])
class TestForgedWires:
    @pytest.fixture
    def board(self, fast_forward: bool) -> Iterator[VirtualBoard]:
        with closing(VirtualBoard(wired(), fast_forward=fast_forward)) as board:
            yield board

    def send(self, board: VirtualBoard, words: str, timeout_s: float = 10) -> None:
        code = f"import array\nwire = open(3, 'wb', 0)\nfor w in {words}:\n"
        code += "    wire.write(array.array('q', (w,)))\n"
        code += "import time\nwhile True: time.sleep_ms(1)"
        board.exec(code, timeout_s=timeout_s)

    @pytest.mark.parametrize("name", FORGED)
    def test_the_board_is_switched_off_and_on(self, board: VirtualBoard, name: str) -> None:
        words = FORGED[name]
        text = f"{words[:2]!r} * {len(words) // 2}" if len(words) > 2 else repr(words)
        with pytest.raises(BoardReset, match="not what a board sends"):
            self.send(board, text)
        assert run(board, "from machine import Pin\nPin(15, Pin.OUT).on()\nprint(1)") == "1\n"
        assert board.bench.trace["led1"].values[-1] == 1

    def test_random_words(self, board: VirtualBoard) -> None:
        board.exec("from os import urandom")
        random = "(int.from_bytes(urandom(8), 'little') - (1 << 63) for _ in range(20000))"
        with pytest.raises(BoardError):
            self.send(board, random)
        assert run(board, "print(1)") == "1\n"

    def test_half_a_message(self, board: VirtualBoard) -> None:
        board.exec("wire = open(3, 'wb', 0)\nwire.write(b'abc')")
        board.bench.present_us()
        board.soft_reset()
        assert run(board, "print(1)") == "1\n"

    def test_a_forged_message_is_found_after_its_program_has_left(
        self, board: VirtualBoard
    ) -> None:
        code = "import array, sys\nprint('g', end='')\nsys.stdin.read(1)\n"
        code += f"open(3, 'wb', 0).write(array.array('q', ({word(operation=10)},)))\nsys.exit()"

        def keep_the_bench_from_reading(text: str) -> None:
            if text == "g":  # one byte, so it comes once
                board.bench.lock.acquire()
                board.port_stream.write(b"x", 10)

        try:
            with pytest.raises(BoardReset, match="not what a board sends"):
                board.exec(code, keep_the_bench_from_reading, timeout_s=10)
        finally:
            board.bench.lock.release()
        assert run(board, "print(1)") == "1\n"

    def test_a_leap_over_a_fast_timer(self, board: VirtualBoard) -> None:
        board.exec("from machine import Timer\nt = Timer(period=1, callback=print)")
        with pytest.raises(BoardReset, match="not what a board sends"):
            self.send(board, f"[{word(t_us=1 << 46)}]", timeout_s=60)
        assert run(board, "print(1)") == "1\n"

    def test_closed_wires(self, board: VirtualBoard) -> None:
        """The program harms nobody but itself."""
        code = "for n in range(3, 8):\n    f = open(n, 'wb')\n    f.close()"
        with pytest.raises(BoardError):
            board.exec(f"{code}\nfrom machine import Pin\nPin(15, Pin.OUT).value(1)", timeout_s=3)
        board.soft_reset()
        assert run(board, "print(1)") == "1\n"


FLOOD = """
import _bench, struct
from machine import Pin
wire = open(3, "wb", 0)
Pin(15, Pin.OUT)
t = _bench.stamp()
words = lambda *words: struct.pack("<" + "q" * len(words), *words)
pwm = lambda duty: words(t << 16 | 2 << 10 | 15 << 4, 1000 << 20 | duty)
level = lambda level: words(t << 16 | 15 << 4 | level)
for _ in range({times}):
    wire.write(({messages}) * 100)
"""


@pytest.mark.parametrize(
    ("messages", "most"),
    [("level(1) + level(0)", 20_000), ("pwm(1000) + pwm(2000)", 4), ("pwm(9) + level(0)", 3000)],
    ids=["edges", "PWM", "both"],
)
def test_a_flood_in_one_microsecond_does_not_fill_the_memory(
    fast: VirtualBoard, monkeypatch: pytest.MonkeyPatch, messages: str, most: int
) -> None:
    """As little time goes by as there is, and the bench cannot wait for more before it tidies."""
    monkeypatch.setattr(bounds, "CHANNEL_BYTES", 90_000)
    monkeypatch.setattr(bounds, "LOOK_BYTES", 30_000)
    run(fast, FLOOD.format(times=400, messages=messages))
    fast.bench.present_us()
    for name in ("GP15", "led1"):
        channel = fast.bench.trace[name]
        assert 0 < len(channel) < most
        assert channel.times_us[-1] - channel.times_us[0] < 20


def test_a_look_at_the_bench_does_not_cut_a_long_message_in_two(fast: VirtualBoard) -> None:
    """What exceeds the operating system's atomic size is written with the wire taken."""
    hardware = fast.hardware
    assert hardware.command(b"N")
    fast.exec("import _bench\n_bench._writing.acquire()")
    assert not hardware.command(b"N")
    fast.exec("_bench._writing.release()\n_bench.send_bytes(_bench.PIXELS << 10, bytes(9000))")
    assert hardware.command(b"N")


def test_threads_of_the_bench_survive_all_that() -> None:
    with closing(VirtualBoard()) as board:
        assert any(thread.name == "bench" for thread in threading.enumerate())
        assert board.eval("1") == 1
