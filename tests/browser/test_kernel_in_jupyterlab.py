"""What JupyterLab gives a student beyond running cells: Tab, Stop, input, live plots, widgets."""

from __future__ import annotations

import re
import shutil
import uuid
from collections.abc import Callable, Iterator

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import ROOT
from tests.browser.notebook import open_notebook

pytestmark = pytest.mark.browser

_LOOK_MS = 30_000
_TRY_MS = 3_000
_BUSY, _DONE = re.compile(r"\[\*\]:"), re.compile(r"\[\d+\]:")
_SPEC = {"name": "micropython", "display_name": "MicroPython", "language": "micropython"}

Open = Callable[..., "Notebook"]


class Notebook:
    """A notebook that is open in JupyterLab."""

    def __init__(self, page: Page, panel: Locator) -> None:
        self.page = page
        self._cells = panel.locator(".jp-CodeCell")

    def __getitem__(self, number: int) -> Locator:
        """Everything of one cell."""
        return self._cells.nth(number)

    def edit(self, number: int) -> None:
        """Put the cursor at the end of a cell."""
        self[number].locator(".cm-content").click()
        self.page.keyboard.press("Control+End")

    def start(self, number: int) -> None:
        """Run a cell; returns when it is running or has run."""
        self.edit(number)
        self.page.keyboard.press("Control+Enter")
        expect(self.prompt(number)).not_to_have_text("[ ]:", timeout=_LOOK_MS)

    def run(self, number: int) -> None:
        """Run a cell to its end."""
        self.start(number)
        expect(self.prompt(number)).to_have_text(_DONE, timeout=_LOOK_MS)

    def press_until(self, key: str, seen: Locator) -> None:
        """Press a key as often as a person would: JupyterLab drops what takes over a second."""
        for _ in range(_LOOK_MS // _TRY_MS):
            self.page.keyboard.press(key)
            try:
                expect(seen).to_be_visible(timeout=_TRY_MS)
                return
            except AssertionError:
                continue
        expect(seen).to_be_visible()

    def prompt(self, number: int) -> Locator:
        """`[*]:` while the cell runs, `[1]:` when it has ended."""
        return self[number].locator(".jp-InputPrompt")

    def outputs(self, number: int) -> Locator:
        """Below the cell."""
        return self[number].locator(".jp-OutputArea").first


@pytest.fixture
def open_cells(page: Page, lab_url: str) -> Iterator[Open]:
    """A function that opens a new notebook with these cells."""
    folder = ROOT / "test-results" / uuid.uuid4().hex
    folder.mkdir(parents=True)

    def open_cells(*cells: str) -> Notebook:
        notebook = new_notebook(  # type: ignore[no-untyped-call]
            cells=[new_code_cell(cell) for cell in cells],  # type: ignore[no-untyped-call]
            metadata={"kernelspec": _SPEC},
        )
        file = folder / "kernel.ipynb"
        nbformat.write(notebook, file)  # type: ignore[no-untyped-call]
        panel = open_notebook(page, lab_url, file.relative_to(ROOT).as_posix())
        return Notebook(page, panel)

    yield open_cells
    shutil.rmtree(folder)


def test_tab_completes_what_the_board_has(open_cells: Open) -> None:
    notebook = open_cells("from machine import Pin\nled = Pin(15, Pin.OUT)", "led.to", "Pi")
    notebook.run(0)
    notebook.edit(1)
    written = notebook[1].locator(".cm-content").filter(has_text="led.toggle")
    notebook.press_until("Tab", written)
    notebook.edit(2)
    notebook.page.keyboard.type("n.P")
    offered = notebook.page.locator(".jp-Completer-match")
    notebook.press_until("Tab", offered.filter(has_text="PULL_UP"))
    expect(offered.filter(has_text="PULL_DOWN")).to_be_visible()


def test_shift_tab_shows_how_a_function_is_called(open_cells: Open) -> None:
    notebook = open_cells("import time", "time.sleep_ms")
    notebook.run(0)
    notebook.edit(1)
    notebook.page.keyboard.press("Shift+Tab")
    expect(notebook.page.locator(".jp-Tooltip")).to_contain_text("sleep_ms", timeout=_LOOK_MS)


def test_stop_ends_a_cell(open_cells: Open) -> None:
    notebook = open_cells("print('go')\nwhile True:\n    pass", "print('after')")
    notebook.start(0)
    expect(notebook.outputs(0)).to_contain_text("go", timeout=_LOOK_MS)
    notebook.page.get_by_role("button", name="Interrupt the kernel").click()
    expect(notebook.outputs(0)).to_contain_text("KeyboardInterrupt", timeout=_LOOK_MS)
    notebook.run(1)
    expect(notebook.outputs(1)).to_contain_text("after")


def test_a_flood_of_lines_leaves_the_page_usable(open_cells: Open) -> None:
    notebook = open_cells("for i in range(1_000_000):\n    print('line', i)", "6 * 7")
    notebook.start(0)
    notebook.page.wait_for_function(
        "area => area.textContent.length > 200_000",
        arg=notebook.outputs(0).element_handle(),
        timeout=_LOOK_MS,
    )
    notebook.page.get_by_role("button", name="Interrupt the kernel").click()
    expect(notebook.prompt(0)).to_have_text(_DONE, timeout=_LOOK_MS)
    last = notebook.outputs(0).locator(".jp-OutputArea-output").last
    expect(last).to_contain_text("KeyboardInterrupt", timeout=_LOOK_MS)
    notebook.run(1)
    expect(notebook.outputs(1)).to_contain_text("42")


def test_a_program_asks(open_cells: Open) -> None:
    notebook = open_cells("name = input('Name? ')\nprint('Hello', name)")
    notebook.start(0)
    field = notebook[0].locator(".jp-Stdin-input")
    expect(field).to_be_visible(timeout=_LOOK_MS)
    field.fill("Ada")
    field.press("Enter")
    expect(notebook.outputs(0)).to_contain_text("Hello Ada", timeout=_LOOK_MS)


def test_a_plot_grows_while_the_cell_runs(open_cells: Open) -> None:
    notebook = open_cells(
        "%plot --quiet\nimport time\nn = 0\nwhile True:\n    n += 1\n"
        "    print(f'wave={n % 20} flat=3')\n    time.sleep_ms(50)"
    )
    notebook.start(0)
    picture = notebook.outputs(0).locator("img, svg").first
    expect(picture).to_be_visible(timeout=_LOOK_MS)
    seen = picture.evaluate("p => p.src || p.outerHTML")
    notebook.page.wait_for_function(
        "([p, seen]) => (document.contains(p) ? (p.src || p.outerHTML) : '') !== seen",
        arg=[picture.element_handle(), seen],
        timeout=_LOOK_MS,
    )
    expect(notebook.prompt(0)).to_have_text(_BUSY)
    notebook.page.get_by_role("button", name="Interrupt the kernel").click()
    expect(notebook.prompt(0)).to_have_text(_DONE, timeout=_LOOK_MS)
    expect(picture).to_be_visible()


def test_a_widget_is_clicked_while_a_cell_runs(open_cells: Open) -> None:
    notebook = open_cells(
        "from machine import Pin\nbutton = Pin(14, Pin.IN, Pin.PULL_UP)",
        "%%host\nimport ipywidgets\nknob = ipywidgets.Button(description='press me')\n"
        "knob.on_click(lambda knob: setattr(knob, 'description', 'pressed'))\nknob",
        "import time\nprint('go')\nwhile True:\n    time.sleep_ms(10)",
    )
    notebook.run(0)
    notebook.run(1)
    knob = notebook.outputs(1).locator("button.jupyter-button")
    expect(knob).to_have_text("press me", timeout=_LOOK_MS)
    notebook.start(2)
    expect(notebook.outputs(2)).to_contain_text("go", timeout=_LOOK_MS)
    knob.click()
    expect(knob).to_have_text("pressed", timeout=_LOOK_MS)
    expect(notebook.prompt(2)).to_have_text(_BUSY)
    notebook.page.get_by_role("button", name="Interrupt the kernel").click()
    expect(notebook.prompt(2)).to_have_text(_DONE, timeout=_LOOK_MS)
