"""Makes a student's written answer harmless to look at, without changing how it looks.

nbgrader's pages show Markdown with all the HTML in it, also to the instructor, whose browser may
change grades. So what begins a tag, an entity or a link that runs a script is broken up by an
invisible character. A picture becomes a link: fetching it would tell others who reads, and when.
"""

from __future__ import annotations

import re

_BREAK = "\u200b"
_ATTACHED = re.compile(r"!\[([^\[\]\n]{0,200})\]\(attachment:[^()\n]{0,500}\)")
_TAG = re.compile(r"<(?=[A-Za-z/!?])")
_ENTITY = re.compile(r"&(?=[#A-Za-z])")
_SCHEME = re.compile(r"(javascript|vbscript|data)(?=[\s\\]*:)", re.IGNORECASE)


def inert(text: str) -> str:
    """Markdown that shows as `text` reads: no HTML, no link to a script, nothing fetched."""
    text = _TAG.sub(f"<{_BREAK}", text)
    text = _ENTITY.sub(f"&{_BREAK}", text)
    text = _ATTACHED.sub(r"*(picture not kept: \1)*", text)
    text = text.replace("![", f"!{_BREAK}[")
    return _SCHEME.sub(rf"\1{_BREAK}", text)
