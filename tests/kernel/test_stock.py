"""Our kernel is the stock kernel's class, with nothing left of what that does."""

from __future__ import annotations

import logging
from typing import Any

import pytest
from ipykernel.kernelbase import Kernel

from coursekit.kernel.kernel import MicroPythonKernel
from coursekit.kernel.stock import MendedKernel, StockKernel
from coursekit.session import Clear, Output, Stream


def names_of(kernel: type) -> set[str]:
    """What a class itself defines, without what every kernel class gets from Python."""
    plain = type("Plain", (Kernel,), {})
    return set(vars(kernel)) - set(vars(plain))


def resolved(name: str) -> object:
    """What our kernel has under this name."""
    return next(vars(one)[name] for one in MicroPythonKernel.__mro__ if name in vars(one))


def test_it_is_the_stock_kernel() -> None:
    assert issubclass(MicroPythonKernel, StockKernel)
    assert MicroPythonKernel.language_info["name"] == StockKernel.language_info["name"]


def test_nothing_of_the_stock_kernel_is_left() -> None:
    names = names_of(StockKernel)
    assert {"do_execute", "sendcommand", "sres", "implementation"} <= names
    assert [name for name in sorted(names) if resolved(name) is vars(StockKernel)[name]] == []


def test_it_leaves_logging_alone() -> None:
    assert logging.getLogger("jupyter_micropython_kernel.kernel").level == logging.NOTSET


class Bare:
    """As much of a kernel as printing needs."""

    sres = MendedKernel.sres
    sresSYS = MendedKernel.sresSYS
    sendcommand = MendedKernel.sendcommand
    runnormalcell = MendedKernel.runnormalcell
    interpretpercentline = MendedKernel.interpretpercentline

    def __init__(self) -> None:
        self.outputs: list[Output] = []
        self.shown_now = self.outputs.append


def test_its_own_printing_goes_to_the_running_cell() -> None:
    kernel: Any = Bare()
    kernel.sres("a\n")
    kernel.sres("b\n", 31, n04count=1, clear_output=True)
    kernel.sresSYS("c\n")
    assert kernel.outputs == [
        Stream("stdout", "a\n"),
        Clear(wait=True),
        Stream("stderr", "\x1b[31mb\n\x1b[0m"),
        Stream("stdout", "\x1b[34mc\n\x1b[0m"),
    ]


def test_its_own_way_to_the_board_is_closed() -> None:
    kernel: Any = Bare()
    with pytest.raises(NotImplementedError, match="session"):
        kernel.sendcommand("1")
    with pytest.raises(NotImplementedError, match="session"):
        kernel.runnormalcell("1", False)
    with pytest.raises(NotImplementedError, match="session"):
        kernel.interpretpercentline("%ls", "")
