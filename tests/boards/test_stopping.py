"""Connecting to a board on which a main.py runs: it is stopped, however it resists."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from coursekit.boards import BoardTimeout
from coursekit.boards.serial import SerialStream, open_serial
from coursekit.boards.serve import PtyServer
from tests.boards.suite import run

Starter = Callable[[str], str]


@pytest.fixture
def running(tmp_path: Path) -> Iterator[Starter]:
    """Starts a board with a main.py; returns its port once the program has printed `go`."""
    link = tmp_path / "board"
    server = PtyServer(link)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()

    def start(program: str) -> str:
        with open_serial(str(link), enter_s=30) as board:
            board.put("main.py", program.encode())
        stream = SerialStream(str(link))
        stream.write(b"\x02\x04", 10)
        seen = b""
        while b"go\r\n" not in seen:
            seen += stream.read(20)
        stream.close()
        return str(link)

    yield start
    server.stop()
    thread.join(30)


@pytest.mark.parametrize(
    "program",
    [
        "print('go')\nwhile True: pass",
        "import time\nprint('go')\nwhile True: time.sleep(1)",
        "print('go')\nwhile True: print('x' * 200)",
        "print('go')\nwhile True: print('raw REPL; CTRL-B to exit\\r\\n>')",
        "print('go')\nx = input()",
        "print('go')\n"
        "try:\n    while True: pass\n"
        "except KeyboardInterrupt: print('again')\n"
        "while True: pass",
        "import time\nprint('go')\n"
        "try:\n    while True: time.sleep(1)\n"
        "finally:\n    while True: print('y')",
    ],
    ids=["busy", "asleep", "flood", "banners", "input", "catches once", "floods in finally"],
)
def test_main_is_stopped(running: Starter, program: str) -> None:
    port = running(program)
    with open_serial(port, enter_s=30) as board:
        assert run(board, "print(6 * 7)") == "42\n"


def test_a_board_whose_heap_is_full_still_answers(running: Starter) -> None:
    """As a notebook that was killed may leave it."""
    port = running("print('go')\nx = None\nwhile True:\n    x = (x,)")
    with open_serial(port, enter_s=30) as board:
        board.soft_reset()
        assert run(board, "print(6 * 7)") == "42\n"


def test_a_program_that_will_not_stop_is_named_as_the_reason(running: Starter) -> None:
    port = running(
        "print('go')\nwhile True:\n    try:\n        while True: pass\n"
        "    except KeyboardInterrupt: pass"
    )
    with pytest.raises(BoardTimeout, match=r"main\.py.*catches KeyboardInterrupt.*reset"):
        open_serial(port, enter_s=1.0)
