"""Ctrl-C at any moment leaves a working board with its variables, or says that it could not."""

from __future__ import annotations

import random
import threading
from contextlib import closing

import pytest

from coursekit.boards import Board, BoardReset, RemoteError
from coursekit.boards.virtual import VirtualBoard
from tests.boards.suite import Output, in_thread, run

BODIES = {
    "allocate": "while True: x = [1] * 100",
    "collect": "import gc\nwhile True: gc.collect()",
    "print": "while True: print('flood', 12345)",
    "sleep": "import time\nwhile True: time.sleep_ms(3)",
    "long sleep": "import time\ntime.sleep(1000)",
    "input": "while True: input()",
    "read": "import sys\nwhile True: sys.stdin.read(1)",
    "compute": "while True: sum(i * i for i in range(50))",
    "import": "import sys\nwhile True:\n    import asyncio\n    del sys.modules['asyncio']",
    "write a pin": "from machine import Pin\np = Pin(15, Pin.OUT)\nwhile True: p.toggle()",
    "read a pin": "from machine import Pin\np = Pin(14, Pin.IN)\nwhile True: p.value()",
    "write files": "while True:\n    with open('log', 'w') as f: f.write('x' * 300)",
    "exceptions": "while True:\n    try: 1 / 0\n    except ZeroDivisionError: pass",
}
TIMES = 20
NEVER_IN_FAST_FORWARD = {"sleep", "long sleep"}


def stop(board: Board, code: str, after_s: float) -> str:
    """Run `code`, interrupt it `after_s` seconds after it has started; what it raised."""
    out = Output()
    thread, errors = in_thread(lambda: board.exec(f"print('go')\n{code}", out))
    out.wait_for("go\n")
    threading.Event().wait(after_s)
    for _ in range(10):
        board.interrupt()
        # Like a person: again, where an interrupt handler took the first.
        thread.join(2)
        if not thread.is_alive():
            break
    assert not thread.is_alive()
    assert isinstance(errors[0], RemoteError), errors
    return errors[0].name


@pytest.mark.parametrize("fast_forward", [False, True], ids=["real-time", "fast-forward"])
@pytest.mark.parametrize("name", BODIES)
def test_random_moments(name: str, fast_forward: bool) -> None:
    if fast_forward and name in NEVER_IN_FAST_FORWARD:
        code = "import time\nwhile True: time.sleep_ms(3)"
    else:
        code = BODIES[name]
    moments = random.Random(name)
    with closing(VirtualBoard(fast_forward=fast_forward)) as board:
        pid = board.pid
        board.exec("keep = {n: str(n) for n in range(100)}")
        for number in range(TIMES):
            board.exec(f"count = {number}")
            assert stop(board, code, moments.random() * 0.02) == "KeyboardInterrupt"
            assert board.eval("count") == number
        assert board.eval("len(keep), keep[99]") == (100, "99")
        assert run(board, "import gc\ngc.collect()\nprint([n for n in range(3)])") == "[0, 1, 2]\n"
        assert board.pid == pid


def test_between_short_programs(board: VirtualBoard) -> None:
    """Presses that come at any time while one program follows the other."""
    stopped: list[str] = []
    done = threading.Event()

    def press() -> None:
        moments = random.Random(7)
        while not done.wait(moments.random() * 0.003):
            board.interrupt()

    board.exec("keep = 5")
    thread, errors = in_thread(press)
    while len(stopped) < 30:
        try:
            board.exec("for i in range(3000): pass")
        except RemoteError as error:
            stopped.append(error.name)
    done.set()
    thread.join(10)
    assert errors == []
    assert set(stopped) == {"KeyboardInterrupt"}
    assert board.eval("keep") == 5


def test_a_program_may_catch_it(board: VirtualBoard) -> None:
    out = Output()
    loop = "try:\n    print('go')\n    while True: pass\n"
    code = f"{loop}except KeyboardInterrupt:\n    print('bye')"
    thread, errors = in_thread(lambda: board.exec(code, out))
    out.wait_for("go\n")
    board.interrupt()
    thread.join(10)
    assert errors == []
    assert out.text == "go\nbye\n"


def test_a_handler_is_not_left_half_done(fast: VirtualBoard) -> None:
    """After a Ctrl-C between interrupts of a timer, the next timer ticks again."""
    fast.exec("from machine import Timer\nimport time")
    fast.exec("n = 0\ndef tick(t):\n    global n\n    n += 1")
    for number in range(30):
        fast.exec("t = Timer(period=1, callback=tick)")
        stop(fast, "while True: time.sleep_us(100)", number / 3000)
        fast.exec("t.deinit()\nn = 0\nt = Timer(period=10, callback=tick)\ntime.sleep_ms(105)")
        assert fast.eval("(t.deinit(), n)") == (None, 10)


def test_native_code_is_switched_off_at_the_second_press(board: VirtualBoard) -> None:
    board.exec("keep = 1\n@micropython.viper\ndef spin():\n    while True:\n        pass")
    out = Output()
    thread, errors = in_thread(lambda: board.exec("print('go')\nspin()", out))
    out.wait_for("go\n")
    for _ in range(10):
        board.interrupt()
        thread.join(1.1)
        if not thread.is_alive():
            break
    assert isinstance(errors[0], BoardReset)
    assert "did not react to Ctrl-C" in str(errors[0])
    with pytest.raises(RemoteError, match="NameError"):
        board.exec("keep")


def test_a_deadline_stops_native_code(board: VirtualBoard) -> None:
    board.exec("@micropython.viper\ndef spin():\n    while True:\n        pass")
    with pytest.raises(BoardReset, match="did not react"):
        board.exec("spin()", timeout_s=0.1)
    assert board.eval("1 + 1") == 2
