"""Limits of a run: each stops what goes beyond it, says so, and leaves a board that works."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace

import pytest

from coursekit.boards import (
    BoardError,
    BoardFault,
    BoardKilled,
    BoardLost,
    BoardNotStarted,
    BoardReset,
    LimitReached,
    RemoteError,
)
from coursekit.boards.virtual import Limits, VirtualBoard
from coursekit.boards.virtual.limits import Budget
from tests.boards.suite import Output, in_thread, run
from tests.boards.virtual.conftest import wired
from tests.boards.virtual.test_hardware import busy

LIMITS = Limits(board_s=2, cpu_s=0.3, wall_s=3, output_bytes=1000)
CATCH = "    except {what}:\n        print('caught')"


@pytest.fixture
def limited(monkeypatch: pytest.MonkeyPatch) -> Iterator[VirtualBoard]:
    """A board in fast-forward with tight limits, and little patience."""
    monkeypatch.setattr("coursekit.boards.virtual.limits._PATIENCE_CPU_S", 0.1)
    monkeypatch.setattr("coursekit.boards.virtual.limits._PATIENCE_S", 1.0)
    with closing(VirtualBoard(wired(), fast_forward=True, limits=LIMITS)) as board:
        yield board


def stopped(
    board: VirtualBoard, code: str, limits: Limits | None = None
) -> tuple[LimitReached, str]:
    """Run `code`, which must reach a limit: which, and what it had printed."""
    out: list[str] = []
    with pytest.raises(LimitReached) as error:
        board.exec(code, out.append, limits=limits)
    assert board.eval("1 + 1") == 2
    return error.value, "".join(out)


FOREVER = {
    "sleep": "time.sleep_ms(300)",
    "long sleep": "time.sleep(100000)",
    "look at the clock": "time.ticks_us()",
    "light sleep": "machine.lightsleep(700)",
    "read a pin": "time.sleep_ms(9); pin.value()",
    "measure a pulse": "machine.time_pulse_us(pin, 0, 100000)",
    "sleep without interrupts": "machine.disable_irq(); time.sleep_ms(300)",
}


class TestBoardTime:
    @pytest.mark.parametrize("name", FOREVER)
    def test_stops_at_exactly_its_end(self, limited: VirtualBoard, name: str) -> None:
        limited.exec("import machine, time\npin = machine.Pin(3, machine.Pin.IN)")
        start_us = limited.bench.now_us
        limits = replace(LIMITS, cpu_s=None, wall_s=None)
        error, out = stopped(limited, f"print('go')\nwhile True: {FOREVER[name]}", limits)
        assert (error.kind, error.restarted, out) == ("board time", False, "go\n")
        assert "ran for 2 s of board time and was stopped" in str(error)
        limited.exec("pass")
        assert limited.bench.now_us == start_us + 2_000_000

    @pytest.mark.parametrize("load", [0, 4])
    def test_a_program_has_done_the_same_each_time(self, load: int) -> None:
        code = "from machine import Pin\nimport time\nled = Pin(15, Pin.OUT)\nn = 0\n"
        code += "while True:\n    n += 1\n    led.toggle()\n    time.sleep_us(3 * n)\n    print(n)"
        seen = []
        for _ in range(5):
            with busy(load), closing(VirtualBoard(wired(), fast_forward=True)) as board:
                out: list[str] = []
                with pytest.raises(LimitReached):
                    board.exec(code, out.append, limits=replace(LIMITS, board_s=0.1))
                times = board.bench.trace["led1"].times_us.tolist()
                seen.append((times, "".join(out), board.bench.now_us, board.eval("n")))
        assert len(seen[0][0]) > 100
        assert seen[1:] == seen[:-1]

    def test_a_loop_that_only_writes(self, limited: VirtualBoard) -> None:
        code = "from machine import Pin\nled = Pin(15, Pin.OUT)\nwhile True: led.toggle()"
        error, _ = stopped(limited, code, replace(LIMITS, board_s=0.01))
        assert error.kind == "board time"
        assert limited.bench.trace["led1"].times_us[-1] <= limited.bench.now_us == 10_000

    def test_waiting_for_what_never_comes_is_over_at_once(self, limited: VirtualBoard) -> None:
        code = "import asyncio\nasync def main():\n    await asyncio.Event().wait()\n"
        assert stopped(limited, code + "asyncio.run(main())")[0].kind == "board time"
        poll = (
            "import select, sys\np = select.poll()\np.register(sys.stdin, select.POLLIN)\np.poll()"
        )
        assert stopped(limited, poll)[0].kind == "board time"

    def test_the_next_run_has_its_own_time(self, limited: VirtualBoard) -> None:
        for _ in range(3):
            limited.exec("import time\ntime.sleep_ms(1999)")
        assert limited.eval("time.sleep_ms(1999)") is None
        assert stopped(limited, "time.sleep_ms(2001)")[0].kind == "board time"

    def test_a_run_may_have_limits_of_its_own(self, limited: VirtualBoard) -> None:
        limited.exec("import time\ntime.sleep(100)", limits=replace(LIMITS, board_s=101))
        limited.exec("time.sleep(1000)", limits=replace(LIMITS, board_s=None))
        with pytest.raises(LimitReached, match=r"0\.3 s"):
            limited.eval("time.sleep(1)", limits=replace(LIMITS, board_s=0.3))

    def test_no_limits_after_limits(self, fast: VirtualBoard) -> None:
        with pytest.raises(LimitReached):
            fast.exec("import time\ntime.sleep(10)", limits=LIMITS)
        fast.exec("time.sleep(1000)")

    @pytest.mark.parametrize("what", ["", "KeyboardInterrupt", "BaseException"])
    def test_one_that_goes_on_is_switched_off(self, limited: VirtualBoard, what: str) -> None:
        code = "import time\nwhile True:\n    try: time.sleep(1)\n" + CATCH.format(what=what)
        error, out = stopped(limited, code)
        assert (error.kind, error.restarted, out) == ("board time", True, "caught\ncaught\n")
        assert "switched off and on" in str(error)
        assert limited.bench.now_us == 3_000_000
        with pytest.raises(RemoteError, match="NameError"):
            limited.exec("time")

    def test_what_a_program_tidies_up_is_done(self, limited: VirtualBoard) -> None:
        code = "from machine import Pin\nimport time\nled = Pin(15, Pin.OUT, value=1)\n"
        error, _ = stopped(limited, code + "try: time.sleep(9)\nfinally: led.off()")
        assert (error.restarted, error.end_us) == (False, 2_000_000)
        assert limited.bench.trace["led1"].times_us[-1] == pytest.approx(2_000_000, abs=10)

    def test_in_an_interrupt_handler(self, limited: VirtualBoard) -> None:
        code = "from machine import Timer\nimport time\nt = Timer(period=1, callback={})\n"
        handler = "lambda t: time.sleep(5)"
        out = Output()
        with pytest.raises(LimitReached) as error:
            limited.exec(code.format(handler) + "while True: time.sleep_ms(1)", out)
        assert (error.value.kind, error.value.restarted) == ("board time", False)
        assert (out.text, limited.bench.now_us) == ("", 2_000_000)
        limited.soft_reset()
        limited.exec("import time\ntime.sleep(1)")

    @pytest.mark.parametrize("body", ["while True: time.sleep_ms(9)", "time.sleep(10 ** 6)"])
    def test_meddling_does_not_help(self, limited: VirtualBoard, body: str) -> None:
        error, _ = stopped(limited, f"import _bench, time\n_bench.stop_us = 1 << 60\n{body}")
        assert (error.kind, error.restarted) == ("board time", True)
        assert limited.bench.now_us <= 4_000_100

    def test_in_real_time_too(self, board: VirtualBoard) -> None:
        with pytest.raises(LimitReached, match=r"0\.1 s of board time"):
            board.exec("import time\ntime.sleep(50)", limits=Limits(board_s=0.1))
        assert board.eval("1 + 1") == 2


STUBBORN = {
    "catches": "while True:\n    try:\n        while True: pass\n    except: pass",
    "native": "@micropython.viper\ndef f():\n    while True: pass\nf()",
    "no Ctrl-C": "@micropython.native\ndef f():\n    while True: 1\n"
    "import micropython\nmicropython.kbd_intr(-1)\nwhile True:\n    try: f()\n    except: pass",
}


class TestProcessorTime:
    @pytest.mark.parametrize("body", ["pass", "x = [1] * 50", "sum(range(90))"])
    def test_a_program_that_computes(self, limited: VirtualBoard, body: str) -> None:
        error, out = stopped(limited, f"keep = 3\nprint('go')\nwhile True: {body}")
        assert (error.kind, error.restarted, out) == ("processor time", False, "go\n")
        assert limited.eval("keep") == 3

    @pytest.mark.parametrize("name", STUBBORN)
    def test_one_that_goes_on_is_switched_off(self, limited: VirtualBoard, name: str) -> None:
        error, _ = stopped(limited, STUBBORN[name])
        assert (error.kind, error.restarted) == ("processor time", True)
        assert "computed for 0.3 s" in str(error)
        assert "switched off and on" in str(error)

    def test_interrupts_without_end(self, limited: VirtualBoard) -> None:
        limited.exec("from machine import Timer\nimport micropython")
        flood = "for n in range(9): Timer(freq=10000, callback=lambda t: None)\nwhile True: pass"
        assert stopped(limited, flood)[0].kind in ("processor time", "board time")

    def test_a_queue_that_is_always_full(self, limited: VirtualBoard) -> None:
        code = "import micropython\ndef f(x):\n    micropython.schedule(f, 0)\n"
        code += "for _ in range(4): micropython.schedule(f, 0)\nwhile True: pass"
        assert stopped(limited, code)[0].kind == "processor time"

    def test_waiting_costs_none(self, board: VirtualBoard) -> None:
        board.exec("import time\ntime.sleep_ms(400)", limits=replace(LIMITS, cpu_s=0.2))


class TestOutput:
    def test_the_first_bytes_are_kept(self, limited: VirtualBoard) -> None:
        for _ in range(3):
            error, out = stopped(limited, "while True: print('0123456789')")
            assert (error.kind, out) == ("output", ("0123456789\n" * 91)[:1000])
            assert "more than 1000 bytes" in str(error)

    def test_as_much_as_allowed_is_no_flood(self, limited: VirtualBoard) -> None:
        assert run(limited, "print('x' * 999)") == "x" * 999 + "\n"
        assert stopped(limited, "print('x' * 1000)")[1] == "x" * 1000

    def test_bytes_not_characters(self, limited: VirtualBoard) -> None:
        assert stopped(limited, "print('x' + '\u20ac' * 400)")[1] == "x" + "\u20ac" * 333

    def test_one_that_goes_on_is_switched_off(self, limited: VirtualBoard) -> None:
        error, out = stopped(
            limited, "while True:\n    try:\n        while True: print('x')\n    except: pass"
        )
        assert (error.kind, error.restarted, len(out)) == ("output", True, 1000)

    def test_handlers_left_behind_do_not_flood_the_next_run(self, limited: VirtualBoard) -> None:
        limited.exec("from machine import Timer\nimport time\nt = Timer(period=1, callback=id(1))")
        error, out = stopped(limited, "while True: time.sleep_ms(1)")
        assert (error.kind, len(out)) == ("output", 1000)
        assert stopped(limited, "time.sleep(1)")[0].kind == "output"
        limited.exec("t.deinit()")
        limited.exec("time.sleep(1)")

    def test_of_an_expression(self, limited: VirtualBoard) -> None:
        limited.exec("def f():\n    print('y' * 2000)\n    return 5")
        out: list[str] = []
        with pytest.raises(LimitReached) as error:
            limited.eval("f()", on_output=out.append)
        assert (error.value.kind, "".join(out)) == ("output", "y" * 1000)

    def test_a_value_may_be_longer_than_what_is_printed(self, limited: VirtualBoard) -> None:
        assert limited.eval("'z' * 50000") == "z" * 50000


WAITS = [
    "input('name? ')",
    "__import__('sys').stdin.read(1)",
    "__import__('sys').stdin.readline()",
]


class TestInput:
    @pytest.mark.parametrize("code", WAITS)
    def test_is_over_at_once(self, limited: VirtualBoard, code: str) -> None:
        error, out = stopped(limited, f"keep = 4\n{code}", Limits(wall_s=None))
        assert (error.kind, error.restarted) == ("input", False)
        assert out == ("name? " if "name" in code else "")
        assert "waits for somebody to type" in str(error)
        assert limited.eval("keep") == 4

    def test_of_an_expression(self, limited: VirtualBoard) -> None:
        with pytest.raises(LimitReached, match="to type"):
            limited.eval("input()")

    def test_one_that_goes_on_is_switched_off(self, limited: VirtualBoard) -> None:
        error, _ = stopped(limited, "while True:\n    try: input()\n    except: pass")
        assert (error.kind, error.restarted) == ("input", True)

    def test_the_prompt_is_not_the_program(self, limited: VirtualBoard) -> None:
        """Runs of about the time after which the guard looks for the first time."""
        for number in range(150):
            limited.exec(f"for i in range({number * 1000}): pass")


class TestWallTime:
    def test_a_program_that_waits_for_its_own_wires(self, limited: VirtualBoard) -> None:
        error, _ = stopped(limited, "open(4, 'rb', 0).read(8)", replace(LIMITS, wall_s=0.2))
        assert (error.kind, error.restarted) == ("wall time", True)


class TestEnds:
    def test_errors_and_ends_stay_what_they_are(self, limited: VirtualBoard) -> None:
        with pytest.raises(RemoteError, match="ZeroDivisionError"):
            limited.exec("1 / 0")
        with pytest.raises(RemoteError, match="MemoryError"):
            limited.exec("def f():\n    x = []\n    while True: x.append(bytearray(1000))\nf()")
        with pytest.raises(RemoteError, match="KeyboardInterrupt"):
            limited.exec("raise KeyboardInterrupt")
        with pytest.raises(BoardReset, match=r"machine\.reset"):
            limited.exec("import machine\nmachine.reset()")
        with pytest.raises(BoardReset, match="soft reset"):
            limited.exec("import sys\nsys.exit()")

    def test_native_code_that_jumps_into_nowhere(self, limited: VirtualBoard) -> None:
        crash = "import uctypes\nuctypes.struct(0, {'x': uctypes.UINT32 | 0}).x = 1"
        for _ in range(5):
            with pytest.raises(BoardReset, match="killed by SIGSEGV") as error:
                limited.exec(crash)
            assert not isinstance(error.value, BoardFault)
            limited.exec("pass")

    def test_the_operating_system_s_limit_of_processor_time(self, limited: VirtualBoard) -> None:
        out = Output()
        thread, errors = in_thread(lambda: limited.exec("print('go')\nwhile True: pass", out))
        out.wait_for("go\n")
        os.kill(limited.pid, signal.SIGXCPU)
        thread.join(10)
        assert isinstance(errors[0], LimitReached)
        assert (errors[0].kind, errors[0].restarted) == ("processor time", True)


class TestBudget:
    @pytest.mark.parametrize(
        ("code", "limits"),
        [
            ("while True: pass", Limits(cpu_s=0.2)),
            ("open(4, 'rb', 0).read(8)", Limits(wall_s=0.2)),
        ],
    )
    def test_several_boards_share_one(
        self, code: str, limits: Limits, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("coursekit.boards.virtual.limits._REAL_TIMES", 10_000)
        budget = Budget(0.3)
        runs = 0
        for _ in range(20):
            with closing(VirtualBoard(fast_forward=True, limits=limits, budget=budget)) as board:
                with pytest.raises(LimitReached) as error:
                    board.exec(code)
                if error.value.kind == "notebook time":
                    break
                runs += 1
        assert 1 <= runs < 19
        assert "have taken 0.3 s of computing and waiting in all" in str(error.value)
        assert not error.value.restarted

    def test_sleep_takes_nothing_of_it(self) -> None:
        budget = Budget(5)
        with closing(VirtualBoard(fast_forward=True, limits=Limits(), budget=budget)) as board:
            board.exec("import time\ntime.sleep(100)")
        assert 0 < budget.used_s < 5

    def test_real_time_is_bounded_too(self, monkeypatch: pytest.MonkeyPatch) -> None:
        budget = Budget(1000)
        budget.check()
        monkeypatch.setattr("coursekit.boards.virtual.limits._REAL_TIMES", 0)
        with pytest.raises(LimitReached, match="of real time in all, so this one was not run"):
            budget.check()


class TestFaults:
    def test_killed_by_somebody_else(self, limited: VirtualBoard) -> None:
        os.kill(limited.pid, signal.SIGKILL)
        with pytest.raises(BoardKilled, match="out of memory") as error:
            limited.exec("pass")
        assert isinstance(error.value, BoardFault)
        assert limited.eval("1 + 1") == 2

    def test_no_micropython(self) -> None:
        for runtime in ("/nowhere/micropython", "/bin/true"):
            with pytest.raises(BoardNotStarted) as error:
                VirtualBoard(runtime=runtime)
            assert isinstance(error.value, BoardFault)

    def test_no_process_to_be_had(
        self, limited: VirtualBoard, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def refuse(*args: object, **options: object) -> None:
            raise BlockingIOError(11, "Resource temporarily unavailable")

        monkeypatch.setattr("coursekit.boards.virtual.port.Process", refuse)
        with pytest.raises(BoardFault, match="unavailable"):
            VirtualBoard()
        with pytest.raises(BoardFault, match="unavailable"):
            limited.exec("import machine\nmachine.reset()")
        with pytest.raises(BoardLost):
            limited.exec("pass")


def test_two_boards_side_by_side_and_nothing_left_behind() -> None:
    programs = ["while True: print('0123456789')", "import time\nwhile True: time.sleep_ms(7)"]
    before = set(threading.enumerate())
    ends: list[list[str]] = [[], []]

    def work(number: int) -> None:
        with closing(VirtualBoard(fast_forward=True, limits=LIMITS)) as board:
            for _ in range(20):
                try:
                    board.exec(programs[number])
                except BoardError as error:
                    ends[number].append(str(error)[:21])

    threads = [in_thread(lambda number=number: work(number)) for number in (0, 1)]  # type: ignore[misc]
    for thread, errors in threads:
        thread.join(60)
        assert errors == []
    assert ends == [["The program printed m"] * 20, ["The program ran for 2"] * 20]
    assert set(threading.enumerate()) == before


def test_a_wire_that_comes_off_while_the_program_looks(limited: VirtualBoard) -> None:
    bench = limited.bench
    bench.at(10).press(bench.btn2)
    bench.at(30).unplug("btn2:1.l")
    bench.at(50).plug("pico:GP13").plug("btn2:1.l")
    code = "from machine import Pin\nimport time\np = Pin(13, Pin.IN, Pin.PULL_UP)\nlevels = []\n"
    limited.exec(code + "for _ in range(7):\n    levels.append(p.value())\n    time.sleep_ms(10)")
    assert limited.eval("levels") == [1, 0, 0, 1, 1, 0, 0]
