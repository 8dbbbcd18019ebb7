"""The board is asked only while it is idle, and asking it runs nobody's program."""

from __future__ import annotations

import pytest

from tests.session.completion.conftest import SET_UP, Typist
from tests.session.conftest import Cells

ODD = """\
class Odd:
    constant = 1

    def __init__(self):
        self.own = 2

    @property
    def value(self):
        print("property ran")
        return self

    def __getattr__(self, name):
        print("getattr ran")
        raise AttributeError(name)

    def __dir__(self):
        print("dir ran")
        return ["no"]

    def __repr__(self):
        print("repr ran")
        return "Odd()"

class Odder(Odd):
    def more(self):
        pass

odd = Odder()
holder = {"odd": odd}
"""


@pytest.fixture
def told(stubless: Typist) -> Typist:
    """With objects that tell when their code runs."""
    assert stubless.cells.run(ODD).status == "ok"
    return stubless


def everything(typist: Typist) -> str:
    """What the board has printed up to now."""
    typist.cells.run("pass")
    return typist.cells.text


def test_attributes_of_an_object_are_those_of_all_its_classes(told: Typist) -> None:
    found = told.kinds("odd.|")
    assert found["own"] == "instance"
    assert found["constant"] == "instance"
    assert found["value"] == "property"
    assert found["more"] == "function"
    assert not any(name.startswith("_") for name in found)
    assert "__repr__" in told.matches("odd.__|")


def test_nothing_of_the_object_runs(told: Typist) -> None:
    printed: list[str] = []
    for text in ("odd.|", "odd.value.|", "odd.nothing.|", "odd.own.|", "holder.|", "Odd.value.|"):
        told.complete(text)
    for text in ("odd|", "odd.value|", "odd.own|", "holder|", "odd.more(|"):
        told.inspect(text)
    told.board.exec("print('end')", printed.append)
    assert "".join(printed) == "end\n"
    assert everything(told) == ""


def test_asking_leaves_no_name_on_the_board(told: Typist) -> None:
    names = "sorted(k for k in globals() if k not in ('names', '_'))"
    before = told.cells.value(names)
    for text in ("odd.|", "|", "import |", "led.|"):
        told.complete(text)
    told.inspect("led|")
    assert told.cells.value(names) == before


def test_names_that_a_program_took_do_not_matter(cells: Cells) -> None:
    typist = Typist(cells)
    cells.run("class A:\n    size = 1\n\na = A()\ntype = exec = getattr = dir = repr = None")
    assert typist.matches("a.|") == ["size"]
    assert "On the board now: 1 (int)" in typist.inspect("a.size|")


def test_names_of_the_board_alone(stubless: Typist) -> None:
    assert "toggle" in stubless.matches("led.|")
    assert "sleep_ms" in stubless.matches("time.|")
    assert stubless.kinds("|")["blink"] == "function"
    assert stubless.kinds("|")["machine"] == "module"
    assert stubless.kinds("|")["Pin"] == "class"
    assert "machine" in stubless.matches("import ma|")


class Written:
    """Notes what goes to the board."""

    def __init__(self, typist: Typist, monkeypatch: pytest.MonkeyPatch) -> None:
        self.data: list[bytes] = []
        stream = typist.board.repl._stream
        write = stream.write

        def note(data: bytes, timeout_s: float | None) -> None:
            self.data.append(data)
            write(data, timeout_s)

        monkeypatch.setattr(stream, "write", note)


@pytest.mark.parametrize("ask", [True, False])
def test_while_a_program_runs_no_byte_is_sent(
    cells: Cells, monkeypatch: pytest.MonkeyPatch, ask: bool
) -> None:
    typist = Typist(cells)
    assert cells.run(SET_UP).status == "ok"
    asked = typist.matches("led.|")
    thread = cells.start("print('runs')\nwhile True:\n    pass", until="runs")
    written = Written(typist, monkeypatch)
    for text in ("led.|", "|", "bli|", "import |", "numbers.|", "%download |", "Pin(2, |"):
        typist.complete(text, ask)
    for text in ("led|", "Pin(|", "blink|"):
        typist.inspect(text)
    assert written.data == []
    assert typist.matches("led.|", ask) == asked
    assert "blink" in typist.matches("bli|", ask)
    cells.session.interrupt()
    thread.join()
    assert written.data


def test_what_is_gone_is_not_offered_any_more(stubless: Typist) -> None:
    stubless.cells.run("class Brief:\n    instant = 1\n\nbrief = Brief()")
    assert stubless.matches("brief.|") == ["instant"]
    stubless.cells.run("del brief")
    board = stubless.completer._board
    assert board.members(("brief",), None, True) is None
    assert board.members(("brief",), None, False) is None, "a remembered answer"


def test_what_the_board_printed_by_itself_is_not_lost(stubless: Typist) -> None:
    stubless.board.repl._early = b"by a timer\n"
    assert "toggle" in stubless.matches("led.|")
    stubless.cells.run("print('by a cell')")
    assert stubless.cells.text == "by a timer\nby a cell\n"


def test_not_asked_unless_it_may_be(typist: Typist, monkeypatch: pytest.MonkeyPatch) -> None:
    fresh = Typist(typist.cells)
    written = Written(fresh, monkeypatch)
    assert "times=" in fresh.matches("blink(|", ask=False)
    assert written.data == []
    fresh.complete("led.|")
    assert written.data


def test_a_board_that_is_not_open_is_not_opened(cells: Cells) -> None:
    typist = Typist(cells)
    names = typist.matches("|")
    assert "print" in names
    assert "memoryview" in names
    assert "aiter" not in names
    assert typist.inspect("led|") == ""
    assert cells.session.board is None


def test_after_close_nobody_asks(cells: Cells, monkeypatch: pytest.MonkeyPatch) -> None:
    typist = Typist(cells)
    assert cells.run(SET_UP).status == "ok"
    typist.completer.close()
    written = Written(typist, monkeypatch)
    typist.complete("led.|")
    typist.inspect("led|")
    assert written.data == []
