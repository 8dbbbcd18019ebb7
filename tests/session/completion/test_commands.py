"""Completion of %-commands and of what they take."""

from __future__ import annotations

from pathlib import Path

import pytest

from coursekit.boards import ports
from coursekit.boards.usb import Certainty
from coursekit.session.completion import commands
from coursekit.session.completion.parts import Command
from coursekit.session.magics import registry
from tests.session.completion.conftest import Typist


def test_names_of_commands(typist: Typist) -> None:
    found = typist.complete("%co|nect")
    assert "%connect" in found.matches
    assert found.types[0] == "magic"
    assert found.signatures[found.matches.index("%connect")].startswith("Shows which board")
    assert (found.start, found.end) == (0, 7)
    assert "%%host" in typist.matches("%%ho|")
    assert "%%host" in typist.matches("\n# a remark\n%|")


def test_a_cell_s_command_stands_on_top(typist: Typist) -> None:
    names = typist.matches("%trace\n%|")
    assert "%board" in names
    assert not any(name.startswith("%%") for name in names)


def test_boards_to_connect_to(typist: Typist, monkeypatch: pytest.MonkeyPatch) -> None:
    pico = ports.FoundPort("/dev/ttyACM0", "Pico", Certainty.CERTAIN)
    monkeypatch.setattr(ports, "find_boards", lambda: [pico])
    assert typist.matches("%connect |")[:2] == ["/dev/ttyACM0", "virtual"]
    assert typist.matches("%connect vi|") == ["virtual"]
    assert "--runtime" in typist.matches("%connect virtual --ru|")


def test_parts_for_a_stimulus(typist: Typist) -> None:
    assert typist.matches("%at 500 pr|") == ["press"]
    assert typist.matches("%at 500 press L|") == ["LED"]
    assert typist.matches("%at 500 unp|") == ["unplug"]
    assert typist.matches("%at 500 turn pot1 |") == ["to"]
    assert typist.matches("%at 500 unplug btn1 |") == []
    assert typist.matches("%at 500 set LED |") == []
    assert typist.matches("%at 500 set bmp1 temperature_c |") == ["to"]


@pytest.fixture
def files(folder: Path) -> Path:
    (folder / "sensors").mkdir(exist_ok=True)
    (folder / "sensors" / "bme280.py").touch()
    (folder / "my file.py").touch()
    (folder / ".hidden").touch()
    return folder


def command(text: str) -> Command:
    name, _, rest = text.partition(" ")
    return Command(name, 0, len(name), " " + rest, True)


def test_files_of_the_computer(typist: Typist, files: Path) -> None:
    def matches(text: str) -> list[str]:
        found, length = commands.arguments(
            command(text), typist.session, typist.completer._board, ask=True
        )
        assert 0 <= length < len(text)
        return [match for match, _, _ in found]

    assert matches("%upload ") == ["'my file.py'", "sensors/"]
    assert matches("%upload sensors/b") == ["sensors/bme280.py"]
    assert matches("%run .h") == [".hidden"]
    assert matches("%run my") == ["'my file.py'"]
    assert matches("%run 'my fi") == ["'my file.py'"]
    assert matches('%run "my file.py" "sens') == ['"sensors/']
    assert matches("%run nowhere/") == []
    assert matches("%run \0") == []


def test_files_of_the_board(typist: Typist) -> None:
    typist.board.makedirs("/lib")
    typist.board.put("/lib/tool.py", b"")
    assert "lib/" in typist.matches("%download li|")
    found = typist.complete("%fetchfile lib/t|")
    assert found.matches == ["lib/tool.py"]
    assert found.types == ["path"]


def test_upload_goes_from_here_to_there(typist: Typist, files: Path) -> None:
    typist.board.makedirs("/lib")
    assert "sensors/" in typist.matches("%upload |")
    assert "/lib/" in typist.matches("%upload sensors /li|")
    assert "sensors/" in typist.matches("%download /lib s|")


def test_a_piece_of_a_program(typist: Typist) -> None:
    code = "%timeit -n 100 led.tog|"
    found = typist.complete(code)
    assert found.matches == ["toggle"]
    assert code[found.start : found.end] == "tog"
    assert typist.matches("%timeit 'led.|") == []
    assert "toggle" in typist.matches("%%timeit led = led\nled.|")
    assert "-n" in typist.matches("%timeit -|")


def test_words_of_a_command_s_own(monkeypatch: pytest.MonkeyPatch, typist: Typist) -> None:
    text = "Does.\n\n%connect to A   this\n%connect to B   that\n%connect led hum  an example"
    monkeypatch.setattr(commands, "help_of", lambda name: text)
    assert commands._verbs("%connect") == ["to"]


def test_only_commands_that_there_are() -> None:
    special = commands.ON_COMPUTER | commands.ON_BOARD | commands.TARGETS | commands.PROGRAMS
    assert special <= set(registry.helps())


def test_help_is_found_by_either_kind_of_name() -> None:
    assert commands.help_of("%connect") == commands.help_of("%%connect")
    assert commands.help_of("%none") is None
