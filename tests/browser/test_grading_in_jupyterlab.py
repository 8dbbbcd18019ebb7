"""A student checks and validates an exercise; an instructor looks at graded ones in formgrader."""

from __future__ import annotations

import json
import os
import re
import shutil
import sys
import sysconfig
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Locator, Page, expect

from coursekit.grading.course import new_course
from tests.browser.conftest import ROOT, jupyterlab
from tests.browser.notebook import open_notebook, run_all_cells
from tests.grading.course import Course

pytestmark = pytest.mark.browser

_OPEN_MS = 60_000
_RUN_MS = 120_000
_LOOK_MS = 15_000
NAME = "01_gpio"
SECONDS = """\
def blink(times, on_ms, off_ms):
    lamp = Pin(LED, Pin.OUT, value=0)
    for _ in range(times):
        lamp.on()
        time.sleep_ms(on_ms)
        lamp.off()
        time.sleep_ms(on_ms)
"""


def answers() -> dict[str, str]:
    """The solutions of the assignment, by grade_id."""
    nb = json.loads((ROOT / "solutions" / NAME / f"{NAME}.ipynb").read_text(encoding="utf-8"))
    return {
        cell["metadata"]["nbgrader"]["grade_id"]: "".join(cell["source"])
        for cell in nb["cells"]
        if cell["metadata"].get("nbgrader", {}).get("solution")
    }


def fill_in(nb: dict[str, Any], found: dict[str, str]) -> bytes:
    """The notebook with these answers in it."""
    for cell in nb["cells"]:
        name = cell["metadata"].get("nbgrader", {}).get("grade_id")
        cell["source"] = found.get(name, cell["source"])
    return json.dumps(nb).encode()


@pytest.fixture
def exercise() -> Iterator[Path]:
    """A student's copy of the exercise, inside the folder that JupyterLab shows."""
    folder = ROOT / "test-results" / uuid.uuid4().hex
    shutil.copytree(ROOT / "exercises" / NAME, folder / NAME)
    yield folder / NAME / f"{NAME}.ipynb"
    shutil.rmtree(folder)


def validate(page: Page) -> Locator:
    """Press Validate above the notebook; the dialog with the results."""
    button = page.locator(".validate-button:visible")
    expect(button).to_contain_text("Validate", timeout=_LOOK_MS)
    button.click()
    dialog = page.locator(".jp-Dialog")
    expect(dialog).to_contain_text("Validation Results", timeout=_RUN_MS)
    return dialog


def test_check_and_validate_tell_what_the_stub_does_not_do(
    page: Page, lab_url: str, exercise: Path
) -> None:
    notebook = open_notebook(page, lab_url, exercise.relative_to(ROOT).as_posix())
    run_all_cells(page)

    # "Run all" ends at the first check, because nothing is answered yet.
    failed = notebook.locator(".jp-CodeCell", has_text="%%check lamp")
    message = failed.locator(".coursekit-check")
    expect(message).to_contain_text("lamp: 0 of 4 expectations met", timeout=_RUN_MS)
    expect(message).to_contain_text("lamp(True) raised NotImplementedError")

    dialog = validate(page)
    expect(dialog.locator(".validation-failed")).to_be_visible()
    # Six checks, and the answer in words.
    expect(dialog.get_by_text("The following cell failed")).to_have_count(7)
    expect(dialog).to_contain_text("lamp(True) raised NotImplementedError")


def test_validate_passes_the_solution(page: Page, lab_url: str, exercise: Path) -> None:
    exercise.write_bytes(fill_in(json.loads(exercise.read_bytes()), answers()))
    open_notebook(page, lab_url, exercise.relative_to(ROOT).as_posix())
    dialog = validate(page)
    expect(dialog.locator(".validation-success")).to_be_visible()
    expect(dialog).to_contain_text("passes all the tests")


@pytest.fixture(scope="module")
def course_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """JupyterLab in a course folder of its own: two graded submissions, and one that is not yet.

    Started without an activated environment: the kit has to find nbgrader's programs by itself.
    """
    course = Course(tmp_path_factory.mktemp("course") / "gpio", NAME)
    new_course(course.root, [NAME])
    course.generate()
    right = answers()
    release = course.root / "exercises" / NAME / f"{NAME}.ipynb"
    for student, found in (("ada", right), ("grace", {**right, "blink": SECONDS}), ("linus", {})):
        course.submit(student, fill_in(json.loads(release.read_bytes()), found))
    assert course.autograde(student="ada")
    assert course.autograde(student="grace")
    programs = sysconfig.get_path("scripts")
    path = [p for p in os.environ["PATH"].split(os.pathsep) if p != programs]
    variables = {**os.environ, "PATH": os.pathsep.join(path)}
    command = [sys.executable, "-m", "jupyterlab"]
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        command.append("--allow-root")
    with jupyterlab(command, course.root, variables) as url:
        yield url


def test_formgrader_lists_grades_and_shows_submissions(page: Page, course_url: str) -> None:
    page.goto(course_url, timeout=_OPEN_MS)
    page.get_by_role("menuitem", name="Nbgrader", exact=True).click(timeout=_OPEN_MS)
    page.get_by_role("menuitem", name="Formgrader", exact=True).click()
    listed = page.frame_locator("iframe").get_by_role("link", name=NAME, exact=True)
    expect(listed).to_be_visible(timeout=_OPEN_MS)

    parts = urlsplit(course_url)
    formgrader = parts._replace(path="/formgrader", query="").geturl()
    page.goto(f"{formgrader}/manage_submissions/{NAME}", timeout=_OPEN_MS)
    rows = page.locator("#main-table tr")
    ada, grace, linus = (rows.filter(has_text=name) for name in ("ada", "grace", "linus"))
    expect(ada.locator(".score")).to_have_text("95 / 100", timeout=_LOOK_MS)
    expect(ada.locator(".status")).to_have_text("needs manual grading")
    expect(grace.locator(".score")).to_have_text(re.compile(r"^8\d(\.\d+)? / 100$"))
    expect(linus.locator(".status")).to_have_text("needs autograding")

    linus.locator(".autograde a").click()
    done = page.locator("#success-modal")
    expect(done).to_contain_text("Successfully autograded", timeout=_RUN_MS)
    done.get_by_role("button", name="Close").first.click()
    expect(linus.locator(".score")).to_have_text("0 / 100", timeout=_LOOK_MS)

    page.goto(f"{formgrader}/manage_students/grace/{NAME}", timeout=_OPEN_MS)
    page.locator("#main-table").get_by_role("link", name=NAME, exact=True).click()
    picture = page.get_by_role("img", name=re.compile("^Timing diagram: blink"))
    expect(picture).to_be_visible(timeout=_OPEN_MS)
    expect(page.get_by_text("blink: 1 of").first).to_be_visible()
