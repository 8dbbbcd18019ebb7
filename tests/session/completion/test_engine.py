"""jedi, kept to the board's world. The private names of jedi that this takes are pinned here."""

from __future__ import annotations

import sys
import threading
from types import ModuleType
from typing import Any

import numpy
import pytest
from jedi.inference.compiled import access  # type: ignore[import-untyped]
from jedi.inference.compiled.subprocess import functions  # type: ignore[import-untyped]
from jedi.inference.gradual import typeshed  # type: ignore[import-untyped]

from coursekit.session.completion import isolation
from coursekit.session.completion.cache import cache_folder
from coursekit.session.completion.engine import Engine, EngineUnavailableError
from coursekit.session.completion.stubs import find_stubs
from tests.session.completion.conftest import needs_stubs


def texts(engine: Engine, code: str) -> list[str]:
    lines = code.split("\n")
    return [name.text for name in engine.names(code, len(lines), len(lines[-1]))]


@pytest.fixture(scope="module")
def rp2() -> Engine:
    return Engine(find_stubs("rp2"), cache_folder())


def test_jedi_is_as_it_is_used_here() -> None:
    assert isolation.changes_of_jedi() == [], (
        "this jedi differs inside: read coursekit/session/completion/isolation.py against it"
    )


def test_a_jedi_that_changed_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(typeshed, "_version_cache")
    monkeypatch.setattr(functions, "get_module_info", lambda state, name: None)
    with pytest.raises(EngineUnavailableError) as caught:
        Engine(None)
    assert "typeshed._version_cache is gone" in str(caught.value)
    assert "get_module_info has other parameters: (state, name)" in str(caught.value)


def test_modules_of_the_computer_stay_out(rp2: Engine) -> None:
    assert numpy.__name__ in sys.modules
    for engine in (rp2, Engine(None)):
        for module in ("numpy", "subprocess", "pytest", "coursekit"):
            assert texts(engine, f"import {module}\n{module}.") == []


class Watched(ModuleType):
    """Stands for `sys` in jedi, and notes who changes its `path`."""

    def __init__(self) -> None:
        super().__init__("sys")
        self.__dict__["changed"] = []

    def __getattr__(self, name: str) -> Any:
        return getattr(sys, name)

    def __setattr__(self, name: str, value: object) -> None:
        self.changed.append(name)
        setattr(sys, name, value)


def test_the_path_of_other_threads_stays_as_it_is(
    rp2: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    watched = Watched()
    monkeypatch.setattr(functions, "sys", watched)
    monkeypatch.setattr(access, "sys", watched)
    texts(rp2, "import os, json, machine, nowhere, asyncio\nos.")
    texts(rp2, "from nowhere.at import all as x\nx.")
    texts(rp2, "x = 'a'\nx.")
    assert watched.changed == []


@needs_stubs
def test_the_board_s_own_modules_not_cpython_s(rp2: Engine) -> None:
    names = texts(rp2, "import time\ntime.")
    assert "sleep_ms" in names
    assert "perf_counter" not in names
    assert "print_exception" in texts(rp2, "import sys\nsys.")


@needs_stubs
def test_each_kind_of_board_has_its_stubs(rp2: Engine) -> None:
    esp32 = Engine(find_stubs("esp32"), cache_folder())
    code = "import esp32\nesp32."
    assert "NVS" in texts(esp32, code)
    assert texts(rp2, code) == []
    assert "NVS" in texts(esp32, code)


def test_without_stubs_it_knows_the_program_itself() -> None:
    engine = Engine(None)
    assert texts(engine, "class A:\n    def go(self): pass\nA().g") == ["go"]
    assert texts(engine, "import time\ntime.") == []


def test_no_program_is_too_odd(rp2: Engine) -> None:
    for code in ("(" * 3000, "lambda:" * 500, "x = " + "-" * 5000 + "1\nx.", "\0", "def\n\tx"):
        assert isinstance(texts(rp2, code), list)


def test_threads_may_ask_at_the_same_time(rp2: Engine) -> None:
    engines = (rp2, Engine(None))
    found: list[list[str]] = []

    def ask(engine: Engine) -> None:
        for _ in range(3):
            found.append(texts(engine, "class A:\n    def go(self): pass\nA().g"))

    threads = [threading.Thread(target=ask, args=(engine,)) for engine in engines]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [["go"]] * 6
