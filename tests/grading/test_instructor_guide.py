"""Every command of docs/instructor.md, run in the guide's order as a person would type it.

The guide's settings are put into nbgrader_config.py where it says so. What the guide leaves to
people (students hand in, somebody edits a check) is done by the functions in BEFORE.
"""

from __future__ import annotations

import csv
import json
import os
import re
import shutil
import socket
import subprocess
import sysconfig
import zipfile
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from pathlib import Path

import pytest

from coursekit.boards import LimitReached
from coursekit.boards.virtual.limits import (
    BOARD_TIME,
    INPUT,
    OUTPUT,
    PROCESSOR_TIME,
    WALL_TIME,
    Budget,
    Limits,
    _words,
)
from tests.grading.course import Course

pytestmark = pytest.mark.timeout(1500)

GUIDE = Path(__file__).parents[2] / "docs" / "instructor.md"
NAME = "01_gpio"
STUDENT = "# the student"
NOT_RUN = {
    "jupyter lab": "runs until it is stopped; tests/browser/test_grading_in_jupyterlab.py uses it",
    'c.CourseDirectory.db_url = "postgresql+psycopg://teacher@db.example.org/gradebook"\n'
    'c.CourseDirectory.course_id = "gpio"': (
        "needs a server; tests/grading/batch/test_postgresql.py grades into one"
    ),
}
"""Blocks that this test leaves out, and why."""
_BLOCK = re.compile(r"^```(sh|python)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@dataclass
class Walk:
    """A person who follows the guide: where they are, and what they saw."""

    folder: Path
    exchange: Path
    port: int
    seen: dict[str, list[str]] = field(default_factory=dict)

    @property
    def course(self) -> Course:
        """The course folder of the guide."""
        return Course(self.folder / "gpio-course", NAME)

    def type(self, block: str) -> None:
        """Type a block of commands; each of them has to succeed."""
        variables = {k: v for k, v in os.environ.items() if not k.startswith(("PYTEST", "JUPYTER"))}
        variables["PATH"] = os.pathsep.join([sysconfig.get_path("scripts"), os.environ["PATH"]])
        variables["JUPYTER_DATA_DIR"] = str(self.folder / "data")  # the exchange's cache
        student = self.folder / "student"
        here = student if block.startswith(STUDENT) else self.course.root
        if not here.exists():
            here = self.folder
        done = subprocess.run(
            ["bash", "-e", "-o", "pipefail", "-c", block.replace("8786", str(self.port))],
            cwd=here,
            env=variables,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=600,
        )
        assert done.returncode == 0, f"{block}\n{done.stdout}"
        self.seen.setdefault(block.strip(), []).append(done.stdout)

    def add_setting(self, block: str) -> None:
        """Put a setting into the configuration, of the course and for the students."""
        text = block.replace("/srv/nbgrader/exchange", str(self.exchange))
        with (self.course.root / "nbgrader_config.py").open("a") as file:
            file.write(text)
        if "Exchange" in block:
            (self.folder / "student").mkdir()
            (self.folder / "student" / "nbgrader_config.py").write_text("c = get_config()\n" + text)


def blocks() -> list[tuple[str, str]]:
    """(language, text) of the guide's fenced blocks that can be typed or set."""
    return [(m[1], m[2]) for m in _BLOCK.finditer(GUIDE.read_text(encoding="utf-8"))]


def hand_in(walk: Walk) -> None:
    """Three students: all right, blink in seconds, nothing done. One of them zips a folder."""
    archive = walk.course.root / "downloaded" / NAME / "archive"
    (archive / "s001").mkdir(parents=True)
    right = solutions(walk.course)
    answer(walk.course, right, archive / "s001" / f"{NAME} (1).ipynb")
    slow = {**right, "blink": right["blink"].replace("sleep_ms", "sleep")}
    answer(walk.course, slow, archive / "slow.ipynb")
    for student, source in (("s002", "slow.ipynb"), ("s003", None)):
        path = (
            archive / source if source else walk.course.root / "exercises" / NAME / f"{NAME}.ipynb"
        )
        with zipfile.ZipFile(archive / f"{student}.zip", "w") as file:
            file.write(path, f"work/{NAME}.ipynb")
    (archive / "slow.ipynb").unlink()


def name_the_students(walk: Walk) -> None:
    """A table as the guide describes it."""
    table = "id,first_name,last_name,email\ns001,First,Student,s001@example.org\n"
    (walk.course.root / "students.csv").write_text(table)


def change_a_hidden_check(walk: Walk) -> None:
    """The lamp shall be lit after lamp(False), which no answer does."""
    if not (walk.course.root / "autograded").exists():
        return  # the first time
    path = walk.course.root / "solutions" / NAME / f"{NAME}.ipynb"
    nb = json.loads(path.read_text(encoding="utf-8"))
    for cell in nb["cells"]:
        if cell["metadata"].get("nbgrader", {}).get("grade_id") == "lamp-check":
            text = "".join(cell["source"])
            more = 'board.call("lamp", False)\nexpect(bench.led1).level(1)\n### END HIDDEN TESTS'
            cell["source"] = text.replace("### END HIDDEN TESTS", more)
    path.write_text(json.dumps(nb), encoding="utf-8")


def make_the_exchange(walk: Walk) -> None:
    """The folder that everybody may write to; and what came by hand is put away."""
    walk.exchange.mkdir()
    walk.exchange.chmod(0o777)
    for step in ("submitted", "feedback"):
        (walk.course.root / step).rename(walk.folder / f"{step}-by-hand")


BEFORE: dict[str, Callable[[Walk], None]] = {
    "nbgrader zip_collect": hand_in,
    "nbgrader db student import": name_the_students,
    "nbgrader generate_assignment 01_gpio --force\ncoursekit grade": change_a_hidden_check,
    "nbgrader release_assignment": make_the_exchange,
}
"""What people do before they type the block that begins so."""


def solutions(course: Course) -> dict[str, str]:
    """The answers of the kit's own notebook."""
    nb = json.loads((course.root / "solutions" / NAME / f"{NAME}.ipynb").read_text())
    found = [(c["metadata"].get("nbgrader", {}), "".join(c["source"])) for c in nb["cells"]]
    return {about["grade_id"]: text for about, text in found if about.get("solution")}


def answer(course: Course, found: dict[str, str], path: Path) -> None:
    """The exercise with these answers in it, at `path`."""
    path.write_text(json.dumps(course.answered(found)), encoding="utf-8")


@pytest.fixture(scope="module")
def walk(tmp_path_factory: pytest.TempPathFactory) -> Walk:
    """The whole guide, followed once."""
    if shutil.which("bash") is None:
        pytest.skip("the guide's commands are for a Unix shell")
    folder = tmp_path_factory.mktemp("guide")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    walk = Walk(folder, folder / "exchange", port)
    for language, block in blocks():
        if block.strip() in NOT_RUN:
            continue
        for begin, act in BEFORE.items():
            if block.startswith(begin):
                act(walk)
        if language == "python":
            walk.add_setting(block)
        else:
            walk.type(block)
    return walk


def test_all_that_is_left_out_or_prepared_is_in_the_guide() -> None:
    texts = [text.strip() for _, text in blocks()]
    assert set(NOT_RUN) <= set(texts)
    for begin in BEFORE:
        assert any(text.startswith(begin) for text in texts), begin


def test_the_folder_is_as_the_guide_says(walk: Walk) -> None:
    text = GUIDE.read_text(encoding="utf-8")
    for name in re.findall(r"^\| `([a-z.]+)/?(?:STUDENT/)?` \|", text, re.MULTILINE):
        assert (walk.course.root / name).exists(), name
    assert (walk.course.root / "01_gpio.zip").is_file()


def test_the_other_pattern_finds_student_and_notebook() -> None:
    text = GUIDE.read_text(encoding="utf-8")
    shown = re.search(r'For `(.+?)`:\n\n```python\n.+named_regexp = r"(.+?)"', text)
    assert shown is not None
    found = re.match(shown[2], f"/course/downloaded/{NAME}/extracted/{shown[1]}")
    assert found is not None
    assert found.groupdict() == {"student_id": "s001", "file_id": NAME}


def test_the_first_grading_tells_the_table(walk: Walk) -> None:
    said = walk.seen["coursekit grade 01_gpio"][0]
    assert "3 of 3 submissions are to be graded" in said
    assert re.search(r"lamp\s+│\s+2 │\s+0 │\s+0 │\s+1", said), said


def test_a_changed_hidden_check_grades_everybody_again(walk: Walk) -> None:
    block = "nbgrader generate_assignment 01_gpio --force\ncoursekit grade 01_gpio"
    said = walk.seen[block][0]
    assert "3 of 3 submissions are to be graded" in said
    assert re.search(r"lamp\s+│\s+0 │\s+2 │\s+0 │\s+1", said), said


def test_the_workers_of_a_scheduler_grade_too(walk: Walk) -> None:
    said = next(text for block, [text] in walk.seen.items() if "--scheduler" in block)
    assert "Graded: 3 of 3" in said


def test_the_exported_points(walk: Walk) -> None:
    with (walk.course.root / "grades.csv").open() as file:
        rows = {row["student_id"]: row for row in csv.DictReader(file)}
    points = {student: float(row["score"]) for student, row in rows.items()}
    assert rows["s001"]["last_name"] == "Student"
    assert sorted(points) == ["s001", "s002", "s003"]
    assert 90 < points["s001"] < 95  # not the answer in words, and the changed check
    assert points["s001"] - 15 <= points["s002"] < points["s001"]
    assert points["s003"] == 0


def test_feedback_has_messages_and_no_hidden_source(walk: Walk) -> None:
    page = (walk.folder / "feedback-by-hand" / "s002" / NAME / f"{NAME}.html").read_text()
    assert "blink" in page
    assert "BEGIN HIDDEN TESTS" not in page
    assert "is a delay in seconds (sleep)" in page


def test_validating_a_graded_notebook_tells_the_same(walk: Walk) -> None:
    said = walk.seen[f"nbgrader validate autograded/s001/{NAME}/{NAME}.ipynb"][0]
    assert "VALIDATION FAILED ON 1 CELL(S)" in said
    assert "lamp" in said


def test_the_exchange_brings_work_in_and_feedback_back(walk: Walk) -> None:
    fetched = list((walk.folder / "student" / NAME / "feedback").rglob(f"{NAME}.html"))
    assert len(fetched) == 1
    [late] = [path.name for path in (walk.course.root / "submitted").iterdir()]
    with walk.course.gradebook as gradebook:
        assert gradebook.find_submission(NAME, late).total_seconds_late > 0


def test_the_table_of_limits_is_as_the_limits_are() -> None:
    text = GUIDE.read_text(encoding="utf-8")
    row = re.compile(r"^\| (\d+) .+ \| `c\.RunNotebook\.(\w+)` \| (.+) \|$", re.MULTILINE)
    rows = {m[2]: (float(m[1]), m[3].strip("*")) for m in row.finditer(text)}
    limits = Limits()
    assert {name: value for name, (value, _) in rows.items()} == asdict(limits)
    with pytest.raises(LimitReached) as used_up:
        Budget(0).check()
    of_all = rows.pop("notebook_s")[1]
    assert str(used_up.value).replace("taken 0 s", "taken 120 s").startswith(of_all)
    kinds = {"board_s": BOARD_TIME, "cpu_s": PROCESSOR_TIME, "wall_s": WALL_TIME}
    for name, kind in {**kinds, "output_bytes": OUTPUT}.items():
        assert _words(kind, limits).startswith(rows[name][1]), name
    typing = re.search(r"`input\(\)` \| \| \*(.+?)\*", text)
    assert typing is not None
    assert _words(INPUT, limits).startswith(typing[1])
