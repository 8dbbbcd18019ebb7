"""Running a rebuilt notebook: records from checks alone, faults of the computer, bounds."""

from __future__ import annotations

import json
import signal
from pathlib import Path
from typing import Any

import pytest
from nbconvert.exporters import NotebookExporter
from traitlets.config import Config

from coursekit.boards import BoardError
from coursekit.boards.virtual import VirtualBoard, sandbox
from coursekit.boards.virtual.limits import Limits
from coursekit.boards.virtual.sandbox import Fence, SandboxSupport
from coursekit.grading import Bundle, InfrastructureFault, Record, grade_notebook, run_notebook
from coursekit.grading.batch.finish import Finish
from coursekit.grading.batch.task import Fault, GradingJob, grade_submission
from coursekit.grading.outputs import CELL_CHARS, NOTEBOOK_CHARS, Collector
from coursekit.grading.record import NO_RECORD
from coursekit.session import CellResult, Clear, Display, Error, NextInput, Session, Stream
from tests.grading.course import GOOD, INSIST, Course, find, make_course


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Course:
    """The small course."""
    return make_course(tmp_path_factory.mktemp("course"))


@pytest.fixture(scope="module")
def bundle(course: Course) -> Bundle:
    """Its assignment."""
    return course.bundle()


def grade(course: Course, bundle: Bundle, **answers: str) -> dict[str, Record]:
    """The records of a good submission with other `answers`."""
    data = json.dumps(course.answered({**GOOD, **answers})).encode()
    return grade_notebook(bundle.notebooks["small"], data, None, bundle.files, INSIST).records


def test_records_are_of_the_checks(course: Course, bundle: Bundle) -> None:
    records = grade(course, bundle)
    assert records == {
        "double-check": Record("double-check", 4, 4),
        "blink-check": Record("blink-check", 2, 2),
    }


def test_tasks_do_not_disturb_each_other(course: Course, bundle: Bundle) -> None:
    records = grade(course, bundle, double="raise ValueError('\\x04\\x04>OK 4.0')")
    assert records["double-check"].points == 0
    assert records["double-check"].reason == "0 of 4 expectations were met."
    assert len(records["double-check"].failed) == 4
    assert records["blink-check"].points == 2


def test_a_notebook_that_takes_long_everywhere_ends(
    course: Course, bundle: Bundle, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("coursekit.boards.virtual.limits._REAL_TIMES", 10_000)  # nor if it is busy
    slow = "def double(x):\n    for _ in range(400_000):\n        pass\n    return 2 * x"
    data = json.dumps(course.answered({**GOOD, "double": slow})).encode()
    limits = Limits(notebook_s=0.01)
    graded = grade_notebook(bundle.notebooks["small"], data, limits, bundle.files, INSIST)
    said = " ".join(graded.records["double-check"].failed)
    assert "have taken 0.01 s of computing and waiting in all, so this one was not run" in said
    assert graded.records["blink-check"].points == 0
    assert grade(course, bundle, double=slow)["double-check"].points == 4


@pytest.mark.parametrize(
    "answer", ["%%host\nprint(open('/etc/passwd').read())", "%%check double\nexpect(1).equals(1)"]
)
def test_answers_run_nothing_on_the_computer(course: Course, bundle: Bundle, answer: str) -> None:
    data = json.dumps(course.answered({**GOOD, "double": answer})).encode()
    graded = grade_notebook(bundle.notebooks["small"], data, None, bundle.files, INSIST)
    outputs = find(graded.nb, "double").outputs
    assert [output.output_type for output in outputs] == ["error"]
    assert graded.records["double-check"].points == 0


def test_grading_again_gives_the_same_bytes(course: Course, bundle: Bundle) -> None:
    data = json.dumps(course.answered({**GOOD, "blink": "def blink(a, b):\n    led.on()"})).encode()
    graded = [
        grade_notebook(bundle.notebooks["small"], data, None, bundle.files, INSIST) for _ in "12"
    ]
    assert json.dumps(graded[0].nb) == json.dumps(graded[1].nb)
    assert graded[0].records == graded[1].records


def test_board_that_does_not_start_is_no_fault_of_the_submission(
    course: Course, bundle: Bundle, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(self: VirtualBoard, *args: object, **kwargs: object) -> None:
        raise BoardError("No process can be started.")

    monkeypatch.setattr(VirtualBoard, "__init__", fail)
    with pytest.raises(InfrastructureFault, match="No process can be started"):
        grade(course, bundle)


def test_full_disk_is_no_fault_of_the_submission(
    bundle: Bundle, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(self: Path, data: bytes) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", fail)
    with pytest.raises(InfrastructureFault, match="No space left"):
        run_notebook(bundle.notebooks["small"].notebook(), bundle.files, insist=INSIST)


def test_files_stay_inside_their_folder(bundle: Bundle) -> None:
    with pytest.raises(ValueError, match="outside"):
        run_notebook(bundle.notebooks["small"].notebook(), {"../x": b""}, insist=INSIST)


def test_fault_scores_nothing_and_keeps_the_earlier_score(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    course = make_course(tmp_path)
    course.submit("ada", course.answered())
    assert course.autograde()
    course.submit("bob", course.answered())

    def fail(self: VirtualBoard, *args: object, **kwargs: object) -> None:
        raise BoardError("No process can be started.")

    monkeypatch.setattr(VirtualBoard, "__init__", fail)
    assert not course.autograde()
    assert course.scores("ada")["double-check"] == 4
    assert set(course.scores("bob").values()) == {None}
    assert not (course.root / "autograded" / "bob" / "small").exists()
    monkeypatch.undo()
    assert course.autograde()
    assert course.scores("bob")["double-check"] == 4


@pytest.mark.parametrize(
    ("insist", "wanted"), [(False, sandbox.Sandbox.REQUIRE), (True, sandbox.Sandbox.TRY)]
)
def test_every_board_demands_the_sandbox_unless_somebody_insists(
    insist: bool,
    wanted: sandbox.Sandbox,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked = []

    def fail(self: VirtualBoard, *args: object, sandbox: object = None, **kwargs: object) -> None:
        asked.append(sandbox)
        raise BoardError("No process can be started.")

    monkeypatch.setattr(VirtualBoard, "__init__", fail)
    monkeypatch.setattr(sandbox, "support", lambda: SandboxSupport(()))
    course = make_course(tmp_path)
    bundle, data = course.bundle(), json.dumps(course.answered()).encode()
    job = GradingJob(bundle, None, Finish("small", NotebookExporter, (), Config()), insist)
    with pytest.raises(InfrastructureFault):
        grade_notebook(bundle.notebooks["small"], data, None, bundle.files, insist)
    assert isinstance(grade_submission(job, {"small": data}), Fault)
    course.submit("ada", data)
    course.settings.RunNotebook.insist = insist
    assert not course.autograde()
    assert set(asked) == {wanted}
    assert len(asked) >= 3


def test_the_functions_themselves_refuse_without_a_sandbox(
    course: Course, bundle: Bundle, monkeypatch: pytest.MonkeyPatch
) -> None:
    none = SandboxSupport((Fence("network", False, "no seccomp"),))
    monkeypatch.setattr(sandbox, "support", lambda: none)
    with pytest.raises(InfrastructureFault, match="no seccomp"):
        grade_notebook(bundle.notebooks["small"], None, None, bundle.files)


def test_nothing_runs_where_there_is_no_sandbox(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    course = make_course(tmp_path)
    course.submit("ada", course.answered())
    course.settings.RunNotebook.insist = False
    none = SandboxSupport((Fence("network", False, "no seccomp"),))
    monkeypatch.setattr(sandbox, "support", lambda: none)
    assert not course.autograde()
    assert set(course.scores("ada").values()) == {None}


def test_grade_cell_without_a_record_gets_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    course = make_course(tmp_path)
    course.submit("ada", course.answered())
    monkeypatch.setattr("coursekit.grading.nbgrader.run.run_notebook", lambda *args: {})
    assert course.autograde()
    assert course.scores("ada")["double-check"] == 0
    assert course.comments("ada")["double"] == f"double-check: {NO_RECORD}"


def test_floods_are_cut_and_errors_are_kept() -> None:
    collector = Collector()
    collector.begin()
    for _ in range(30):
        collector.take(Stream("stdout", "x" * 10_000))
    collector.take(Display({"text/plain": "y" * CELL_CHARS}))
    collector.take(Error("ValueError", "no", ("line",) * 1000))
    text, error = collector.outputs
    assert CELL_CHARS < len(text.text) < CELL_CHARS + 100
    assert text.text.endswith("left out ...")
    assert error.ename == "ValueError"
    assert len(error.traceback) < 100


def test_all_answers_of_a_notebook_share_a_bound() -> None:
    collector = Collector()
    kept = 0
    for _ in range(100):
        collector.begin()
        collector.take(Stream("stdout", "x" * CELL_CHARS))
        kept += sum(output.text.count("x") for output in collector.outputs)
    assert kept == NOTEBOOK_CHARS


def test_what_changes_while_a_cell_runs_is_kept_as_it_was_last() -> None:
    collector = Collector()
    collector.begin()
    collector.take(Stream("stdout", "gone"))
    collector.take(Clear(wait=True))
    assert [output.output_type for output in collector.outputs] == ["stream"]
    collector.take(Display({"text/plain": "10 %"}, display_id="bar"))
    collector.take(Display({"text/plain": "another"}, display_id="other"))
    for percent in range(20, 110, 10):
        collector.take(Display({"text/plain": f"{percent} %"}, display_id="bar", update=True))
    collector.take(Display({"text/plain": "nobody's"}, display_id="unknown", update=True))
    collector.take(NextInput("text", replace=True))
    assert [o.data["text/plain"] for o in collector.outputs] == ["100 %", "another"]
    collector.take(Clear())
    assert collector.outputs == []


def test_a_flood_of_updates_is_bounded() -> None:
    collector = Collector()
    collector.begin()
    collector.take(Display({"text/plain": ""}, display_id="x"))
    for _ in range(100):
        collector.take(Display({"text/plain": "y" * 9_000}, display_id="x", update=True))
    assert len(collector.outputs) == 1
    collector.take(Stream("stdout", "x" * CELL_CHARS))
    assert "left out" in collector.outputs[1].text


def test_outputs_hold_only_what_a_file_can() -> None:
    collector = Collector()
    collector.begin()
    collector.take(Stream("stdout", "\ud800\0"))
    collector.take(Display({"text/html": "\udfff"}))
    collector.take(Error("E\ud800", "\ud800", ("\ud800",)))
    json.dumps(collector.outputs, ensure_ascii=False).encode("utf-8")
    assert collector.outputs[0].text == "?\ufffd"


def test_ctrl_c_ends_the_command_and_scores_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    course = make_course(tmp_path)
    course.submit("ada", course.answered())
    session_run = Session.run

    def run(self: Session, cell: str, *args: Any, **kwargs: Any) -> CellResult:
        if cell.startswith("%%check"):
            try:
                signal.raise_signal(signal.SIGINT)
            except KeyboardInterrupt:
                return CellResult("error", error=Error("KeyboardInterrupt", ""))
        return session_run(self, cell, *args, **kwargs)

    monkeypatch.setattr(Session, "run", run)
    # Where the tests run in the background, Ctrl-C is ignored from the start.
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        with pytest.raises(KeyboardInterrupt):
            course.autograde()
        assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
    finally:
        signal.signal(signal.SIGINT, before)
    assert set(course.scores("ada").values()) == {None}


def test_answer_that_raises_keyboard_interrupt_ends_only_itself(
    course: Course, bundle: Bundle
) -> None:
    records = grade(course, bundle, double="raise KeyboardInterrupt")
    assert [records[name].points for name in ("double-check", "blink-check")] == [0, 2]


@pytest.mark.parametrize("name", ["OSError", "MemoryError", "KeyError"])
def test_check_that_ends_by_the_computers_doing_is_a_fault(
    course: Course, bundle: Bundle, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    result = CellResult("error", error=Error(name, "Too many open files"))
    monkeypatch.setattr(Session, "run", lambda self, cell, *args, **kwargs: result)
    with pytest.raises(InfrastructureFault, match="Too many open files"):
        grade(course, bundle)


def test_check_that_no_board_would_carry_out_gets_nothing(
    course: Course, bundle: Bundle, monkeypatch: pytest.MonkeyPatch
) -> None:
    result = CellResult("error", error=Error("BoardLost", "It crashed three times."))
    monkeypatch.setattr(Session, "run", lambda self, cell, *args, **kwargs: result)
    records = grade(course, bundle)
    assert {record.points for record in records.values()} == {0}
    assert all("crashed three times" in record.reason for record in records.values())
