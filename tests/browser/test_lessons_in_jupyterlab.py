"""A student opens JupyterLab, goes to a lesson, runs all of it, and looks."""

from __future__ import annotations

import re
import shutil
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path

import nbformat
import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import ROOT
from tests.browser.notebook import open_notebook, run_all_cells

pytestmark = pytest.mark.browser

_OPEN_MS = 60_000
_RUN_MS = 240_000
_LOOK_MS = 15_000
_TRY_MS = 2_000


Copy = Callable[[str], str]


@pytest.fixture
def copy() -> Iterator[Copy]:
    """Copies a lesson and gives its path in JupyterLab: it saves what it shows, by itself."""
    folder = ROOT / "test-results" / uuid.uuid4().hex

    def copy_lesson(name: str) -> str:
        shutil.copytree(ROOT / "lessons" / name, folder / name)
        return (folder / name / f"{name}.ipynb").relative_to(ROOT).as_posix()

    yield copy_lesson
    shutil.rmtree(folder)


def places(path: str) -> dict[str, int]:
    """Where each cell of a notebook is, by its id: 0 is the first."""
    notebook = nbformat.read(Path(ROOT, path), as_version=4)  # type: ignore[no-untyped-call]
    return {cell.id: place for place, cell in enumerate(notebook.cells)}


def first_trace(path: str) -> int:
    """Where the first cell with a timing diagram is."""
    notebook = nbformat.read(Path(ROOT, path), as_version=4)  # type: ignore[no-untyped-call]
    return next(n for n, cell in enumerate(notebook.cells) if cell.source.startswith("%trace"))


def run_all(page: Page, notebook: Locator, path: str) -> None:
    """Run all cells, to the end.

    "Run all" ends at the first error that a lesson does not provoke; so the last cell has its
    number only if every cell before it has run.
    """
    cells = nbformat.read(Path(ROOT, path), as_version=4).cells  # type: ignore[no-untyped-call]
    code = [place for place, cell in enumerate(cells) if cell.cell_type == "code"]
    run_all_cells(page)
    numbered = re.compile(rf"\[{len(code)}\]:")
    for _ in range(_RUN_MS // _TRY_MS):
        # JupyterLab draws what is in view, and outputs above push the last cell out of it.
        prompt = look_at(notebook, code[-1]).locator(".jp-InputPrompt")
        try:
            expect(prompt).to_have_text(numbered, timeout=_TRY_MS)
            return
        except AssertionError:
            continue
    raise AssertionError(f"The last cell has not run: {path}\n{where_it_ended(notebook, code)}")


def where_it_ended(notebook: Locator, code: list[int]) -> str:
    """The last code cell that has a number and the one after it, as the page shows them."""
    shown = []
    for place in code:
        cell = look_at(notebook, place)
        shown.append(cell.inner_text(timeout=_LOOK_MS))
        if not re.fullmatch(r"\[\d+\]:", cell.locator(".jp-InputPrompt").inner_text()):
            break
    return "\n".join(shown[-2:])


def look_at(notebook: Locator, place: int) -> Locator:
    """Scroll to a cell."""
    cell = notebook.locator(f'[data-windowed-list-index="{place}"]')
    cell.scroll_into_view_if_needed(timeout=_OPEN_MS)
    return cell


def test_the_start_page_is_the_first_lesson(page: Page, lab_url: str) -> None:
    page.goto(lab_url, timeout=_OPEN_MS)
    notebook = page.get_by_role("main").locator(".jp-NotebookPanel:visible")
    expect(notebook.locator(".jp-MarkdownOutput h1").first).to_be_visible(timeout=_OPEN_MS)
    expect(page).to_have_url(re.compile("00_welcome"))


def test_lesson_01_runs_from_top_to_bottom(page: Page, lab_url: str, copy: Copy) -> None:
    path = copy("01_gpio")
    notebook = open_notebook(page, lab_url, path)
    run_all(page, notebook, path)

    # Its outputs: the board's name and the wiring picture, then a timing diagram with its words.
    wiring = notebook.locator(".jp-CodeCell").first
    wiring.scroll_into_view_if_needed()
    expect(wiring).to_contain_text("Virtual board: Raspberry Pi Pico W", timeout=_LOOK_MS)
    expect(wiring.locator(".jp-OutputArea svg").first).to_be_visible(timeout=_LOOK_MS)
    trace = look_at(notebook, first_trace(path))
    diagram = trace.locator(".jp-OutputArea img").first
    expect(diagram).to_be_visible(timeout=_LOOK_MS)
    expect(diagram).to_have_attribute("alt", re.compile("Timing diagram.*led1.*pulse", re.DOTALL))
    assert diagram.evaluate("image => image.naturalWidth") > 500

    # Nothing has asked the student anything meanwhile.
    expect(page.get_by_text("get notified about official Jupyter news")).to_have_count(0)


def test_lesson_02_shows_the_bus_the_display_and_what_holds_a_line(
    page: Page, lab_url: str, copy: Copy
) -> None:
    path = copy("02_i2c")
    at = places(path)
    notebook = open_notebook(page, lab_url, path)
    run_all(page, notebook, path)

    diagram = look_at(notebook, at["trace-show"]).locator(".jp-OutputArea img").first
    expect(diagram).to_be_visible(timeout=_LOOK_MS)
    words = re.compile("I2C GP4/GP5: 2 transactions.*write 0x77 d0, read 0x77 55", re.DOTALL)
    expect(diagram).to_have_attribute("alt", words)

    # The lit pixels of the display are one path.
    lit = look_at(notebook, at["oled-picture"]).locator(".jp-OutputArea svg path[fill='#bfe9ff']")
    expect(lit).to_be_visible(timeout=_LOOK_MS)
    expect(lit).to_have_attribute("d", re.compile("M0 36h128v1"))  # the frame's upper edge

    stuck = look_at(notebook, at["stuck-again"]).locator(".jp-OutputArea")
    expect(stuck.first).to_contain_text("lm1 holds SDA (GP4) low", timeout=_LOOK_MS)
