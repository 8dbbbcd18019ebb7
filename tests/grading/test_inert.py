"""Written answers in nbgrader's pages: they read as written, and run nothing."""

from __future__ import annotations

import re

import pytest
from nbconvert.filters.markdown_mistune import markdown2html_mistune

from coursekit.grading.inert import inert


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "a <img src=x onerror=alert(1)> b",
        "<svg/onload=alert(1)>",
        "<!--><script>alert(1)</script>",
        "</pre><script>alert(1)</script>",
        "[x](javascript:alert(1))",
        "[x]( JaVaScRiPt:alert(1))",
        "[x](javascript\\:alert(1))",
        "[x](&#106;avascript:alert(1))",
        "[x](javascript&colon;alert(1))",
        "[x](<javascript:alert(1)>)",
        "[x](<java\tscript:alert(1)>)",
        "[x](data:text/html,<script>alert(1)</script>)",
        "[x][y]\n\n[y]: vbscript:alert(1)",
        "<javascript:alert(1)>",
        "![x](javascript:alert(1))",
    ],
)
def test_nothing_runs(text: str) -> None:
    page = markdown2html_mistune(inert(text))
    assert not re.search(r"<\s*(script|svg|img src=x|iframe)", page, re.IGNORECASE)
    assert not re.search(r"""(href|src)=["']?\s*(java\s*script|vbscript|data)\s*:""", page, re.I)


@pytest.mark.parametrize(
    "text", ["![x](https://example.org/x.png)", "![x][y]\n\n[y]: //example.org/x.png", "![y]"]
)
def test_nothing_is_fetched(text: str) -> None:
    page = markdown2html_mistune(inert(f"{text}\n\n[y]: https://example.org/x.png"))
    assert "<img" not in page
    assert 'href="' in page


def test_a_picture_that_was_pasted_in_is_named() -> None:
    page = markdown2html_mistune(inert("See ![image.png](attachment:image.png) and ![x][y]"))
    assert "(picture not kept: image.png)" in page


def test_ordinary_markdown_is_left_as_it_is() -> None:
    text = "# Why\n\n> It is *3.3 V* if `a < b` and x<3; see [here](https://example.org/?a=1).\n\n$a<0$"
    assert inert(text) == text
