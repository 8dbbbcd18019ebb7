"""Keeps the start of the batch quick, in the command and in its workers. Import it first."""

from __future__ import annotations

import sys

# jsonschema, which nbformat imports, builds the grammar of international web addresses if it can:
# more than a second, for a format that no notebook's schema has. It does well without.
sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]
