"""The commands of the stock kernel: all are there, and take what its parsers take."""

from __future__ import annotations

import argparse
import importlib

import pytest

import coursekit.kernel.stock  # noqa: F401  the stock kernel's import is noisy otherwise
from coursekit.session.magics.arguments import ArgumentParser
from coursekit.session.magics.registry import helps
from tests.session.conftest import Cells

stock = importlib.import_module("jupyter_micropython_kernel.kernel")
PARSERS: dict[str, argparse.ArgumentParser] = {
    parser.prog: parser for name, parser in vars(stock).items() if name.startswith("ap_")
}
MODULES = (
    *("capture", "disconnect", "esptool", "fetchfile", "ls", "mpycross", "rawbytes"),
    *("sendtofile", "serialconnect", "writefile"),
)
OURS: dict[str, ArgumentParser] = {
    parser.prog: parser
    for module in MODULES
    for parser in vars(importlib.import_module(f"coursekit.session.magics.{module}")).values()
    if isinstance(parser, ArgumentParser)
}


def test_all_commands_are_there() -> None:
    without_parser = {"%comment", "%lsmagic", "%rebootdevice", "%suppressendcode", "%mpy-cross"}
    assert set(PARSERS) | without_parser <= set(helps())


@pytest.mark.parametrize("name", [name for name in PARSERS if name != "%writebytes"])
def test_same_options_and_arguments(name: str) -> None:
    ours = OURS[name]
    theirs = PARSERS[name]._actions
    options = {option for action in theirs for option in action.option_strings}
    assert options <= {option for action in ours._actions for option in action.option_strings}
    plain = [action.nargs for action in theirs if not action.option_strings]
    assert [action.nargs for action in ours._actions if not action.option_strings] == plain


@pytest.mark.parametrize(
    ("wrong", "meant"),
    [
        ("%reboot", "%rebootdevice"),
        ("%%writetofile a.py", "%%writefile"),
        ("%writefile a.py", "%%writefile"),
        ("%serialdisconnect", "%disconnect"),
        ("%sendbytes x", "%writebytes"),
        ("%savetofile a.py", "%sendtofile"),
        ("%savefile a.py", "%sendtofile"),
        ("%sendfile a.py", "%sendtofile"),
        ("%readfile a.py", "%fetchfile"),
        ("%fetchfromfile a.py", "%fetchfile"),
    ],
)
def test_did_you_mean(common: Cells, wrong: str, meant: str) -> None:
    message = common.error(wrong).message
    assert meant + "?" in message or f"It is {meant}," in message


def test_what_is_wrong_is_said_and_what_the_stock_kernel_ignored_passes(common: Cells) -> None:
    assert "Write it like this: %ls [--recurse]" in common.error("%ls --deep").message
    assert common.run("%ls --rec  # with folders").status == "ok"
    assert common.run("%comment it's a # sign").status == "ok"
    assert common.text == "it's a # sign\n"
