"""Completion in `%%host` cells: objects of the computer, of which nothing is run."""

from __future__ import annotations

import pytest

from tests.session.completion.conftest import Typist

TELLS = """\
%%host
class Odd:
    kind = 1

    def __init__(self):
        self.own = [2]

    @property
    def value(self):
        raise SystemExit("property ran")

    def __getattr__(self, name):
        raise SystemExit("getattr ran")

    def __dir__(self):
        raise SystemExit("dir ran")

    def go(self, far: int) -> None:
        "Goes."

odd = Odd()
total = 5
"""


@pytest.fixture(scope="module")
def host(typist: Typist) -> Typist:
    assert typist.cells.run(TELLS).status == "ok"
    return typist


def test_attributes_without_running_anything(host: Typist) -> None:
    kinds = host.kinds("%%host\nodd.|")
    assert kinds == {"own": "instance", "kind": "instance", "value": "property", "go": "function"}
    assert host.matches("%%host\nodd.value.|") == []
    assert "append" in host.matches("%%host\nodd.own.|")
    assert "__init__" in host.matches("%%host\nodd.__i|")


def test_variables_builtins_and_names_of_this_cell(host: Typist) -> None:
    assert "total" in host.matches("%%host\nto|")
    assert "enumerate" in host.matches("%%host\nenu|")
    assert "later" in host.matches("%%host\nlater = 1\nlat|")
    assert "led" not in host.matches("%%host\nle|")
    assert host.matches("%%host\n'to|") == []


def test_board_and_bench(host: Typist) -> None:
    assert {"eval", "info", "interrupt"} <= set(host.matches("%%host\nboard.|"))
    assert "LED" in host.matches("%%host\nbench.|")
    assert "trace" in host.matches("%%host\nbench.|")
    assert "brightness" in host.matches("%%host\nbench.LED.|")


def test_modules_of_the_computer(host: Typist) -> None:
    assert "array" in host.matches("%%host\nnp.arr|")
    assert "subprocess" in host.matches("%%host\nimport subp|")
    assert "machine" not in host.matches("%%host\nimport mach|")


def test_inspection(host: Typist) -> None:
    text = host.inspect("%%host\nodd.go(|")
    assert "odd.go(self, far:" in text
    assert "Goes." in text
    assert host.inspect("%%host\nodd.value|") == ""
    assert host.inspect("%%host\nnowhere|") == ""
    assert "On the computer: an int" in host.inspect("%%host\ntotal|")


def test_a_check_s_program_is_python_too(host: Typist) -> None:
    assert "eval" in host.matches("%%check task\nboard.ev|")
