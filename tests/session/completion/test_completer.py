"""Completion of programs, as a person at a notebook meets it."""

from __future__ import annotations

import builtins
import keyword
import threading

import pytest

from coursekit.session.completion import Completer, completer, inspection, patience
from coursekit.session.completion.engine import Engine, EngineUnavailableError, Name
from coursekit.session.completion.stubs import Stubs
from coursekit.session.completion.usual import USUAL_BUILTINS
from tests.session.completion.conftest import Typist, needs_stubs
from tests.session.conftest import Cells


def test_names_of_earlier_cells_and_of_this_one(typist: Typist) -> None:
    assert typist.matches("bli|") == ["blink"]
    assert "lead" in typist.matches("lead = 1\nle|")
    assert "inner" in typist.matches("def outer(inner):\n    in|")


def test_the_replaced_text_is_the_word(typist: Typist) -> None:
    code = "x = 1\nprint(led.tog| )"
    found = typist.complete(code)
    assert found.matches == ["toggle"]
    assert code[found.start : found.end] == "tog"


def test_only_names_that_a_board_has(typist: Typist) -> None:
    names = set(typist.matches("|"))
    pythons = set(vars(builtins)) - set(keyword.kwlist)
    missing = {name for name in pythons - USUAL_BUILTINS if not name.startswith("_")}
    assert {"aiter", "anext", "format", "vars", "ascii"} <= missing
    assert not names & missing
    assert set(keyword.kwlist) <= names
    assert names >= USUAL_BUILTINS


def test_the_usual_builtins_are_the_board_s(typist: Typist) -> None:
    here = typist.board.eval("list(__import__('builtins').__dict__)")
    assert isinstance(here, list)
    assert {name for name in here if not name.startswith("_")} == USUAL_BUILTINS


def test_methods_of_built_in_types_are_the_board_s(typist: Typist) -> None:
    assert "append" in typist.matches("numbers.|")
    names = typist.matches("text = 'a'\ntext.|")
    assert "casefold" not in names
    assert "casefold" not in typist.matches("'a'.|")


def test_a_module_has_what_it_has_on_the_board(typist: Typist) -> None:
    names = typist.matches("machine.|")
    assert {"Pin", "ADC", "freq"} <= set(names)
    assert "ADCWiPy" not in names
    assert "sleep_ms" in typist.matches("time.|")
    assert "perf_counter" not in typist.matches("time.|")


def test_a_module_that_only_this_cell_imports(typist: Typist) -> None:
    assert "NeoPixel" in typist.matches("import neopixel\nneopixel.|")


def test_a_module_that_loads_its_names_when_they_are_asked_for(typist: Typist) -> None:
    typist.cells.run("import asyncio")
    names = typist.matches("asyncio.|")
    assert {"sleep_ms", "gather", "Event", "create_task"} <= set(names)
    assert "AbstractEventLoop" not in names


def test_a_cell_that_names_a_board_is_completed_by_that_one(cells: Cells) -> None:
    typist = Typist(cells)
    cells.run("ours = 1\nshared = [1]")
    cells.run("%connect virtual --as sensor")
    cells.run("%on sensor\ntheirs = 1\nshared = 'text'")
    assert typist.matches("our|") == ["ours"]
    assert typist.matches("their|") == []
    assert typist.matches("%on sensor\ntheir|") == ["theirs"]
    assert typist.matches("%on sensor\nour|") == []
    assert "append" in typist.matches("shared.|")
    assert "append" not in typist.matches("%on sensor\nshared.|")
    assert "'text'" in typist.inspect("%on sensor\nshared|")
    assert typist.matches("%on sen|") == ["sensor"]


def test_a_board_of_another_kind_by_what_it_says(benchless: Cells) -> None:
    typist = Typist(benchless)
    assert benchless.run("import os, sys\nclass A:\n    size = 1\n\na = A()").status == "ok"
    assert typist.matches("a.|") == ["size"]
    assert "listdir" in typist.matches("os.|")
    assert "fork" not in typist.matches("os.|")
    assert "termios" in typist.matches("import ter|"), "this one is a computer's MicroPython"


def test_modules_of_the_board_not_of_the_computer(typist: Typist) -> None:
    typist.board.put("/my_driver.py", b"raise Exception('imported')\n")
    names = typist.kinds("import |")
    assert {"machine", "time", "asyncio", "neopixel", "my_driver"} <= set(names)
    assert set(names.values()) == {"module"}
    assert not {"numpy", "subprocess", "pytest", "coursekit"} & set(names)
    assert typist.matches("from mach|") == ["machine"]
    assert typist.matches("from machine import PW|")[0] == "PWM"
    assert typist.matches("from machine i|") == ["import"]


@pytest.mark.parametrize(
    "text", ["'led.|", "# led.|", "x = '''\nled.|", "def led|", "class Le|", "f'led.|", "1.|"]
)
def test_nothing_in_text_and_for_new_names(typist: Typist, text: str) -> None:
    found = typist.complete(text)
    assert found.matches == []
    assert found.start == found.end == text.index("|")


def test_in_a_formatted_string_there_is_code(typist: Typist) -> None:
    assert typist.matches("f'it is {led.tog|") == ["toggle"]


def test_arguments_by_name_come_first(typist: Typist) -> None:
    found = typist.complete("blink(3, |")
    assert found.matches[0] == "on_ms="
    assert found.types[0] == "param"
    assert typist.matches("blink(3, on|")[0] == "on_ms="


@needs_stubs
def test_arguments_and_signatures_from_the_stubs(typist: Typist) -> None:
    assert typist.matches("Pin(2, mo|") == ["mode="]
    assert typist.matches("import termi|") == [], "the virtual board's computer has it, no Pico"
    assert typist.signatures("time.sleep_m|") == {"sleep_ms": "(ms: int, /) -> None"}
    assert "heap_lock" in typist.matches("import micropython as mp\nmp.|")
    assert "gather" in typist.matches("import asyncio\nasyncio.ga|")


def test_kinds_that_front_ends_know(typist: Typist) -> None:
    kinds = typist.kinds("|")
    assert kinds["led"] == "instance"
    assert kinds["blink"] == "function"
    assert kinds["Pin"] == "class"
    assert kinds["machine"] == "module"
    assert kinds["while"] == "keyword"
    assert kinds["print"] == "function"
    assert kinds["int"] == "class"
    assert typist.signatures("blin|") == {"blink": "(times, on_ms=200)"}


def test_the_cursor_counts_code_points(typist: Typist) -> None:
    code = "# 🤖 e\u0301\r\ntext = '🤖🤖'; led.tog|"
    found = typist.complete(code)
    assert found.matches == ["toggle"]
    assert code[found.start : found.end] == "tog"


def test_below_commands_and_with_other_line_ends(typist: Typist) -> None:
    assert typist.matches("%trace\r\n%at 5 press btn1\r\nif led:\r\n    led.tog|") == ["toggle"]


@pytest.mark.parametrize("cursor", [-5, 99])
def test_a_cursor_outside_of_the_cell(typist: Typist, cursor: int) -> None:
    found = typist.completer.complete("led.tog", cursor, True)
    assert 0 <= found.start <= found.end <= 7


def test_a_cell_of_three_thousand_lines(typist: Typist) -> None:
    long = "".join(f"value_{i} = {i}\n" for i in range(3000))
    assert "value_2999" in typist.matches(long + "value_299|")


def test_what_was_defined_on_another_board_is_gone(cells: Cells) -> None:
    typist = Typist(cells)
    cells.run("gone = 1")
    assert typist.matches("gon|") == ["gone"]
    cells.session.restart()
    cells.run("here = 1")
    assert typist.matches("gon|") == []


def test_without_jedi_the_board_s_names_are_left(
    cells: Cells, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[Stubs | None] = []

    def unavailable(stubs: Stubs | None, cache: str | None = None) -> None:
        asked.append(stubs)
        raise EngineUnavailableError("jedi has changed")

    monkeypatch.setattr(patience, "Engine", unavailable)
    typist = Typist(cells)
    cells.run("from machine import Pin\nled = Pin(15)")
    assert "toggle" in typist.matches("led.|")
    assert "on_ms=" not in typist.matches("blink(|")
    assert "Pin(GPIO15" in typist.inspect("led|")
    assert len(asked) == 1, "it is tried once"


def test_it_never_raises(typist: Typist, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(completer, "part", lambda code, cursor: 1 / 0)
    monkeypatch.setattr(inspection, "part", lambda code, cursor: 1 / 0)
    assert typist.matches("led.|") == []
    assert typist.inspect("led|") == ""


@needs_stubs
def test_warming_up_asks_no_board(cells: Cells, monkeypatch: pytest.MonkeyPatch) -> None:
    typist = Typist(cells)
    asked: list[str] = []
    names = Engine.names

    def note(self: Engine, source: str, line: int, column: int) -> list[Name]:
        asked.append(source)
        return names(self, source, line, column)

    def nobody(*args: object, **options: object) -> None:
        raise AssertionError("the board was asked")

    monkeypatch.setattr(Engine, "names", note)
    monkeypatch.setattr(cells.session, "peek", nobody)
    typist.completer.warm_up()
    assert len(asked) > 2


def test_a_slow_jedi_is_not_waited_for(cells: Cells, monkeypatch: pytest.MonkeyPatch) -> None:
    cells.run("from machine import Pin\nled = Pin(15)")
    goes_on = threading.Event()
    names = Engine.names

    def slow(self: Engine, source: str, line: int, column: int) -> list[Name]:
        goes_on.wait()
        return names(self, source, line, column)

    monkeypatch.setattr(Engine, "names", slow)
    hasty = Completer(cells.session, patience_s=0.01)
    found = hasty.complete("led.to", 6, ask_board=True)
    assert found.matches == ["toggle"]  # what the board has
    goes_on.set()
    assert Completer(cells.session).complete("led.to", 6, ask_board=True).matches == ["toggle"]
