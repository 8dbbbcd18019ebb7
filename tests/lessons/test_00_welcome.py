"""What lesson 00 tells its reader, checked on the outputs of its own cells.

It runs once on each kind of board. Where the two differ, the text says so, or leaves it open.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nbformat
import pytest

from coursekit.bench import Diagram
from coursekit.boards import Board
from coursekit.session import CellResult, Display, Output, Result, Session, Stream
from tests.lessons.running import BOARDS, PATIENTLY, PAUSE, open_board

pytestmark = PATIENTLY
FOLDER = Path(__file__).parents[2] / "lessons" / "00_welcome"


class Lesson:
    """The lesson after it was run from top to bottom; cells by their id.

    on: what it ran on, one of `BOARDS`.
    """

    def __init__(self, on: str) -> None:
        self.on = on
        self.session = Session(self._connect, FOLDER)
        self.outputs: dict[str, list[Output]] = {}
        self.results: dict[str, CellResult] = {}
        path = FOLDER / "00_welcome.ipynb"
        notebook: Any = nbformat.read(path, as_version=4)  # type: ignore[no-untyped-call]
        for cell in notebook.cells:
            if cell.cell_type == "code":
                outputs = self.outputs.setdefault(cell.id, [])
                self.results[cell.id] = self.session.run(cell.source, outputs.append)

    def _connect(
        self, target: str | None, diagram: Diagram | None, runtime: str | None = None
    ) -> Board:
        assert target is None
        return open_board(self.on, diagram)

    def text(self, cell: str) -> str:
        """What a cell printed."""
        return "".join(o.text for o in self.outputs[cell] if isinstance(o, Stream))

    def value(self, cell: str) -> str:
        """A cell's Out[n]."""
        result = self.results[cell].result
        assert result is not None, self.results[cell].error
        return str(result.data["text/plain"])

    def error(self, cell: str) -> tuple[str, str]:
        """Name and message of the error that a cell ends with."""
        error = self.results[cell].error
        assert error is not None
        return error.name, error.message

    def shown(self, cell: str) -> str:
        """What a cell shows, in words."""
        displays = [o for o in self.outputs[cell] if isinstance(o, Display)]
        assert len(displays) == 1
        return str(displays[0].data["text/plain"])

    def numbers(self, cell: str) -> list[int]:
        """The whole numbers in what a cell printed."""
        return [int(found) for found in re.findall(r"\d+", self.text(cell).replace(",", ""))]


@pytest.fixture(scope="module", params=BOARDS)
def lesson(request: pytest.FixtureRequest) -> Iterator[Lesson]:
    """One run for all tests on a kind of board."""
    lesson = Lesson(request.param)
    yield lesson
    lesson.session.close()


def test_the_led_flashes_three_times_and_stays_on(lesson: Lesson) -> None:
    words = lesson.shown("blink-trace")
    assert "3 pulses" in words
    assert "high again" in words


def test_every_picture_is_drawn(lesson: Lesson) -> None:
    pictures = {
        cell
        for cell, outputs in lesson.outputs.items()
        for output in outputs
        if isinstance(output, Display | Result) and {"image/png", "image/svg+xml"} & {*output.data}
    }
    assert pictures == {
        "board-run",
        "blink-trace",
        "blink-after",
        "features-run",
        "size-run",
        "float-run",
        "modules-run",
        "chip-run",
        "heap-draw",
        "files-draw",
        "mp-reset",
    }


@pytest.mark.parametrize(
    ("cell", "name", "message"),
    [
        ("blink-wrong-run", "ValueError", 'unknown named pin "LAMP"'),
        ("where-host", "NameError", "name 'answer' is not defined"),
        ("modules-wrong-run", "ImportError", "no module named 'numpy'"),
        ("chip-wrong-run", "AttributeError", "has no attribute 'getpid'"),
        ("heap-wrong-run", "MemoryError", "memory allocation failed, allocating 1000 bytes"),
        ("files-tidy", "OSError", "[Errno 2] ENOENT"),
    ],
)
def test_what_goes_wrong_reads_as_described(
    lesson: Lesson, cell: str, name: str, message: str
) -> None:
    found, told = lesson.error(cell)
    assert found == name
    assert told.endswith(message)


def test_host_and_board_have_variables_of_their_own(lesson: Lesson) -> None:
    assert lesson.value("where-board") == lesson.value("where-ask") == "42"


def test_the_board_follows_language_version_3_4(lesson: Lesson) -> None:
    assert lesson.text("version-run").splitlines()[1] == "(3, 4, 0)"


def test_seven_of_twelve_features_work_on_the_board(lesson: Lesson) -> None:
    in_cpython = 12 if sys.version_info >= (3, 12) else 11
    first, _, *failed = lesson.text("features-run").splitlines()
    assert first == f"Of 12 programs, {in_cpython} work in CPython and 7 on the board."
    assert any("match" in line for line in failed)
    assert any("f(a, /)" in line for line in failed)
    assert not any(":=" in line or "async" in line for line in failed)


def test_only_the_big_number_is_the_same_on_both_sides(lesson: Lesson) -> None:
    rows = [re.split(r"\s{2,}", line) for line in lesson.text("differ-run").splitlines()[1:]]
    same = {line: cpython == board for line, cpython, board in rows}
    assert len(same) == 5
    assert [line for line in same if same[line]] == ["2 ** 100"]


def test_a_list_of_numbers_is_smaller_on_the_board(lesson: Lesson) -> None:
    _, on_host, _, on_board = re.findall(r"\w+(?= bytes)|CPython|board", lesson.text("size-run"))
    word = 4 if lesson.on == "emulated" else 8
    assert 1000 * word <= int(on_board) < int(on_host) / 3
    assert int(on_host) == pytest.approx(36_000, rel=0.1)


def test_float_steps_are_those_of_the_text(lesson: Lesson) -> None:
    text = lesson.text("float-run")
    assert "0.0000019 at 21.5" in text
    assert "128 at 1.8e9" in text


def test_the_virtual_board_computes_in_64_bits_and_a_pico_in_32(lesson: Lesson) -> None:
    bits = 32 if lesson.on == "emulated" else 64
    assert lesson.text("float-board") == f"{bits}-bit floats\n"


def test_modules_of_the_desk_are_missing(lesson: Lesson) -> None:
    missing = "threading zlib sqlite3 numpy matplotlib"
    if lesson.on == "emulated":
        missing = f"socket {missing}"  # a Pico without Wi-Fi
    assert lesson.text("modules-run") == f"Missing on the board: {missing}\n"


def test_the_heap_is_about_that_of_a_pico_w(lesson: Lesson) -> None:
    blocks = lesson.numbers("heap-ask")[-1]
    most = 15_000 if lesson.on == "emulated" else 13_000  # without Wi-Fi there is more
    assert 9_000 < blocks < most


def test_the_collector_draws_a_saw(lesson: Lesson) -> None:
    start_kb, least_kb, jumps = lesson.numbers("heap-draw")
    assert least_kb < start_kb / 10
    assert jumps >= 2


def test_memory_comes_back_after_a_memory_error(lesson: Lesson) -> None:
    assert lesson.numbers("heap-after")[-1] > 0.9 * lesson.numbers("heap-ask")[-1]


def test_what_is_not_closed_is_not_in_the_file(lesson: Lesson) -> None:
    assert lesson.text("files-open").split() == ["temperature,21.5"]
    assert lesson.text("files-close").split() == ["temperature,21.5", "temperature,22.0"]


def test_a_file_outlives_a_reset_and_a_variable_does_not(lesson: Lesson) -> None:
    assert lesson.error("reset-run")[0] == "BoardReset"
    assert lesson.text("reset-after").splitlines() == ["answer: False", "welcome.txt: True"]


def test_mpremote_runs_a_program_and_copies_a_file(lesson: Lesson) -> None:
    assert lesson.text("mp-exec").strip() == "42"
    assert "main.py" in lesson.text("mp-main").splitlines()[-2]


def test_main_py_starts_by_itself_after_a_reset(lesson: Lesson) -> None:
    found = re.search(r"before the reset: 0\. After it: 3, of \[(.*)\] ms", lesson.text("mp-reset"))
    assert found, lesson.text("mp-reset")
    widths_ms = [int(width) for width in found[1].split(",")]
    assert widths_ms[0] < widths_ms[1] < widths_ms[2]


def test_the_assignment_is_still_to_do_and_can_be_done(lesson: Lesson) -> None:
    assert "still to be written" in lesson.text("assignment-stub")
    solution = """
from machine import Pin
from time import sleep_ms
led = Pin("LED", Pin.OUT, value=0)
def heartbeat(led, beats):
    for beat in range(beats):
        for ms in (100, 100, 100, 700):
            led.toggle()
            sleep_ms(ms)
heartbeat(led, 2)
"""
    assert lesson.session.board is not None
    lesson.session.board.exec(PAUSE)
    outputs: list[Output] = []
    assert lesson.session.run(solution, outputs.append).status == "ok"
    lesson.session.run("%trace LED", outputs.append)
    (trace,) = (output for output in outputs if isinstance(output, Display))
    assert "4 pulses" in trace.data["text/plain"]
