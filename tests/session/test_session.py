"""A session's cells: outputs in order, errors with lines, lost boards, interrupts."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from coursekit.bench import Diagram
from coursekit.boards import Board, BoardTimeout
from coursekit.boards.virtual import VirtualBoard
from coursekit.session import Error, Session
from tests.session.conftest import Cells, fast_forward


def plain(lines: tuple[str, ...]) -> list[str]:
    """Traceback lines without colours."""
    text = "\n".join(lines)
    for colour in ("\x1b[0;31m", "\x1b[0;32m", "\x1b[0;90m", "\x1b[0m"):
        text = text.replace(colour, "")
    return text.split("\n")


def virtual(board: Board | None) -> VirtualBoard:
    assert isinstance(board, VirtualBoard)
    return board


def test_the_board_is_opened_by_the_first_cell_that_needs_it(cells: Cells) -> None:
    assert cells.run("%lsmagic").status == "ok"
    assert cells.session.board is None
    cells.run("print('hello')")
    assert cells.text.startswith("Virtual board: Raspberry Pi Pico W")
    assert cells.text.endswith("\nhello\n")
    cells.run("print('hello')")
    assert cells.text == "hello\n"


def test_error_with_the_lines_of_its_cells(common: Cells) -> None:
    common.run("\ndef half(x):\n    return 1 / x")
    error = common.error("print('before')\nhalf(0)")
    assert common.text == "before\n"
    assert (error.name, error.message) == ("ZeroDivisionError", "divide by zero")
    assert plain(error.traceback) == [
        "Traceback (most recent call last):",
        '  File "<stdin>", line 2, in <module>',
        "    half(0)",
        '  File "<stdin>", line 3, in half',
        "    return 1 / x  # in an earlier cell",
        "ZeroDivisionError: divide by zero",
    ]


def test_syntax_error_names_the_line(common: Cells) -> None:
    error = common.error("x = 1\nx = = 2")
    assert error.name == "SyntaxError"
    assert "    x = = 2" in plain(error.traceback)


def test_a_deep_recursion_is_folded(common: Cells) -> None:
    shown = plain(common.error("def f(n):\n    return f(n - 1) if n else 1 / 0\nf(40)").traceback)
    in_f = ['  File "<stdin>", line 2, in f', "    return f(n - 1) if n else 1 / 0"]
    assert shown == [
        "Traceback (most recent call last):",
        '  File "<stdin>", line 3, in <module>',
        "    f(40)",
        *in_f * 3,
        "  ... the last call repeated 38 times more",
        "ZeroDivisionError: divide by zero",
    ]


def test_a_recursion_through_several_functions_is_folded(common: Cells) -> None:
    common.run("def f(n):\n    return g(n)\ndef g(n):\n    return f(n - 1) if n else h()")
    shown = plain(common.error("def h():\n    1 / 0\nf(30)").traceback)
    assert shown.count('  File "<stdin>", line 2, in f') == 3
    assert shown[-4:] == [
        "  ... the last 2 calls repeated 28 times more",
        '  File "<stdin>", line 2, in h',
        "    1 / 0",
        "ZeroDivisionError: divide by zero",
    ]


def test_a_recursion_on_the_board_is_folded_in_a_host_cell(common: Cells) -> None:
    common.run("def f(n):\n    return f(n - 1) if n else 1 / 0")
    shown = plain(common.error("%%host\nboard.eval('f(40)')").traceback)
    assert "  ... the last call repeated 38 times more" in shown


def test_a_full_heap_says_what_to_do(cells: Cells) -> None:
    error = cells.error("kept = []\nwhile True:\n    kept.append(bytearray(20_000))")
    assert error.name == "MemoryError"
    assert plain(error.traceback)[-2].startswith("MemoryError: ")
    assert plain(error.traceback)[-1] == (
        "The heap is full. Delete what you no longer need (del name). If there is no room left "
        "even for that, start the board afresh: %rebootdevice."
    )
    assert cells.run("del kept").status == "ok"
    assert cells.value("len(bytearray(50_000))") == "50000"


def test_magics_leave_line_numbers_alone(common: Cells) -> None:
    error = common.error("%trace\n\n1 / 0")
    assert '  File "<stdin>", line 3, in <module>' in plain(error.traceback)


def test_output_comes_before_the_result_and_the_error(common: Cells) -> None:
    common.run("print('a', end='')\n5")
    assert common.kinds == ["Stream", "Result"]
    common.run("print('a', end='')\n1 / 0")
    assert common.kinds == ["Stream", "Error"]


def test_interrupt(common: Cells) -> None:
    thread = common.start("print('go')\nwhile True: pass", until="go\n")
    common.session.interrupt()
    thread.join(30)
    assert common.kinds[-1] == "Error"
    assert "KeyboardInterrupt" in str(common.outputs[-1])
    assert common.value("1") == "1"


def test_interrupt_when_nothing_runs_is_forgotten(common: Cells) -> None:
    common.session.interrupt()
    assert common.value("1") == "1"


def test_a_killed_board_is_replaced(cells: Cells) -> None:
    cells.run("x = 1")
    thread = cells.start("print('go')\nwhile True: pass", until="go\n")
    import os
    import signal

    os.kill(virtual(cells.session.board).pid, signal.SIGKILL)
    thread.join(30)
    text = str(cells.outputs[-1])
    assert "are gone" in text
    assert "The next cell runs on" in text
    assert cells.error("x").name == "NameError"


def test_a_board_that_restarts_itself(cells: Cells) -> None:
    cells.run("x = 1")
    error = cells.error("import machine\nmachine.reset()")
    assert error.name == "BoardReset"
    assert error.message.count("are gone") == 1
    assert cells.error("x").name == "NameError"


def test_a_board_that_does_not_answer_is_opened_anew(tmp_path: Path) -> None:
    class Mute(VirtualBoard):
        """Answers until it is told not to."""

        mute = False

        def exec(self, *args: object, **kwargs: object) -> None:
            if self.mute:
                raise BoardTimeout("The board does not answer.")
            super().exec(*args, **kwargs)  # type: ignore[arg-type]

    opened = []

    def connect(target: str | None, diagram: Diagram | None, runtime: str | None = None) -> Board:
        opened.append(Mute(diagram))
        return opened[-1]

    cells = Cells(Session(connect, tmp_path))
    cells.run("x = 1")
    opened[0].mute = True
    error = cells.error("x")
    assert error.name == "BoardTimeout"
    assert "The next cell runs on a fresh board." in error.message
    assert cells.value("2") == "2"
    assert len(opened) == 2
    cells.session.close()


def test_restart(cells: Cells) -> None:
    cells.run("x = 1")
    cells.run("%%host\nx = 2")
    old = virtual(cells.session.board)
    cells.session.restart()
    assert cells.error("x").name == "NameError"
    assert cells.error("%%host\nx").name == "NameError"
    assert cells.session.board is not old


def test_restart_of_a_real_board_is_a_soft_reset(benchless: Cells) -> None:
    benchless.run("x = 1")
    board = benchless.session.board
    benchless.session.restart()
    assert benchless.session.board is board
    assert benchless.error("x").name == "NameError"


def test_close_ends_the_running_cell(cells: Cells) -> None:
    thread = cells.start("print('go')\nwhile True: pass", until="go\n")
    cells.session.close()
    thread.join(30)
    assert not thread.is_alive()
    assert "Error" not in cells.kinds
    assert cells.run("1").status == "aborted"


def test_a_malformed_diagram_until_it_is_repaired(cells: Cells, tmp_path: Path) -> None:
    file = tmp_path / "diagram.json"
    file.write_text("{", encoding="utf-8")
    for _ in range(2):
        error = cells.error("1")
        assert error.name == "DiagramError"
        assert "not JSON" in error.message
        assert error.message.endswith(". Correct diagram.json, then run the cell again.")
        assert error.message in plain(error.traceback)[-1]
    pico = {"id": "pico", "type": "board-pi-pico-w"}
    file.write_text(json.dumps({"version": 1, "parts": [pico], "connections": []}))
    assert cells.value("1") == "1"


def test_a_broken_connection_is_an_error(tmp_path: Path) -> None:
    def connect(target: str | None, diagram: Diagram | None, runtime: str | None = None) -> Board:
        raise RuntimeError("broken")

    cells = Cells(Session(connect, tmp_path))
    assert cells.error("1").message == "broken"


@pytest.mark.parametrize("count", [100_000])
def test_a_flood_is_complete_in_order_and_in_few_pieces(common: Cells, count: int) -> None:
    assert common.run(f"for i in range({count}): print(i)").status == "ok"
    assert common.text == "".join(f"{i}\n" for i in range(count))
    assert len(common.outputs) < count // 20


def test_two_sessions_do_not_meet(cells: Cells, tmp_path: Path) -> None:
    other = Cells(Session(fast_forward, tmp_path))
    cells.run("x = 1")
    assert other.error("x").name == "NameError"
    other.session.close()


def test_a_program_that_catches_every_stop_is_given_up(cells: Cells) -> None:
    thread = cells.start(
        "print('go')\nwhile True:\n try:\n  while True:\n   pass\n except:\n  pass", until="go"
    )
    for _ in range(6):
        cells.session.interrupt()
    thread.join(30)
    error = cells.outputs[-1]
    assert isinstance(error, Error)
    assert error.name == "BoardTimeout"
    assert "catches Ctrl-C" in error.message
    assert cells.value("6 * 7") == "42"
