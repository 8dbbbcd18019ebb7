"""What only the emulated board has: its two clocks, its resets, its flash, and how it ends."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from coursekit.bench import Diagram
from coursekit.boards import BoardError, BoardLost, BoardReset, BoardTimeout, RemoteError
from coursekit.boards.connect import connect
from coursekit.boards.emulated import EmulatedBoard
from coursekit.boards.emulated.chip import ChipFault
from coursekit.boards.emulated.firmware import FirmwareError
from tests.bench.diagrams import data, part
from tests.boards.suite import Output, in_thread, run

STORY = ("x = [i * i for i in range(50)]", "import time\ntime.sleep_ms(20)", "print(sum(x))")


@pytest.fixture
def board(firmware: Path) -> Iterator[EmulatedBoard]:
    with EmulatedBoard(firmware=firmware, fast_forward=True) as board:
        yield board


def clock(board: EmulatedBoard) -> int:
    value = board.eval("__import__('time').ticks_us()")
    assert isinstance(value, int)
    return value


def test_it_says_what_it_is(board: EmulatedBoard) -> None:
    assert board.info.line() == (
        "Emulated board: Raspberry Pi Pico with RP2040, MicroPython 1.26.1"
    )
    assert (board.info.kind, board.info.platform) == ("emulated", "rp2")


def test_the_same_programs_take_the_same_board_time(firmware: Path) -> None:
    """To the nanosecond."""
    seen = []
    for _ in range(3):
        with EmulatedBoard(firmware=firmware, fast_forward=True) as board:
            times = []
            for code in STORY:
                board.exec(code)
                times.append(board.chip.now_ns)
            times.append(clock(board))
            seen.append(times)
    assert seen[0] == seen[1] == seen[2]


def test_idle_time_is_skipped_and_counted(board: EmulatedBoard) -> None:
    before_us = board.chip.now_us
    board.exec("import time\ntime.sleep(3600)")
    assert 3_600_000_000 <= board.chip.now_us - before_us < 3_600_100_000


def test_in_fast_forward_the_chip_stands_still_between_programs(board: EmulatedBoard) -> None:
    board.exec("pass")
    while board.port_stream.read(0.05):
        pass  # the prompt after the program's end
    before_ns = board.chip.now_ns
    assert board.port_stream.read(0.05) == b""
    assert board.chip.now_ns == before_ns


def test_what_happens_on_the_bench_does_not_make_time_run_on(firmware: Path) -> None:
    wires = ["rtc1:GND pico:GND.1", "rtc1:5V pico:VBUS", "rtc1:SDA pico:GP4", "rtc1:SCL pico:GP5"]
    diagram = Diagram.from_dict(data([part("rtc1", "wokwi-ds1307")], [*wires, "rtc1:SQW pico:GP6"]))
    with EmulatedBoard(diagram, firmware=firmware, fast_forward=True) as board:
        board.exec(
            "from machine import I2C, Pin\ni2c = I2C(0, sda=Pin(4), scl=Pin(5), freq=100_000)"
        )
        board.exec("i2c.writeto_mem(0x68, 0, bytes(7) + b'\\x10')")  # runs, SQW at 1 Hz
        before_us = board.chip.now_us
        for _ in range(3):
            board.exec("pass")
        assert board.chip.now_us - before_us < 200_000


def test_in_real_time_it_does_not_get_ahead_of_the_clock(firmware: Path) -> None:
    with EmulatedBoard(firmware=firmware) as board:
        start_s, start_us = time.monotonic(), clock(board)
        board.exec("import time\ntime.sleep_ms(300)")
        between_us = clock(board) - start_us
        assert 300_000 <= between_us <= 1e6 * (time.monotonic() - start_s) + 20_000


def test_in_real_time_what_comes_during_a_look_is_not_missed(
    firmware: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A program prints what looks like its end, and is over while somebody looks whether it is."""
    with EmulatedBoard(firmware=firmware) as board:
        port = board.port_stream
        sleeps = port._sleeps

        def looks_slowly() -> bool:
            monkeypatch.setattr(port, "_sleeps", sleeps)  # the next time as ever
            time.sleep(0.3)
            return sleeps()

        monkeypatch.setattr(port, "_sleeps", looks_slowly)
        code = "import time\nprint('\x04\x04>', end='')\ntime.sleep_ms(100)\nprint('end')"
        assert run(board, code) == "\x04\x04>end\n"


def test_in_real_time_a_program_goes_on_while_nobody_reads(firmware: Path) -> None:
    """A timer between two cells."""
    with EmulatedBoard(firmware=firmware) as board:
        board.exec(
            "from machine import Timer\nn = 0\ndef tick(t):\n    global n\n    n += 1\n"
            "timer = Timer(period=5, callback=tick)"
        )
        due_us = board.chip.now_us + 50_000
        while board.chip.now_us < due_us:
            time.sleep(0.01)
        count = board.eval("n")
        assert isinstance(count, int)
        assert count >= 8


def test_a_reset_is_told_and_the_board_is_there_again(board: EmulatedBoard) -> None:
    board.put("kept.txt", b"kept")
    with pytest.raises(BoardReset, match=r"machine\.reset"):
        board.exec("x = 1\nimport machine\nmachine.reset()")
    with pytest.raises(RemoteError, match="NameError"):
        board.exec("x")
    assert board.get("kept.txt") == b"kept"
    assert board.eval("__import__('machine').reset_cause()") == 3  # WDT_RESET


def test_main_runs_before_anybody_reaches_the_board(firmware: Path) -> None:
    with EmulatedBoard(firmware=firmware, fast_forward=True) as board:
        board.put("main.py", b"x = 0\nwhile True:\n    x += 1\n")
        flash = board.flash()
    with EmulatedBoard(firmware=firmware, fast_forward=True, flash=flash) as board:
        counted = board.eval("x")
        assert isinstance(counted, int)
        assert counted > 1000


def test_a_chip_that_cannot_go_on_is_switched_off_and_on(
    board: EmulatedBoard, monkeypatch: pytest.MonkeyPatch
) -> None:
    board.exec("pass")
    chip_runs = board.chip.run

    def fail(until_ns: float | None = None) -> None:
        monkeypatch.setattr(board.chip, "run", chip_runs)
        raise ChipFault("SIO: no such register")

    monkeypatch.setattr(board.chip, "run", fail)
    with pytest.raises(BoardReset, match="SIO: no such register"):
        board.exec("x = 1")
    assert run(board, "print('x' in globals())") == "False\n"


def test_what_goes_wrong_in_the_emulator_is_told(
    firmware: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with EmulatedBoard(firmware=firmware) as board:
        board.exec("pass")

        def fail(until_ns: float | None = None) -> None:
            raise ZeroDivisionError("in the middle")

        monkeypatch.setattr(board.chip, "run", fail)
        with pytest.raises(BoardLost, match="in the middle"):
            board.exec("x = 1")


@pytest.mark.parametrize("fast_forward", [True, False])
def test_closing_ends_a_program_that_runs(firmware: Path, fast_forward: bool) -> None:
    out = Output()
    board = EmulatedBoard(firmware=firmware, fast_forward=fast_forward)
    thread, errors = in_thread(lambda: board.exec("print('go')\nwhile True: pass", out))
    out.wait_for("go\n")
    board.close()
    board.close()
    thread.join(20)
    assert isinstance(errors[0], BoardLost)
    with pytest.raises(BoardLost):
        board.exec("1")
    assert not any(thread.name == "chip" for thread in threading.enumerate())


def test_a_deadline_ends_a_sleep_without_end(board: EmulatedBoard) -> None:
    with pytest.raises(BoardTimeout):
        board.exec("import time\nwhile True: time.sleep_ms(1)", timeout_s=0.3)
    assert board.eval("1") == 1


def test_what_is_no_firmware_is_refused(tmp_path: Path) -> None:
    wrong = tmp_path / "notes.uf2"
    wrong.write_bytes(b"not a UF2 file" * 100)
    with pytest.raises(FirmwareError, match=r"notes\.uf2"):
        EmulatedBoard(firmware=wrong)
    with pytest.raises(FirmwareError, match=r"notes\.uf2"):
        connect("emulated", runtime=str(wrong))
    assert issubclass(FirmwareError, BoardError)


def test_connect_takes_it_by_its_kind(firmware: Path) -> None:
    with connect("Emulated", runtime=str(firmware)) as board:
        assert board.kind == "emulated"
        assert board.eval("__import__('sys').platform") == "rp2"
