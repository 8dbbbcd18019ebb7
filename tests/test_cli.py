"""The command line: what it prints, and what it says when something is wrong."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from coursekit import __version__, cli
from coursekit.boards import BoardError, holders, ports
from coursekit.boards.holders import Holder
from coursekit.boards.ports import FoundPort
from coursekit.boards.usb import Certainty


def test_version(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["version"]) == 0
    assert capsys.readouterr().out == f"{__version__}\n"


def test_boards(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    found = [
        FoundPort("/dev/ttyACM0", "Pico", Certainty.CERTAIN, "e6614c"),
        FoundPort("COM3", "CH340", Certainty.MAYBE),
        FoundPort("COM4", "Pico with a C program", Certainty.NO),
    ]
    held = {"/dev/ttyACM0": [Holder(4242, "Thonny")]}
    monkeypatch.setattr(ports, "find_ports", lambda: found)
    monkeypatch.setattr(holders, "holders", lambda port: held.get(port, []))
    assert cli.main(["boards"]) == 0
    lines = [re.split("  +", line) for line in capsys.readouterr().out.splitlines()]
    assert lines == [
        ["port", "what", "certainty", "serial number", "in use by"],
        ["/dev/ttyACM0", "Pico", "MicroPython", "e6614c", "Thonny (process 4242)"],
        ["COM3", "CH340", "maybe a board", "-", "-"],
        ["COM4", "Pico with a C program", "not MicroPython", "-", "-"],
        ["virtual", "Raspberry Pi Pico W, simulated", "MicroPython", "-", "-"],
        ["emulated", "Raspberry Pi Pico, its chip emulated", "MicroPython", "-", "-"],
    ]


def test_boards_without_any(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ports, "find_ports", lambda: [])
    assert cli.main(["boards"]) == 0
    assert "No board is plugged in.\n" in capsys.readouterr().out


def test_serve_gets_what_was_asked(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    from coursekit.boards import serve

    calls: list[tuple[object, ...]] = []
    monkeypatch.setattr(serve, "serve", lambda *asked: calls.append(asked))
    link = tmp_path / "port"
    assert cli.main(["serve", "--link", str(link), "--runtime", "mp"]) == 0
    assert cli.main(["serve", "--link", str(link), "--board", "emulated"]) == 0
    assert calls == [(link, None, "mp", "virtual"), (link, None, None, "emulated")]


def test_trouble_is_one_line(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    link, missing = str(tmp_path / "port"), str(tmp_path / "none.json")
    assert cli.main(["serve", "--link", link, "--diagram", missing]) == 1
    shown = capsys.readouterr()
    assert shown.out == ""
    assert shown.err == f"{missing}: there is no such file.\n"

    def fail() -> None:
        raise BoardError("It is\nin use.")

    monkeypatch.setattr(ports, "find_ports", fail)
    assert cli.main(["boards"]) == 1
    assert capsys.readouterr().err == "It is in use.\n"


def test_a_wrong_option_is_a_usage_error(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["serve"]) == 2
    assert "--link" in capsys.readouterr().err


def test_nothing_heavy_is_loaded_to_start() -> None:
    code = (
        "import sys, coursekit.cli\n"
        "heavy = {'matplotlib', 'numpy', 'ipykernel', 'IPython', 'serial', 'coursekit.bench'}\n"
        "print(sorted(heavy & set(sys.modules)))"
    )
    root = Path(cli.__file__).parents[1]
    run = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=root
    )
    assert run.stdout == "[]\n"
