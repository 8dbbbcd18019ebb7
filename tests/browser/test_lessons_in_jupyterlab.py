"""A student opens JupyterLab, goes to a lesson, runs all of it, and looks."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser

LESSON = "lessons/01_gpio/01_gpio.ipynb"
_OPEN_MS = 60_000
_RUN_MS = 240_000


def at_path(lab_url: str, path: str) -> str:
    """The address of one notebook, opened alone: no restored tabs of an earlier visit."""
    parts = urlsplit(lab_url)
    return parts._replace(path=f"/lab/tree/{path}", query=f"{parts.query}&reset").geturl()


def test_the_start_page_is_the_first_lesson(page: Page, lab_url: str) -> None:
    page.goto(lab_url, timeout=_OPEN_MS)
    notebook = page.get_by_role("main").locator(".jp-NotebookPanel:visible")
    expect(notebook.locator(".jp-MarkdownOutput h1").first).to_be_visible(timeout=_OPEN_MS)
    expect(page).to_have_url(re.compile("00_welcome"))


def test_lesson_01_runs_from_top_to_bottom(page: Page, lab_url: str) -> None:
    page.goto(at_path(lab_url, LESSON), timeout=_OPEN_MS)
    notebook = page.get_by_role("main").locator(".jp-NotebookPanel:visible")
    expect(notebook.locator(".jp-CodeCell").first).to_be_visible(timeout=_OPEN_MS)
    kernel = page.locator(".jp-NotebookPanel-toolbar .jp-Toolbar-kernelName:visible")
    expect(kernel).to_contain_text("MicroPython", timeout=_OPEN_MS)

    page.get_by_role("menuitem", name="Run", exact=True).click()
    page.get_by_role("menuitem", name="Run All Cells", exact=True).click()

    # The last code cell has its number when everything before it has run.
    run = "() => window.jupyterapp !== undefined"
    assert page.evaluate(run) is not None
    prompt = notebook.locator(".jp-CodeCell").last.locator(".jp-InputPrompt")
    notebook.locator(".jp-CodeCell").last.scroll_into_view_if_needed()
    expect(prompt).to_have_text(r"[\d+]:", timeout=_RUN_MS)
