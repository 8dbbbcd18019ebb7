"""A student opens JupyterLab, goes to a lesson, runs all of it, and looks."""

from __future__ import annotations

import re
import shutil
import uuid
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import nbformat
import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import ROOT

pytestmark = pytest.mark.browser

_OPEN_MS = 60_000
_RUN_MS = 240_000
_LOOK_MS = 15_000
_NUMBERED = re.compile(r"\[\d+\]:")


@pytest.fixture
def lesson() -> Iterator[str]:
    """A copy of lesson 01, as a path in JupyterLab: it saves what it shows, by itself."""
    folder = ROOT / "test-results" / uuid.uuid4().hex
    shutil.copytree(ROOT / "lessons" / "01_gpio", folder / "01_gpio")
    yield (folder / "01_gpio" / "01_gpio.ipynb").relative_to(ROOT).as_posix()
    shutil.rmtree(folder)


def open_notebook(page: Page, lab_url: str, path: str) -> Locator:
    """Open one notebook, with no tabs of an earlier visit, and wait until it is there."""
    parts = urlsplit(lab_url)
    address = parts._replace(path=f"/lab/tree/{path}", query=f"{parts.query}&reset").geturl()
    page.goto(address, timeout=_OPEN_MS)
    notebook = page.get_by_role("main").locator(".jp-NotebookPanel:visible")
    expect(notebook.locator(".jp-CodeCell").first).to_be_visible(timeout=_OPEN_MS)
    return notebook


def code_cells(path: str) -> list[str]:
    """The sources of a notebook's code cells."""
    notebook = nbformat.read(Path(ROOT, path), as_version=4)  # type: ignore[no-untyped-call]
    return [cell.source for cell in notebook.cells if cell.cell_type == "code"]


def test_the_start_page_is_the_first_lesson(page: Page, lab_url: str) -> None:
    page.goto(lab_url, timeout=_OPEN_MS)
    notebook = page.get_by_role("main").locator(".jp-NotebookPanel:visible")
    expect(notebook.locator(".jp-MarkdownOutput h1").first).to_be_visible(timeout=_OPEN_MS)
    expect(page).to_have_url(re.compile("00_welcome"))


def test_lesson_01_runs_from_top_to_bottom(page: Page, lab_url: str, lesson: str) -> None:
    notebook = open_notebook(page, lab_url, lesson)
    kernel = page.locator(".jp-NotebookPanel-toolbar .jp-Toolbar-kernelName:visible")
    expect(kernel).to_contain_text("MicroPython", timeout=_OPEN_MS)

    page.get_by_role("menuitem", name="Run", exact=True).click()
    page.get_by_role("menuitem", name="Run All Cells", exact=True).click()
    # "Run all" ends at the first error that the lesson does not provoke; so the last cell has its
    # number only if every cell before it has run.
    last = notebook.locator(".jp-CodeCell").last.locator(".jp-InputPrompt")
    expect(last).to_have_text(_NUMBERED, timeout=_RUN_MS)

    # Its outputs: the board's name and the wiring picture, then a timing diagram with its words.
    wiring = notebook.locator(".jp-CodeCell").first
    wiring.scroll_into_view_if_needed()
    expect(wiring).to_contain_text("Virtual board: Raspberry Pi Pico W", timeout=_LOOK_MS)
    expect(wiring.locator(".jp-OutputArea svg").first).to_be_visible(timeout=_LOOK_MS)
    at = next(n for n, source in enumerate(code_cells(lesson)) if source.startswith("%trace"))
    trace = notebook.locator(".jp-CodeCell").nth(at)
    trace.scroll_into_view_if_needed()
    diagram = trace.locator(".jp-OutputArea img").first
    expect(diagram).to_be_visible(timeout=_LOOK_MS)
    expect(diagram).to_have_attribute("alt", re.compile("Timing diagram.*led1.*pulse", re.DOTALL))
    assert diagram.evaluate("image => image.naturalWidth") > 500

    # Nothing has asked the student anything meanwhile.
    expect(page.get_by_text("get notified about official Jupyter news")).to_have_count(0)
