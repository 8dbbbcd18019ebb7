"""%-commands, programs and `%%host` cells are told apart, and no position moves."""

from __future__ import annotations

import pytest

from coursekit.session.completion.parts import Command, Program, part, tidy


def test_command_and_its_arguments() -> None:
    code = "# first\n\n%connect vir\nled.on()"
    found = part(code, code.index("nect"))
    assert isinstance(found, Command)
    assert (found.name, found.arguments, found.first) == ("%connect", None, True)
    assert code[found.start : found.end] == "%connect"
    found = part(code, code.index("\nled"))
    assert isinstance(found, Command)
    assert found.arguments == " vir"


def test_program_below_commands_keeps_its_place() -> None:
    code = "%at 5 press btn1\n%trace\nled.on()\n%no_command"
    found = part(code, len(code))
    assert isinstance(found, Program)
    assert found.kind == "board"
    assert len(found.code) == len(code)
    assert found.code.split("\n")[:2] == [" " * 16, " " * 6]
    assert found.code.endswith("led.on()\n%no_command")


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("%%host\nx", "host"),
        ("\n# why\n%%check task\nx", "check"),
        ("%%capture\nx", "board"),
        ("%board\n%%host\nx", "board"),
    ],
)
def test_kinds_of_programs(code: str, kind: str) -> None:
    found = part(code, len(code))
    assert isinstance(found, Program)
    assert found.kind == kind


def test_line_ends_of_all_kinds() -> None:
    code = "a\r\nb\rc\u2028d\x0ce"
    assert tidy(code) == "a \nb\nc d e"
    assert len(tidy(code)) == len(code)
