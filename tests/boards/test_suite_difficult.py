"""The board suite over a difficult link to the virtual board, and what noise may not do."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from contextlib import closing

import pytest

from coursekit.bench import Bench
from coursekit.boards import Board, BoardError
from coursekit.boards.virtual.port import VirtualPort
from coursekit.boards.virtual.runtime import find_runtime
from tests.boards.difficult import DifficultStream
from tests.boards.skipping import QuietPort, SkippingClock
from tests.boards.suite import BoardSuite, Output, run

_DEADLINE_S = 60.0


def virtual_port() -> VirtualPort:
    return VirtualPort(Bench(), find_runtime(None), fast_forward=False)


class TestDifficultLink(BoardSuite):
    @pytest.fixture(params=["pieces", "late and twice", "all"])
    def board(self, request: pytest.FixtureRequest) -> Iterator[Board]:
        more = request.param != "pieces"
        stream = DifficultStream(
            virtual_port(), 3, pieces=request.param != "late and twice", delays=more, prompts=more
        )
        with Board(stream, kind="serial", port="difficult") as board:
            yield board


class NoisyLink:
    """A board on a line with noise, which can be switched on and off."""

    def __init__(self, seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
        self.clock = SkippingClock()
        self.clock.install(monkeypatch)
        self.stream = DifficultStream(QuietPort(virtual_port(), self.clock), seed)
        self.board = Board(self.stream, kind="serial", port="noisy")
        self.board.repl.enter()

    def attempt(self, action: Callable[[], object], noise: int) -> tuple[object, BoardError | None]:
        """What `action` gives or raises while there is noise; not later than it may."""
        self.stream.noise = noise
        start_s = self.clock.monotonic()
        try:
            return action(), None
        except BoardError as error:
            return None, error
        finally:
            self.stream.noise = 0
            assert self.clock.monotonic() - start_s < _DEADLINE_S


@pytest.mark.parametrize("seed", range(40))
def test_noise_never_makes_a_success(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    link = NoisyLink(seed, monkeypatch)
    chance = random.Random(seed)
    with closing(link.board):
        for number in range(6):
            noise = chance.choice((2, 10, 60))
            filler = "#" * chance.choice((0, 0, 300))
            out = Output()
            program = f"{filler}\ndone = -1\nfor i in range(30): print(i)\ndone = {number}"
            disturbed = link.stream.disturbed
            _, error = link.attempt(lambda: link.board.exec(program, out, 20), noise)  # noqa: B023
            if error is None:
                assert link.board.eval("done") == number
                if link.stream.disturbed == disturbed:
                    assert out.text == "".join(f"{i}\n" for i in range(30))
            _, error = link.attempt(lambda: link.board.exec("1/0", timeout_s=20), noise)
            assert error is not None, "1/0 was a success"
            # Afterwards everything is as it should be; the first may say what had happened.
            link.attempt(lambda: link.board.exec("pass", timeout_s=20), 0)
            assert run(link.board, "print('grün')") == "grün\n"
