"""Wrong checksums, and text where a checksum belongs, for cells whose text is weaker now."""

from __future__ import annotations

from tests.hostile.making import Release, blank, checks, marks, written

EXPECTED: dict[str, float] = {}


def make(release: Release) -> bytes:
    notebook = blank(release)
    for number, check in enumerate(checks(notebook)):
        check["source"] = "%%check double\nexpect(1).equals(1)\n"
        marks(check)["checksum"] = ["0" * 32, 7, None][number]
    return written(notebook)
