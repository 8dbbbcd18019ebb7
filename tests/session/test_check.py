"""%%check in a notebook: a fresh twin, the notebook's cells on it, a verdict."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from coursekit.bench import Diagram
from coursekit.boards import BoardNotStarted
from coursekit.boards.virtual import Limits, VirtualBoard
from coursekit.session import Display, Error, Output, Session, Stream
from coursekit.session.history import History
from tests.boards.test_serve import serving
from tests.session.conftest import Cells

LESSON = Path(__file__).parents[2] / "lessons" / "01_gpio"
PINS = "from machine import Pin\nfrom time import sleep_ms\nled = Pin(15, Pin.OUT)"
BLINK = """
def blink(times, ms):
    for _ in range(times):
        led.on()
        sleep_ms(ms)
        led.off()
        sleep_ms(ms)
"""
CHECK = """%%check blink
board.call("blink", 3, 200)
expect(bench.led1).pulses(3, on_ms=200, off_ms=200)
"""


@pytest.fixture
def cells() -> Iterator[Cells]:
    session = Session(folder=LESSON)
    session.current.target = "virtual"
    yield Cells(session)
    session.close()


def test_solved_task_passes(cells: Cells) -> None:
    cells.run(PINS)
    cells.run(BLINK)
    result = cells.run(CHECK)
    assert result.status == "ok"
    assert result.verdict is not None
    assert (result.verdict.task, result.verdict.met, result.verdict.total) == ("blink", 1, 1)
    assert any(isinstance(output, Display) for output in cells.outputs)


def test_unsolved_task_fails_with_a_picture(cells: Cells) -> None:
    cells.run(PINS)
    cells.run(BLINK.replace("sleep_ms(ms)", "sleep_ms(ms // 10)"))
    result = cells.run(CHECK)
    assert result.status == "error"
    assert result.error is not None
    assert result.error.name == "CheckFailed"
    assert result.error.message == "blink: 1 of 1 not as expected"
    assert result.verdict is not None
    assert not result.verdict.passed
    pictures = [o for o in cells.outputs if isinstance(o, Display) and "image/png" in o.data]
    assert len(pictures) == 1


def test_validate_is_told_the_messages(cells: Cells, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NBGRADER_VALIDATING", "1")
    cells.run(PINS)
    cells.run(BLINK.replace("sleep_ms(ms)", "sleep_ms(ms // 10)"))
    error = cells.error(CHECK)
    assert error.traceback[1].startswith("blink(3, 200): led1: expected 3 pulses")
    assert len(error.traceback) == 2


def test_validate_is_told_what_is_wrong_with_a_check(
    cells: Cells, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NBGRADER_VALIDATING", "1")
    error = cells.error("%%check blink\nexpect(bench.led9).pulses(3)")
    assert "led9" in error.traceback[1]
    assert len(error.traceback) == 2


def test_check_runs_each_cell_once_as_it_is_now(cells: Cells) -> None:
    for text, cell_id in (("count = 0", "a"), ("count += 5", "b"), ("count += 1", "b")):
        cells.session.run(text, _none, cell_id=cell_id)
    assert cells.value("count") == "6"
    result = cells.run('%%check count\nexpect(board.eval("count")).equals(1)')
    assert result.verdict is not None
    assert result.verdict.passed


@pytest.mark.parametrize(
    "refused", ['n = input("How many? ")', "%%host\nn = 1", "%nosuch\nn = 1", "!ls"]
)
def test_check_forgets_what_a_cell_was_before_it_was_refused(cells: Cells, refused: str) -> None:
    for text in ("n = 1", refused):
        cells.session.run(text, _none, cell_id="a")
    result = cells.run('%%check n\nexpect(board.eval("n")).equals(1)')
    assert result.verdict is not None
    assert "there is no n on the board" in result.verdict.findings[0].message


def test_answer_that_never_ended_takes_no_time_of_the_next_call() -> None:
    wiring = Diagram.load(LESSON / "diagram.json")
    limits = Limits(cpu_s=0.5)

    def board(diagram: Diagram | None = wiring, flash: bytes | None = None) -> VirtualBoard:
        return VirtualBoard(diagram, fast_forward=True, limits=limits)

    session = Session(lambda *_: board(), LESSON, open_twin=board)
    count = """
from machine import Pin
import time
def presses(ms):
    button = Pin(14, Pin.IN, Pin.PULL_UP)
    found, start = 0, time.ticks_ms()
    while time.ticks_diff(time.ticks_ms(), start) < ms:
        if button.value() == 0:
            found = 1
        time.sleep_ms(5)
    return found
"""
    try:
        session.run(count + "while True:\n    pass", _none)
        press = "%%check n\nat(100).press(bench.btn1, for_ms=80)\n"
        result = session.run(f"{press}expect(board.call('presses', 300)).equals(1)", _none)
    finally:
        session.close()
    assert result.verdict is not None
    assert [finding.message for finding in result.verdict.findings] == ["presses(300) gave 1."]


def _none(output: object) -> None:
    pass


def test_check_leaves_the_notebooks_own_board_alone(cells: Cells) -> None:
    cells.run("n = 1\ndef bump():\n    global n\n    n += 1\n    return n")
    for _ in range(2):
        result = cells.run('%%check bump\nexpect(board.call("bump")).equals(2)')
        assert result.verdict is not None
        assert result.verdict.passed
    assert cells.value("n") == "1"


def test_beside_a_plugged_in_board_a_check_says_where_it_runs(cells: Cells, tmp_path: Path) -> None:
    with serving(tmp_path / "board"):
        cells.session.current.target = str(tmp_path / "board")
        cells.run(PINS)
        cells.run(f"{BLINK}\nmine = 5")
        result = cells.run(CHECK + "board.run('mine = 6')")
        assert result.status == "ok"
        said = "Checked on a virtual board, on which this notebook's cells are run again.\n"
        assert cells.text == said
        assert cells.value("mine") == "5"
        cells.session.close()


def test_cell_that_restarts_the_board_takes_only_itself_along(cells: Cells) -> None:
    cells.run("def one():\n    return 1")
    assert cells.error("import machine; machine.reset()").name == "BoardReset"
    result = cells.run('%%check one\nexpect(board.call("one")).equals(1)')
    assert result.verdict is not None
    assert result.verdict.passed


def test_cell_that_never_ended_does_not_hold_a_check_up(cells: Cells) -> None:
    loop = "led.on()\nwhile True:\n    print('waiting')\n    sleep_ms(100)"
    cells.run(PINS)
    thread = cells.start(loop, until="waiting")
    cells.session.interrupt()
    thread.join()
    result = cells.run('%%check led\nexpect(board.eval("led.value()")).equals(1)')
    assert result.verdict is not None
    assert result.verdict.passed, result.verdict


def test_check_runs_without_any_cell_before_it(cells: Cells) -> None:
    error = cells.error('%%check one\nexpect(board.call("one")).equals(1)')
    assert error.name == "CheckFailed"


def test_twin_that_cannot_start_costs_nobody_the_board(
    cells: Cells, monkeypatch: pytest.MonkeyPatch
) -> None:
    cells.run("n = 1")

    def refuse(diagram: object, flash: object) -> VirtualBoard:
        raise BoardNotStarted("There is no memory for a process. Close something.")

    monkeypatch.setattr(cells.session, "open_twin", refuse)
    failures: list[object] = []
    cells.session.on_failure = failures.append
    result = cells.run("%%check one\nexpect(1).equals(1)")
    assert result.verdict is None
    assert result.error is not None
    assert result.error.message == "There is no memory for a process. Close something."
    assert [type(failure) for failure in failures] == [BoardNotStarted]
    assert cells.value("n") == "1"


def test_cell_that_ran_before_what_it_needs_is_run_again_after_it(cells: Cells) -> None:
    answer = "lamp = Pin(15)\ndef one():\n    return 1"
    for text, cell_id in ((answer, "answer"), (PINS, "pins"), (answer, "answer")):
        cells.session.run(text, _none, cell_id=cell_id)
    result = cells.run('%%check one\nexpect(board.call("one")).equals(1)')
    assert result.verdict is not None
    assert result.verdict.passed, result.verdict


def test_check_without_a_diagram_says_what_is_missing(tmp_path: Path) -> None:
    session = Session(folder=tmp_path)
    session.current.target = "virtual"
    try:
        error = Cells(session).error(CHECK)
        passed = Cells(session).run("%%check one\nexpect(1).equals(1)")
    finally:
        session.close()
    assert "There is no diagram.json beside this notebook" in error.message
    assert passed.status == "ok"


def test_check_needs_a_task(cells: Cells) -> None:
    assert "Name the task" in cells.error("%%check\nexpect(1).equals(1)").message


def test_broken_check_is_told_as_such(cells: Cells) -> None:
    result = cells.run("%%check one\nexpct(1)")
    assert result.verdict is not None
    assert "expct" in result.verdict.problem
    assert result.verdict.fraction == 0


@pytest.mark.parametrize(
    "cell", ["%%host\n1", "%%check x\nexpect(1).equals(1)", "%connect virtual"]
)
def test_answers_run_nothing_on_the_computer(cell: str) -> None:
    with_outputs: list[object] = []
    session = Session(folder=LESSON)
    try:
        result = session.run(cell, with_outputs.append, trusted=False)
    finally:
        session.close()
    assert isinstance(result.error, Error)
    assert "is not carried out in an answer" in result.error.message
    assert result.verdict is None
    assert with_outputs == [result.error]


def test_answers_may_use_the_bench_pictures() -> None:
    session = Session(lambda *_: VirtualBoard(fast_forward=True), LESSON)
    try:
        for cell in ("%board", "%trace\nx = 1"):
            assert session.run(cell, _none, trusted=False).status == "ok"
    finally:
        session.close()


def test_few_pictures_are_drawn_for_an_answer() -> None:
    outputs: list[Output] = []
    session = Session(lambda *_: VirtualBoard(fast_forward=True), LESSON)
    try:
        for cell in ("%trace\n" * 9 + "print('ran')", "%board\n" * 9):
            outputs.clear()
            assert session.run(cell, outputs.append, trusted=False).status == "ok"
            assert len([output for output in outputs if isinstance(output, Display)]) == 4
            said = "".join(output.text for output in outputs if isinstance(output, Stream))
            assert said.count("Only the first 4 pictures") == 1
            assert ("ran" in said) == ("print" in cell)
    finally:
        session.close()


def test_a_trace_too_long_to_draw_is_told_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("coursekit.session.magics.trace._MOST_CHANGES", 100)
    outputs: list[Output] = []
    wiring = Diagram.load(LESSON / "diagram.json")
    session = Session(lambda *_: VirtualBoard(wiring, fast_forward=True), LESSON)
    toggle = "from machine import Pin\np = Pin(15, Pin.OUT)\nfor i in range({}):\n    p.toggle()"
    try:
        session.run("%trace led1\n" + toggle.format(50), outputs.append)
        assert any(isinstance(output, Display) for output in outputs)
        outputs.clear()
        session.run("%trace led1\n" + toggle.format(500), outputs.append)
    finally:
        session.close()
    assert not any(isinstance(output, Display) for output in outputs)
    said = "".join(output.text for output in outputs if isinstance(output, Stream))
    assert "There are more than 100 changes, which is too many to draw." in said


def test_history_keeps_what_acts_on_the_bench() -> None:
    from coursekit.session.cells import split_cell

    history = History()
    history.add(split_cell("%trace led1\n%at 5 press btn1 for 3\nx = 1"), "a")
    history.add(split_cell("y = 1"), "b")
    history.add(split_cell("x = 2"), "a")
    assert [cell.text for cell in history.cells()] == ["x = 2", "y = 1"]
    history.add(split_cell("%trace led1\n%at 5 press btn1 for 3\nx = 1"), "a")
    assert history.cells()[0].text == "\n%at 5 press btn1 for 3\nx = 1"
