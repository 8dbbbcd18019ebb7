"""The text of a cell as the content of a file."""

from __future__ import annotations


def text_below(code: str, line: int) -> str:
    """What stands below `line` (counted from 1), without one blank line that sets it off."""
    lines = code.split("\n")[line:]
    if len(lines) > 1 and not lines[0].strip():
        del lines[0]
    return "\n".join(lines)


def ended(text: str) -> str:
    """`text` with an end of its last line."""
    return text if text.endswith("\n") or not text else text + "\n"
