"""Resets, crashes and ends of the virtual board, as its user meets them."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Iterator
from contextlib import closing

import pytest

from coursekit.bench import Pull
from coursekit.boards import BoardError, BoardLost, BoardReset, RemoteError
from coursekit.boards.virtual import VirtualBoard
from coursekit.boards.virtual.banner import BannerFilter
from tests.boards.suite import Output, in_thread, run


def restarts(board: VirtualBoard, code: str) -> str:
    """Run `code`, which restarts the board; what the error says. The next program works."""
    board.exec("old = 1")
    with pytest.raises(BoardReset) as caught:
        board.exec(code, timeout_s=20)
    with pytest.raises(RemoteError, match="NameError"):
        board.exec("old")
    assert run(board, "print(1)") == "1\n"
    return str(caught.value)


class TestResets:
    @pytest.mark.parametrize(
        "code",
        ["raise SystemExit", "import sys\nsys.exit(3)", "import machine\nmachine.soft_reset()"],
    )
    def test_soft(self, board: VirtualBoard, code: str) -> None:
        assert "restarted" in restarts(board, code)
        assert board.eval("__import__('machine').reset_cause()") == 1

    def test_hard(self, board: VirtualBoard) -> None:
        assert "machine.reset()" in restarts(board, "import machine\nmachine.reset()")
        assert board.eval("__import__('machine').reset_cause()") == 3

    def test_a_soft_one_is_no_new_cause(self, board: VirtualBoard) -> None:
        restarts(board, "import machine\nmachine.reset()")
        board.soft_reset()
        assert board.eval("__import__('machine').reset_cause()") == 3

    def test_a_hard_reset_is_there_before_the_next_output(self, board: VirtualBoard) -> None:
        out = Output()
        with pytest.raises(BoardReset):
            board.exec("import machine\nprint('a')\nmachine.reset()\nprint('b')", out)
        assert out.text == "a\n"

    def test_a_soft_reset_leaves_an_led_on_and_a_hard_one_does_not(
        self, board: VirtualBoard
    ) -> None:
        board.exec("from machine import Pin\nPin(15, Pin.OUT, value=1)")
        board.soft_reset()
        assert board.bench.trace["led1"].level_at(board.bench.now_us) == 1
        board.exec("from machine import Pin\nPin(15).toggle()")
        assert board.bench.trace["led1"].level_at(board.bench.now_us) == 0
        board.exec("Pin(15).on()")
        restarts(board, "import machine\nmachine.reset()")
        assert board.bench.trace["led1"].level_at(board.bench.now_us) == 0

    def test_after_a_soft_reset_nothing_is_watched_and_no_controller_goes_on(
        self, board: VirtualBoard
    ) -> None:
        board.exec(
            "from machine import PWM, Pin\n"
            "PWM(Pin(15), freq=1000, duty_u16=65535)\n"
            "pin = Pin(14, Pin.IN, Pin.PULL_UP)\n"
            "pin.irq(lambda pin: print('edge'))"
        )
        board.soft_reset()
        assert board.bench.trace["led1"].level_at(board.bench.now_us) == 0
        assert board.bench.pin(14).pull == Pull.UP
        out = Output()
        board.exec("machine.Pin(14, machine.Pin.OUT, value=0)\nprint('done')", out)
        assert out.text == "done\n"

    @pytest.mark.parametrize("fast_forward", [False, True])
    def test_time_goes_on_over_resets(self, fast_forward: bool) -> None:
        with closing(VirtualBoard(fast_forward=fast_forward)) as board:
            times = []
            for _ in range(3):
                board.exec("import time\ntime.sleep_ms(5)")
                times.append(board.bench.now_us)
                board.soft_reset()
            assert times == sorted(times)
            assert times[2] - times[0] >= 10_000


class TestKill:
    def test_in_mid_cell(self, board: VirtualBoard) -> None:
        board.put("kept.txt", b"kept")
        out = Output()
        thread, errors = in_thread(lambda: board.exec("print('go')\nwhile True: pass", out))
        out.wait_for("go\n")
        os.kill(board.pid, signal.SIGKILL)
        thread.join(10)
        assert isinstance(errors[0], BoardReset)
        assert "killed by SIGKILL" in str(errors[0])
        assert "variables and imports are gone" in str(errors[0])
        assert run(board, "print(1)") == "1\n"
        assert board.get("kept.txt") == b"kept"

    def test_at_the_prompt(self, board: VirtualBoard) -> None:
        board.exec("x = 1")
        os.kill(board.pid, signal.SIGKILL)
        with pytest.raises(BoardReset, match="SIGKILL"):
            board.exec("print(x)")
        with pytest.raises(RemoteError, match="NameError"):
            board.exec("print(x)")

    @pytest.mark.parametrize("number", [signal.SIGSEGV, signal.SIGABRT, signal.SIGTERM])
    def test_other_signals(self, board: VirtualBoard, number: signal.Signals) -> None:
        os.kill(board.pid, number)
        with pytest.raises(BoardReset, match=number.name):
            board.exec("print(1)")

    def test_files_being_written_leave_a_whole_file_system(self, board: VirtualBoard) -> None:
        board.put("kept.txt", b"kept" * 1000)
        code = "n = 0\nwhile True:\n    n += 1\n    f = open('f%d' % (n % 5), 'w')\n"
        code += "    f.write('x' * 5000)\n    f.close()\n    print('go')"
        for _ in range(5):
            out = Output()
            thread, errors = in_thread(lambda out=out: board.exec(code, out))  # type: ignore[misc]
            out.wait_for("go\ngo\n")
            os.kill(board.pid, signal.SIGKILL)
            thread.join(10)
            assert isinstance(errors[0], BoardReset)
            assert board.get("kept.txt") == b"kept" * 1000
        assert {f.name for f in board.listdir("/")} >= {"kept.txt", "f1"}

    def test_a_crash_in_every_cell_is_no_crash_loop(self, board: VirtualBoard) -> None:
        for _ in range(5):
            os.kill(board.pid, signal.SIGKILL)
            with pytest.raises(BoardReset):
                board.exec("1")
            board.exec("1")

    def test_a_crash_loop_ends(self, board: VirtualBoard) -> None:
        # uctypes can write to address 0, as on a board.
        crash = "import uctypes\nuctypes.struct(0, {'x': uctypes.UINT32 | 0}).x = 1"
        board.put("boot.py", crash.encode())
        board.port_stream.write(b"\x04", 1)
        ends: list[BoardError] = []
        while not ends or isinstance(ends[-1], BoardReset):
            try:
                board.port_stream.read(10)
            except BoardError as error:
                ends.append(error)
        assert [type(end) for end in ends] == [BoardReset, BoardReset, BoardLost]
        assert "3 times in a row" in str(ends[-1])
        with pytest.raises(BoardLost):
            board.exec("1")


class TestScripts:
    def test_boot_and_main_run_at_power_on(self, board: VirtualBoard) -> None:
        board.put("boot.py", b"a = 1")
        board.put("main.py", b"b = a + 1")
        os.kill(board.pid, signal.SIGKILL)
        with pytest.raises(BoardReset):
            board.exec("1")
        assert board.eval("a, b") == (1, 2)

    def test_main_does_not_run_on_a_soft_reset_in_raw_mode(self, board: VirtualBoard) -> None:
        board.put("boot.py", b"a = 1")
        board.put("main.py", b"b = 2")
        board.soft_reset()
        assert board.eval("a") == 1
        with pytest.raises(RemoteError, match="NameError"):
            board.exec("b")

    def test_main_runs_on_a_soft_reset_at_the_friendly_prompt(self, board: VirtualBoard) -> None:
        board.put("main.py", b"print('main', 6 * 7)")
        port = board.port_stream
        port.write(b"\x02\x04", 1)
        got = b""
        while not got.endswith(b">>> ") or b"soft reboot" not in got:
            got += port.read(10)
        assert b"main 42" in got

    def test_the_prompt_after_a_soft_reset_is_the_raw_one(self, board: VirtualBoard) -> None:
        board.put("boot.py", b"print('boot')")
        port = board.port_stream
        port.write(b"\x04", 1)
        got = b""
        while not got.endswith(b"raw REPL; CTRL-B to exit\r\n>"):
            got += port.read(10)
        assert b">>>" not in got
        assert b"soft reboot\r\n" in got
        assert b"boot\n" in got.replace(b"\r", b"")

    @pytest.mark.parametrize(
        "printed", [b"", b"boot\n", b"MicroPython\n", b"MicroPython is\nTiny\n"]
    )
    def test_the_friendly_banner_is_taken_out_wherever_it_is_cut(self, printed: bytes) -> None:
        friendly = b'MicroPython v1 on x; linux version\r\nType "help()" for more information.\r\n'
        raw = b"raw REPL; CTRL-B to exit\r\n>"
        whole = printed + friendly + b">>> \r\n" + raw
        for size in range(1, len(whole)):
            banner = BannerFilter()
            banner.begin()
            got = b"".join(
                banner.feed(whole[i : i + size]) if banner.hiding else b"late"
                for i in range(0, len(whole), size)
            )
            assert got == printed + raw

    @pytest.mark.parametrize("script", ["boot.py", "main.py"])
    def test_an_error_in_a_script_is_shown(self, board: VirtualBoard, script: str) -> None:
        board.put(script, b"x = 1\n1 / 0")
        port = board.port_stream
        port.write(b"\x02\x04", 1)
        got = b""
        while not got.endswith(b">>> ") or b"soft reboot" not in got:
            got += port.read(10)
        assert b"ZeroDivisionError" in got
        assert f'File "{script}", line 2'.encode() in got
        board.repl.enter()
        assert board.eval("x") == 1

    def test_an_endless_main_is_stopped_by_connecting(self, board: VirtualBoard) -> None:
        board.put("main.py", b"import time\nwhile True: time.sleep_ms(10)")
        os.kill(board.pid, signal.SIGKILL)
        with pytest.raises(BoardReset):
            board.exec("1")
        assert board.eval("1 + 1") == 2
        board.remove("main.py")
        assert board.listdir("/") == []

    def test_an_endless_boot_can_be_stopped(self, board: VirtualBoard) -> None:
        board.put("boot.py", b"print('booting')\nwhile True: pass")
        port = board.port_stream
        port.write(b"\x04", 1)
        got = b""
        while b"booting" not in got:
            got += port.read(10)
        port.write(b"\x03", 1)
        while not got.endswith(b"raw REPL; CTRL-B to exit\r\n>"):
            got += port.read(10)
        assert b"KeyboardInterrupt" in got

    def test_a_board_that_always_resets_itself_says_so(self, board: VirtualBoard) -> None:
        board.put("main.py", b"import machine\nmachine.reset()")
        port = board.port_stream
        port.write(b"\x02\x04", 1)
        resets = 0
        while resets < 5:
            try:
                assert port.read(10)
            except BoardReset:
                resets += 1


class TestClose:
    @pytest.fixture
    def running(self, board: VirtualBoard) -> Iterator[tuple[VirtualBoard, list[BaseException]]]:
        out = Output()
        thread, errors = in_thread(lambda: board.exec("print('go')\nwhile True: pass", out))
        out.wait_for("go\n")
        yield board, errors
        thread.join(10)
        assert not thread.is_alive()

    def test_during_exec_from_another_thread(
        self, running: tuple[VirtualBoard, list[BaseException]]
    ) -> None:
        board, errors = running
        board.port_stream.close()
        deadline = threading.Event()
        while not errors:
            deadline.wait(0.01)
        assert isinstance(errors[0], BoardLost)

    def test_a_closed_board_says_so(self, board: VirtualBoard) -> None:
        board.close()
        board.close()
        with pytest.raises(BoardLost, match="closed"):
            board.exec("1")

    def test_from_many_threads_at_once(self) -> None:
        board = VirtualBoard()
        closers = [in_thread(board.port_stream.close) for _ in range(8)]
        for thread, errors in closers:
            thread.join(10)
            assert errors == []
