"""What a cell has left to be called later has the board between cells only."""

from __future__ import annotations

import threading

import pytest

from coursekit.boards import Board, BoardError
from coursekit.session.console import Console
from tests.session.conftest import Cells

QUIET = Console(lambda text, name: None, lambda output: None)


def test_the_board_of_a_cell_is_a_board(common: Cells) -> None:
    common.run("%%host\npass")
    board = common.session.host.names["board"]
    assert isinstance(board, Board)
    assert board.info is common.session.board.info  # type: ignore[union-attr]
    assert {"exec", "eval", "info"} <= set(dir(board))


def test_between_cells_it_can_be_used(common: Cells) -> None:
    common.run("%%host\ndef late(): return board.eval('6 * 7')")
    with common.session.host.callback(QUIET):
        assert common.session.host.names["late"]() == 42


def test_beside_a_cell_it_is_refused_at_once(common: Cells) -> None:
    common.run("%%host\ndef late(): return board.eval('6 * 7')")
    thread = common.start("print('go')\nwhile True: pass", until="go\n")
    with (
        common.session.host.callback(QUIET),
        pytest.raises(BoardError, match="A cell is running"),
    ):
        common.session.host.names["late"]()
    common.session.interrupt()
    thread.join(60)


def test_it_waits_for_others_who_use_the_board_shortly(common: Cells) -> None:
    common.run("%%host\ndef late(): return board.eval('6 * 7')")
    held, enough = threading.Event(), threading.Event()

    def hold() -> None:
        with common.session.between_cells() as free:
            assert free
            held.set()
            enough.wait(30)

    other = threading.Thread(target=hold, daemon=True)
    other.start()
    assert held.wait(30)
    end = threading.Timer(0.1, enough.set)
    end.start()
    with common.session.host.callback(QUIET):
        assert common.session.host.names["late"]() == 42
    other.join(30)
