"""A notebook in JupyterLab, as the person in front of it handles it."""

from __future__ import annotations

from urllib.parse import urlsplit

from playwright.sync_api import Locator, Page, expect

_OPEN_MS = 60_000


def open_notebook(page: Page, lab_url: str, path: str) -> Locator:
    """Open one notebook, with no tabs of an earlier visit, and wait until its kernel is there.

    JupyterLab shows the kernel's name before the kernel is there, and a cell that is run then is
    not run at all.

    Args:
        page: a tab of the browser.
        lab_url: the address of JupyterLab, with its token.
        path: the notebook, inside the folder that JupyterLab shows.

    """
    parts = urlsplit(lab_url)
    address = parts._replace(path=f"/lab/tree/{path}", query=f"{parts.query}&reset").geturl()
    page.goto(address, timeout=_OPEN_MS)
    notebook = page.get_by_role("main").locator(".jp-NotebookPanel:visible")
    expect(notebook.locator(".jp-CodeCell").first).to_be_visible(timeout=_OPEN_MS)
    expect(page.get_by_text("MicroPython | Idle")).to_be_visible(timeout=_OPEN_MS)
    return notebook


def run_all_cells(page: Page) -> None:
    """Choose *Run All Cells* in the menu."""
    page.get_by_role("menuitem", name="Run", exact=True).click()
    page.get_by_role("menuitem", name="Run All Cells", exact=True).click()
