"""%timeit and %%timeit: what is measured, and what is said of it."""

from __future__ import annotations

import re

import pytest

from coursekit.session import Session, Stream
from tests.session.conftest import Cells


def test_a_statement_is_measured_in_board_time(common: Cells) -> None:
    common.run("import time")
    assert common.run("%timeit -n 2 -r 3 time.sleep_ms(500)").status == "ok"
    assert common.text.startswith("500 ms per loop (best of 3, median 500 ms, longest 500 ms;")
    assert "2 loops each" in common.text


def test_above_a_program_it_is_measured_when_that_has_ended(common: Cells) -> None:
    cell = "%timeit -n 1 -r 1 nap(4)\nimport time\ndef nap(s): time.sleep(s)\nprint('defined')"
    assert common.run(cell).status == "ok"
    assert common.text.startswith("defined\n4 s per loop (measured once")


def test_after_a_program_that_fails_nothing_is_measured(common: Cells) -> None:
    error = common.error("%timeit -n 1 -r 1 print(1)\n1 / 0")
    assert error.name == "ZeroDivisionError"
    assert common.text == ""


def test_the_program_itself_is_measured(common: Cells) -> None:
    assert common.run("%timeit -n 1 -r 1\nimport time\ntime.sleep(2)\nnew_name = 1").status == "ok"
    assert common.text.startswith("2 s per loop")
    assert common.error("new_name").name == "NameError"


def test_a_cell_with_a_setup_that_is_not_counted(common: Cells) -> None:
    cell = "%%timeit -n 3 import time; time.sleep(9); x = []\nx.append(1); time.sleep_ms(100)"
    assert common.run(cell).status == "ok"
    assert common.text.startswith("100 ms per loop")


def test_native_code_is_faster_than_bytecode(common: Cells) -> None:
    common.run(
        "import micropython\n"
        "def slow(n):\n    t = 0\n    for i in range(n): t += i & 3\n    return t\n"
        "@micropython.viper\n"
        "def fast(n: int) -> int:\n    t = 0\n    for i in range(n): t += i & 3\n    return t"
    )
    for name in ("slow", "fast"):
        assert common.run(f"%timeit -r 3 -o {name} {name}(3000)").status == "ok"
    assert common.run("%%host\nassert 0 < fast < slow, (fast, slow)").error is None


def test_the_heap_of_a_loop(common: Cells) -> None:
    common.run("%timeit -n 8 -r 1 bytearray(4096)")
    assert re.search(r"\n41\d\d bytes of heap per loop", common.text)
    common.run("%timeit -n 8 -r 1 pass")
    assert common.text.endswith("no heap per loop\n")


def test_what_is_printed_is_only_counted(common: Cells) -> None:
    common.run("%timeit -n 10 -r 1 print('spam')")
    assert "spam" not in common.text
    assert "34 printed lines are not shown" in common.text


def test_an_exception_is_shown_as_of_the_code(common: Cells) -> None:
    common.run("def f(x):\n    return 1 / x")
    error = common.error("%timeit -n 5\n\ny = 3\nf(0)")
    assert error.name == "ZeroDivisionError"
    shown = "\n".join(error.traceback)
    assert shown.count("File") == 2
    assert "line \x1b[0;32m4\x1b[0m, in <module>\n    f(0)" in shown
    assert "return 1 / x" in shown


@pytest.mark.parametrize("cell", ["%timeit return 3", "%timeit break", "%timeit x =", "%timeit )"])
def test_what_is_no_program_is_none_here(common: Cells, cell: str) -> None:
    assert common.error(cell).name == "SyntaxError"


@pytest.mark.parametrize(
    ("cell", "says"),
    [
        ("%timeit", "nothing to measure"),
        ("%timeit -n 10", "nothing to measure"),
        ("%%timeit\n# nothing", "nothing to measure"),
        ("%timeit -n 0 pass", "After -n comes 1 to"),
        ("%timeit -r 1e3 pass", "After -r comes 1 to 100"),
        ("%timeit -n", "After -n comes 1 to"),
    ],
)
def test_wrong_arguments_say_how_it_is_meant(common: Cells, cell: str, says: str) -> None:
    error = common.error(cell)
    assert error.name == "UsageError"
    assert says in error.message


def test_a_statement_may_begin_with_a_minus(common: Cells) -> None:
    common.run("x = 3")
    assert common.run("%timeit -n 1 -r 1 -x").status == "ok"


def test_stop_ends_it_and_leaves_no_names(cells: Cells) -> None:
    cells.run("names = dir()")
    thread = cells.start("%timeit -r 100 -n 50000000 pass\nprint('begin')", "begin")
    for _ in range(60):  # one may come when the board runs neither program
        cells.session.interrupt()
        thread.join(1)
        if not thread.is_alive():
            break
    assert not thread.is_alive()
    assert cells.value("set(dir()) - set(names)") == "{'names'}"


def in_answer(session: Session, cell: str) -> str:
    """What a cell prints as an answer that is graded, or its error."""
    said: list[str] = []
    result = session.run(
        cell, lambda o: said.append(o.text if isinstance(o, Stream) else ""), trusted=False
    )
    return "".join(said) if result.error is None else result.error.message


def test_in_answers_it_measures_but_keeps_nothing_on_the_computer(common: Cells) -> None:
    assert "per loop" in in_answer(common.session, "%timeit -n 1 -r 1 pass")
    assert "-o is not carried out" in in_answer(common.session, "%timeit -o x -n 1 -r 1 pass")
    assert "graded" in in_answer(common.session, "%%timeit\npass")


def test_a_board_without_a_bench(benchless: Cells) -> None:
    assert benchless.run("%timeit [1, 2]").status == "ok"
    assert "bytes of heap per loop" in benchless.text


@pytest.mark.parametrize("cell", ["%timeit input()", "%%timeit\ninput()", "%timeit\ninput()"])
def test_nobody_is_asked(cells: Cells, cell: str) -> None:
    assert "input()" in cells.error(cell).message
