"""What every kind of board must do. Inherit `BoardSuite` where a fixture `board` gives one."""

from __future__ import annotations

import math
import threading
from collections.abc import Callable

import pytest

from coursekit.boards import Board, BoardError, BoardReset, BoardTimeout, RemoteError

FORGED = (
    "OK",
    ">",
    "\x04",
    "\x04\x04>",
    "\x04\x04>OK",
    "\x04Traceback (most recent call last):\nKeyError: x\n\x04>",
    "raw REPL; CTRL-B to exit\r\n>",
    "\x04\x04MPY: soft reboot\r\nraw REPL; CTRL-B to exit\r\n>",
    '\r\nType "help()" for more information.\r\n>>> ',
)
VALUES = (
    "None", "True", "0", "-5", "10**40", "1.5", "-0.25", "''", "'\\n\\x00\"\\''", "b''",
    "b'\\x00\\xff'", "bytearray(b'ab')", "[]", "[1, [2, 'x']]", "()", "(1,)", "{}",
    "{'a': [1], 2: None}", "{1, 2}", "set()", "frozenset([1])", "range(3)", "1+2j",
)  # fmt: skip


class Output(list[str]):
    """Collects output; `wait_for` returns once `text` has been printed."""

    def __init__(self) -> None:
        super().__init__()
        self._more = threading.Condition()

    def __call__(self, text: str) -> None:
        with self._more:
            self.append(text)
            self._more.notify_all()

    def wait_for(self, text: str) -> None:
        with self._more:
            assert self._more.wait_for(lambda: text in self.text, 10), self.text

    @property
    def text(self) -> str:
        return "".join(self)


def run(board: Board, code: str) -> str:
    """What `code` prints."""
    out = Output()
    board.exec(code, out, timeout_s=20)
    return out.text


def in_thread(action: Callable[[], object]) -> tuple[threading.Thread, list[BaseException]]:
    """Run `action` beside the test; the list gets what it raises."""
    errors: list[BaseException] = []

    def target() -> None:
        try:
            action()
        except BaseException as error:
            errors.append(error)

    thread = threading.Thread(target=target, daemon=True)
    thread.start()
    return thread, errors


class BoardSuite:
    """Tests that take a fixture `board`: a `Board` that has just started.

    doubles_cr: whether a program's `\\r\\n` arrives as it was written.
    """

    doubles_cr = True

    def test_prints_and_keeps_state(self, board: Board) -> None:
        assert run(board, "x = 6") == ""
        assert run(board, "print(x * 7)") == "42\n"

    def test_an_empty_program_is_no_reset(self, board: Board) -> None:
        board.exec("x = 1")
        board.exec("")
        assert board.eval("x") == 1

    def test_output_arrives_while_the_program_runs(self, board: Board) -> None:
        out = Output()
        thread, errors = in_thread(lambda: board.exec("print('go')\nwhile True: pass", out))
        out.wait_for("go\n")
        assert thread.is_alive()
        board.interrupt()
        thread.join(10)
        assert isinstance(errors[0], RemoteError)

    def test_to_look_for_the_board_loses_nothing(self, board: Board) -> None:
        out = Output()

        def look(text: str) -> None:
            out(text)
            assert board.is_there()

        board.exec("for n in range(300): print(n)", look, timeout_s=20)
        assert out.text.split() == [str(n) for n in range(300)]
        assert board.eval("n") == 299

    def test_error_has_name_message_and_lines(self, board: Board) -> None:
        with pytest.raises(RemoteError) as caught:
            board.exec("def f():\n    raise ValueError('no: good')\n\nf()")
        error = caught.value
        assert (error.name, error.message) == ("ValueError", "no: good")
        assert [(f.line, f.function) for f in error.frames] == [(4, "<module>"), (2, "f")]
        assert error.traceback.startswith("Traceback (most recent call last):\n")
        assert "\r" not in error.traceback

    @pytest.mark.parametrize("length", [10, 300, 3000])
    def test_syntax_error_names_the_line(self, board: Board, length: int) -> None:
        with pytest.raises(RemoteError) as caught:
            board.exec("#" * length + "\nx = = 1\n" + "#" * length)
        assert caught.value.name == "SyntaxError"
        assert caught.value.frames[-1].line == 2
        assert run(board, "print(1)") == "1\n"

    def test_output_before_an_error_is_kept(self, board: Board) -> None:
        out = Output()
        with pytest.raises(RemoteError, match="ZeroDivisionError"):
            board.exec("print('before')\n1/0", out)
        assert out.text == "before\n"

    @pytest.mark.parametrize("message", ["\\x04\\x04>", "a\\n\\x04>b", "\\x04>OK", ""])
    def test_control_bytes_in_an_error(self, board: Board, message: str) -> None:
        with pytest.raises(RemoteError) as caught:
            board.exec(f"raise ValueError('{message}')")
        assert caught.value.name == "ValueError"
        assert caught.value.message == message.encode().decode("unicode_escape")
        assert run(board, "print(1)") == "1\n"

    @pytest.mark.parametrize("forged", FORGED)
    def test_printed_ends_end_nothing(self, board: Board, forged: str) -> None:
        code = f"import sys\nfor i in range(3):\n    sys.stdout.write({forged!r})\nprint('end')"
        printed = forged if self.doubles_cr else forged.replace("\r\n", "\n")
        assert run(board, code) == printed * 3 + "end\n"
        assert run(board, "print('next')") == "next\n"

    def test_long_program(self, board: Board) -> None:
        code = "\n".join(f"print({n})" for n in range(500))
        assert run(board, code) == "".join(f"{n}\n" for n in range(500))

    def test_control_bytes_in_a_program(self, board: Board) -> None:
        assert run(board, "print('\x01\x03\x04')") == "\x01\x03\x04\n"

    def test_unicode(self, board: Board) -> None:
        assert run(board, "print('grün 😀 ' * 100)") == "grün 😀 " * 100 + "\n"

    def test_big_output(self, board: Board) -> None:
        code = "s = 'x' * 99\nfor i in range(2000): print(s)"
        assert run(board, code) == ("x" * 99 + "\n") * 2000

    def test_names_that_the_program_redefined(self, board: Board) -> None:
        assert run(board, "print = repr = len = list = str = None") == ""
        assert board.eval("[1, 'a']") == [1, "a"]

    def test_full_heap(self, board: Board) -> None:
        with pytest.raises(RemoteError, match="MemoryError"):
            board.exec("x = None\nwhile True:\n    x = (x,)", timeout_s=60)
        board.soft_reset()
        assert board.eval("1 + 1") == 2

    @pytest.mark.parametrize("expression", VALUES)
    def test_values(self, board: Board, expression: str) -> None:
        value = board.eval(expression)
        expected = eval(expression)
        assert value == expected
        assert type(value) is type(expected)

    def test_special_floats(self, board: Board) -> None:
        assert board.eval("[float('inf'), -float('inf')]") == [math.inf, -math.inf]
        nan = board.eval("float('nan')")
        assert isinstance(nan, float)
        assert math.isnan(nan)

    def test_what_eval_prints_is_no_value(self, board: Board) -> None:
        board.exec("def f():\n    print(1)\n    return 2")
        out = Output()
        assert board.eval("f()", on_output=out) == 2
        assert out.text == "1\n"

    def test_a_value_that_only_the_board_has(self, board: Board) -> None:
        board.exec("class Thing: pass")
        with pytest.raises(BoardError, match="Thing"):
            board.eval("Thing()")

    @pytest.mark.parametrize("body", ["pass", "time.sleep_ms(50)"])
    def test_interrupt(self, board: Board, body: str) -> None:
        out = Output()
        code = f"import time\nprint('go')\nwhile True:\n    {body}"
        thread, errors = in_thread(lambda: board.exec(code, out))
        out.wait_for("go\n")
        board.interrupt()
        thread.join(10)
        assert isinstance(errors[0], RemoteError)
        assert errors[0].name == "KeyboardInterrupt"
        assert run(board, "print(1)") == "1\n"

    def test_interrupt_after_a_printed_end(self, board: Board) -> None:
        out = Output()
        code = "print('\\x04\\x04>', end='')\nprint('go')\nwhile True: pass"
        thread, errors = in_thread(lambda: board.exec(code, out))
        out.wait_for("go\n")
        board.interrupt()
        thread.join(10)
        assert isinstance(errors[0], RemoteError)
        assert out.text == "\x04\x04>go\n"

    def test_interrupt_when_nothing_runs(self, board: Board) -> None:
        board.exec("x = 1")
        board.interrupt()
        assert board.eval("x") == 1

    def test_deadline_stops_the_program(self, board: Board) -> None:
        board.exec("x = 1")
        with pytest.raises(BoardTimeout, match=r"0\.2 s"):
            board.exec("while True: pass", timeout_s=0.2)
        assert board.eval("x") == 1

    def test_programs_of_two_threads_take_turns(self, board: Board) -> None:
        outs = [Output(), Output()]
        runs = [
            in_thread(lambda out=out: board.exec("for i in range(200): print(i)", out, 20))  # type: ignore[misc]
            for out in outs
        ]
        for thread, errors in runs:
            thread.join(20)
            assert errors == []
        assert outs[0].text == outs[1].text == "".join(f"{i}\n" for i in range(200))

    def test_soft_reset_clears_the_state(self, board: Board) -> None:
        board.exec("x = 1")
        board.soft_reset()
        with pytest.raises(RemoteError, match="NameError"):
            board.exec("x")

    def test_a_program_that_resets_the_board(self, board: Board) -> None:
        out = Output()
        with pytest.raises(BoardReset):
            board.exec("x = 1\nprint('bye')\nraise SystemExit", out, timeout_s=20)
        assert out.text == "bye\n"
        with pytest.raises(RemoteError, match="NameError"):
            board.exec("x")

    @pytest.mark.parametrize("size", [0, 1, 2047, 2048, 2049, 20_000])
    def test_files_come_back(self, board: Board, size: int) -> None:
        data = bytes(i * 7 & 0xFF for i in range(size))
        board.put("data.bin", data)
        assert board.get("data.bin") == data
        assert [(f.size, f.is_dir) for f in board.listdir("") if f.name == "data.bin"] == [
            (size, False)
        ]
        board.put("data.bin", b"new")
        assert board.get("data.bin") == b"new"
        board.remove("data.bin")
        assert not any(f.name.startswith("data.bin") for f in board.listdir(""))

    def test_directories(self, board: Board) -> None:
        board.makedirs("a/b")
        board.makedirs("a/b")
        board.put("a/b/c.txt", b"x")
        assert [f.name for f in board.listdir("a/b")] == ["c.txt"]
        assert board.listdir("a")[0].is_dir

    @pytest.mark.parametrize("action", ["get", "remove", "listdir"])
    def test_missing_file(self, board: Board, action: str) -> None:
        with pytest.raises(RemoteError, match=r"gone\.txt: no such file") as caught:
            getattr(board, action)("gone.txt")
        assert caught.value.errno == 2

    def test_files_leave_no_names_behind(self, board: Board) -> None:
        before = board.eval("sorted(globals())")
        board.put("f", b"1")
        board.get("f")
        assert board.eval("sorted(globals())") == before

    def test_info_line(self, board: Board) -> None:
        assert board.info.firmware.startswith("MicroPython 1.")
        assert board.info.machine in board.info.line()
