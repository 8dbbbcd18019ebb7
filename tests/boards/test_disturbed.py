"""Single disturbances of a link, and what is known of the board afterwards."""

from __future__ import annotations

import itertools
import threading
from collections.abc import Iterator

import pytest

from coursekit.boards import Board, BoardError, BoardReset, BoardTimeout, RemoteError
from coursekit.boards.repl import RawRepl
from tests.boards.fake import BANNER, FakeBoard, Program
from tests.boards.faulty import Fault, Plug
from tests.boards.noise import BOOT_LOG
from tests.boards.skipping import SkippingClock
from tests.boards.suite import Output, run

LONG = "#" * 400 + "\n"


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> SkippingClock:
    clock = SkippingClock()
    clock.install(monkeypatch)
    return clock


class Cable:
    """A board on a cable; `next` is the program in which a fault comes."""

    def __init__(self, clock: SkippingClock) -> None:
        self.clock = clock
        self.faults: list[Fault] = []
        self.plug = Plug(self.faults, 0, clock)
        self.board = self.plug.connect(None, None)
        self.plug.stop = self.board.interrupt

    def next(self, *faults: Fault, endless: bool = False) -> Board:
        self.plug._faults = list(faults)
        self.plug.begin_cell(0)
        self.plug.endless = endless
        return self.board


@pytest.fixture
def cable(clock: SkippingClock) -> Iterator[Cable]:
    cable = Cable(clock)
    yield cable
    cable.plug.heal()
    cable.board.close()
    cable.plug.close()


def test_a_restart_between_programs_is_said_once(cable: Cable) -> None:
    cable.next().exec("x = 1")
    with pytest.raises(BoardReset, match="are gone"):
        cable.next(Fault(0, "before", 0, "reset")).exec("print(x)")
    with pytest.raises(RemoteError, match="NameError"):
        cable.next().exec("print(x)")


def test_a_silent_restart_after_a_pause_is_said(cable: Cable) -> None:
    """The prompt of the restarted board got lost: only asking tells."""
    board = cable.next()
    board.exec("x = 1")
    cable.next(Fault(0, "before", 0, "reset"))
    while b">>> " not in board.repl._stream.read(10.0):
        pass
    cable.clock.sleep(10)
    with pytest.raises(BoardReset, match="are gone"):
        board.exec("print(x)")
    assert run(cable.next(), "print(1)") == "1\n"


def test_a_pause_alone_changes_nothing(cable: Cable) -> None:
    cable.next().exec("x = 5")
    cable.clock.sleep(1000)
    out = Output()
    cable.next().exec("print(x)", out)
    assert out.text == "5\n"


def test_a_restart_in_mid_program_is_an_error_at_once(cable: Cable) -> None:
    out = Output()
    board = cable.next(Fault(0, "got", 100, "reset"))
    with pytest.raises(BoardReset, match="are gone"):
        board.exec("import time\nwhile True:\n    print('on')\n    time.sleep_ms(1)", out)
    assert out.text.startswith("on\non\n")
    assert cable.plug.stops == 0
    assert run(cable.next(), "print(1)") == "1\n"


def test_a_restart_into_a_main_py_that_goes_on_shows_when_it_is_stopped(cable: Cable) -> None:
    """A board on a bridge chip that starts its own program and shows no prompt runs, for all that
    anybody can see. Stop ends that program, and then its prompt tells.
    """
    board = cable.next()
    board.put("main.py", b"import time\nwhile True:\n    print('main')\n    time.sleep_ms(1)\n")
    out = Output()
    board = cable.next(Fault(0, "got", 10, "reset"), endless=True)
    with pytest.raises(BoardReset, match="are gone"):
        board.exec("while True: print('cell')", out)
    assert cable.plug.stops >= 1
    cable.next().remove("main.py")


def test_a_lost_end_is_found_by_stop(cable: Cable) -> None:
    board = cable.next(Fault(0, "got", 2, "swallow", 1000), endless=False)
    with pytest.raises(BoardError):
        board.exec("print(1)")
    assert cable.plug.stops >= 1
    cable.plug.heal()
    assert run(cable.next(), "print(2)") == "2\n"


def test_a_board_that_ignores_stop_is_given_up(cable: Cable) -> None:
    code = "while True:\n    try:\n        while True: pass\n    except KeyboardInterrupt: pass"
    board = cable.next(endless=True)
    with pytest.raises(BoardTimeout, match=r"does not react.*Restart"):
        board.exec(code)
    assert cable.plug.stops >= 2


@pytest.mark.parametrize("noise", [b"\xff\x00\xfe", BOOT_LOG, BANNER, b"\x04\x04>OK", b">>> "])
@pytest.mark.parametrize("long", [False, True])
def test_noise_before_the_banner_and_between_programs(noise: bytes, long: bool) -> None:
    board = FakeBoard({b"p0": Program(b"x")}, itertools.cycle((3,)))
    board._out += noise
    repl = RawRepl(board)
    repl.enter()
    shown = ""
    for _ in range(2):
        out = Output()
        repl.exec("p0 " + "#" * 300 * long, out)
        assert out.text == shown + "x"
        board._out += noise
        shown = noise.decode("utf-8", "replace").replace("\r\n", "\n")


def test_half_a_program_is_never_run(cable: Cable) -> None:
    """A byte of noise that says the board has seen enough, while it waits for the rest."""
    cable.next().exec("done = 0")
    board = cable.next()
    link = board.repl._stream
    read, spoiled = link.read, threading.Event()

    def spoil(timeout_s: float | None) -> bytes:
        data = read(timeout_s)
        if b"\x01" in data and not spoiled.is_set():
            spoiled.set()
            data += b"\x04"
        return data

    link.read = spoil  # type: ignore[method-assign]
    with pytest.raises(BoardError, match="not run"):
        board.exec("done = 1\n" + LONG + LONG + "done = 2\n")
    assert cable.next().eval("done") == 0
