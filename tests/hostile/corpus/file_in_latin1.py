"""An answer with an umlaut, the file saved as Latin-1: it is no UTF-8, so it cannot be read."""

from __future__ import annotations

import json

from tests.hostile.making import Release, filled

EXPECTED: dict[str, float] = {}


def make(release: Release) -> bytes:
    notebook = filled(release, double="# gr\xfc\xdfe\ndef double(x):\n    return 2 * x\n")
    return json.dumps(notebook, ensure_ascii=False).encode("latin-1")
