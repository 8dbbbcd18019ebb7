"""A small course for tests: one assignment in a folder, graded by nbgrader's own converters."""

from __future__ import annotations

import atexit
import functools
import json
import shutil
import tempfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from nbformat import NotebookNode, from_dict, read, write
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook
from nbgrader.api import Gradebook  # type: ignore[import-untyped]
from nbgrader.converters import (  # type: ignore[import-untyped]
    Autograde,
    GenerateAssignment,
    GenerateFeedback,
    NbGraderException,
)
from nbgrader.coursedir import CourseDirectory  # type: ignore[import-untyped]
from traitlets.config import Config

from coursekit.boards.virtual.sandbox import support
from coursekit.grading import Bundle, NotebookBundle
from coursekit.grading.nbgrader.config import configure
from coursekit.grading.nbgrader.tools import find_programs

find_programs()
ASSIGNMENT = "small"
SANDBOXED = support().complete
"""Elsewhere the tests insist on grading all the same: what they hand in is harmless."""
INSIST = not SANDBOXED
DIAGRAM = Path(__file__).parents[2] / "lessons" / "01_gpio" / "diagram.json"

DOUBLE = """\
def double(n):
    '''Twice n.'''
    ### BEGIN SOLUTION
    return 2 * n
    ### END SOLUTION
"""
CHECK_DOUBLE = """\
%%check double
expect(board.call("double", 3)).equals(6)
expect(board.call("double", 0)).equals(0)
### BEGIN HIDDEN TESTS
secret_number = vary(range(1000, 2000))
expect(board.call("double", secret_number)).equals(2 * secret_number)
expect(board.call("double", -secret_number)).equals(-2 * secret_number)
### END HIDDEN TESTS
"""
BLINK = """\
def blink(times, ms):
    ### BEGIN SOLUTION
    for _ in range(times):
        led.on()
        sleep_ms(ms)
        led.off()
        sleep_ms(ms)
    ### END SOLUTION
"""
CHECK_BLINK = """\
%%check blink
board.call("blink", 3, 200)
expect(bench.led1).pulses(3, on_ms=200, off_ms=200)
### BEGIN HIDDEN TESTS
board.call("blink", 5, 70)
expect(bench.led1).pulses(5, on_ms=70, off_ms=70)
### END HIDDEN TESTS
"""
PINS = "from machine import Pin\nfrom time import sleep_ms\nled = Pin(15, Pin.OUT)"

GOOD = {
    "double": "def double(n):\n    return 2 * n\n",
    "blink": BLINK.replace("    ### BEGIN SOLUTION\n", "").replace("    ### END SOLUTION\n", ""),
    "why": "Because the pull-up holds the pin high.",
    "sketch": "total = sum(range(5))\nprint(total)",
}
"""Right answers by grade_id; `why` (text) and `sketch` (code) are graded by people."""
MAX_POINTS = {"double-check": 4.0, "blink-check": 2.0, "why": 3.0, "sketch": 2.0, "plan": 1.0}


def cell(kind: str, name: str, source: str, points: float | None = None) -> NotebookNode:
    """A cell as an instructor makes it. kind: solution, check, readonly, text, code or task."""
    details: dict[str, Any] = {
        "schema_version": 3,
        "grade_id": name,
        "solution": kind in ("solution", "text", "code"),
        "grade": kind in ("check", "text", "code"),
        "locked": kind in ("check", "readonly", "task"),
        "task": kind == "task",
    }
    if points is not None:
        details["points"] = points
    make: Any = new_markdown_cell if kind in ("text", "task") else new_code_cell
    made: NotebookNode = make(source, metadata={"nbgrader": details})
    made["id"] = name
    return made


def source_notebook() -> NotebookNode:
    """The instructor's notebook of the small assignment, worth 12 points."""
    intro: NotebookNode = new_markdown_cell("# Small")  # type: ignore[no-untyped-call]
    intro["id"] = "intro"
    return new_notebook(  # type: ignore[no-untyped-call, no-any-return]
        cells=[
            intro,
            cell("readonly", "pins", PINS),
            cell("solution", "double", DOUBLE),
            cell("check", "double-check", CHECK_DOUBLE, 4),
            cell("solution", "blink", BLINK),
            cell("check", "blink-check", CHECK_BLINK, 2),
            cell("text", "why", "Because of the pull-up.", 3),
            cell("code", "sketch", "print(10)", 2),
            cell("task", "plan", "Plan the next step, in cells of your own below.", 1),
        ],
        metadata={
            "kernelspec": {
                "name": "micropython",
                "display_name": "MicroPython",
                "language": "micropython",
            }
        },
    )


@dataclass
class Course:
    """A course folder, and what an instructor does with it; all in this process."""

    root: Path
    assignment: str = ASSIGNMENT
    settings: Config = field(default_factory=Config)

    @property
    def config(self) -> Config:
        """As nbgrader reads it from the course's nbgrader_config.py, and then `settings`."""
        config = Config()
        configure(config)
        config.RunNotebook.insist = INSIST
        config.merge(self.settings)
        return config

    @property
    def coursedir(self) -> CourseDirectory:
        """nbgrader's view of the folder."""
        return CourseDirectory(
            config=self.config, root=str(self.root), assignment_id=self.assignment
        )

    @property
    def gradebook(self) -> Gradebook:
        """The gradebook; close it, or use it with `with`."""
        return Gradebook(self.coursedir.db_url)

    def write_source(self, nb: NotebookNode, name: str | None = None) -> None:
        """Put the instructor's notebook in place, with the wiring beside it."""
        folder = self.root / "solutions" / self.assignment
        folder.mkdir(parents=True, exist_ok=True)
        write(nb, folder / f"{name or self.assignment}.ipynb")  # type: ignore[no-untyped-call]
        (folder / "diagram.json").write_bytes(DIAGRAM.read_bytes())

    def generate(self) -> None:
        """nbgrader generate_assignment."""
        assert self._convert(GenerateAssignment), "the assignment cannot be generated"

    def release(self, name: str | None = None) -> NotebookNode:
        """A fresh copy of what students get."""
        path = self.root / "exercises" / self.assignment / f"{name or self.assignment}.ipynb"
        nb: NotebookNode = read(path, as_version=4)  # type: ignore[no-untyped-call]
        return nb

    def bundle(self) -> Bundle:
        """The assignment as the grader needs it."""
        with self.gradebook as gradebook:
            return Bundle.load(self.coursedir, gradebook, self.assignment)

    def notebook_bundle(self) -> NotebookBundle:
        """Its only notebook."""
        return self.bundle().notebooks[self.assignment]

    def answered(self, answers: dict[str, str] = GOOD) -> NotebookNode:
        """The release with the source of some cells replaced, by grade_id."""
        nb = self.release()
        for one in nb.cells:
            name = one.metadata.get("nbgrader", {}).get("grade_id")
            if name in answers:
                one.source = answers[name]
        return nb

    def submit(
        self,
        student: str,
        nb: NotebookNode | dict[str, Any] | bytes | None,
        files: dict[str, bytes] | None = None,
        name: str | None = None,
    ) -> Path:
        """Put a submission in place; returns its folder. nb: None hands in no notebook."""
        folder = self.root / "submitted" / student / self.assignment
        folder.mkdir(parents=True, exist_ok=True)
        if nb is not None:
            data = nb if isinstance(nb, bytes) else json.dumps(nb).encode()
            (folder / f"{name or self.assignment}.ipynb").write_bytes(data)
        for relative, content in (files or {}).items():
            path = folder / relative
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        return folder

    def autograde(self, force: bool = True, student: str = "*") -> bool:
        """nbgrader autograde; whether it had nothing to complain about."""
        return self._convert(Autograde, force=force, student=student)

    def feedback(self, student: str = "*") -> bool:
        """nbgrader generate_feedback; whether it had nothing to complain about."""
        return self._convert(GenerateFeedback, student=student)

    def scores(self, student: str) -> dict[str, float | None]:
        """The automatic score of each graded cell; None where a person has to look."""
        return self._grades(student, lambda grade: grade.auto_score)

    def needs_manual_grade(self, student: str) -> set[str]:
        """The cells that wait for a person."""
        found = self._grades(student, lambda grade: grade.needs_manual_grade)
        return {name for name, needed in found.items() if needed}

    def total(self, student: str) -> float:
        """The score of a submission, manual ones included."""
        with self.gradebook as gradebook:
            return float(gradebook.find_submission(self.assignment, student).score)

    def comments(self, student: str) -> dict[str, str | None]:
        """What is to be read below each answer."""
        with self.gradebook as gradebook:
            submission = gradebook.find_submission(self.assignment, student)
            return {c.name: c.comment for nb in submission.notebooks for c in nb.comments}

    def autograded(self, student: str) -> NotebookNode:
        """The graded notebook."""
        folder = self.root / "autograded" / student / self.assignment
        path = folder / f"{self.assignment}.ipynb"
        nb: NotebookNode = read(path, as_version=4)  # type: ignore[no-untyped-call]
        return nb

    def feedback_page(self, student: str) -> str:
        """What a student reads."""
        folder = self.root / "feedback" / student / self.assignment
        return (folder / f"{self.assignment}.html").read_text(encoding="utf-8")

    def _grades(self, student: str, value: Callable[[Any], Any]) -> dict[str, Any]:
        with self.gradebook as gradebook:
            submission = gradebook.find_submission(self.assignment, student)
            return {g.name: value(g) for nb in submission.notebooks for g in nb.grades}

    def _convert(self, kind: Any, force: bool = True, student: str = "*") -> bool:
        coursedir = self.coursedir
        coursedir.student_id = student
        converter = kind(coursedir=coursedir, config=self.config)
        converter.force = force
        try:
            converter.start()
        except NbGraderException:
            return False
        return True


def make_course(root: Path, nb: NotebookNode | None = None, generate: bool = True) -> Course:
    """A course in `root` with the small assignment, or with `nb` in its place."""
    course = Course(root)
    nb = nb if nb is not None else source_notebook()
    course.write_source(nb)
    if generate:
        shutil.copytree(_generated(json.dumps(nb)), root, dirs_exist_ok=True)
    return course


@functools.cache
def _generated(notebook: str) -> str:
    """A folder with the generated course: making a gradebook takes nbgrader seconds."""
    template = tempfile.mkdtemp(prefix="coursekit-test-course-")
    atexit.register(shutil.rmtree, template, ignore_errors=True)
    nb: NotebookNode = from_dict(json.loads(notebook))  # type: ignore[no-untyped-call]
    course = make_course(Path(template), nb, generate=False)
    course.generate()
    return template


def find(nb: NotebookNode, name: str) -> NotebookNode:
    """The cell with this grade_id."""
    cells: Iterable[NotebookNode] = nb.cells
    return next(c for c in cells if c.metadata.get("nbgrader", {}).get("grade_id") == name)
