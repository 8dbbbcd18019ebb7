"""Stand-ins for grade_notebook that do what a test needs; workers import them by name.

What they do is written in the submission: `# die`, `# fault`, `# fault-once: PATH`, `# wait: PATH`.
"""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Mapping
from pathlib import Path

from coursekit.boards.virtual.limits import Limits
from coursekit.grading import Graded, InfrastructureFault, NotebookBundle, Record
from coursekit.grading.rebuild import rebuild_notebook

_PATIENCE_S = 60.0


def fake_grade(
    bundle: NotebookBundle,
    submitted: bytes | None,
    limits: Limits | None,
    files: Mapping[str, bytes],
    insist: bool,
) -> Graded:
    """Runs nothing: an answer that returns something is right."""
    text = (submitted or b"").decode("utf-8", "replace")
    if "# die" in text:
        os.kill(os.getpid(), signal.SIGKILL)
    if "# fault-once: " in text:
        path = _path(text, "# fault-once: ")
        if not path.exists():
            path.touch()
            raise InfrastructureFault("no board for once")
    elif "# fault" in text:
        raise InfrastructureFault("no board could be started")
    if "# wait: " in text:
        give_up = time.monotonic() + _PATIENCE_S
        while not _path(text, "# wait: ").exists():
            if time.monotonic() > give_up:
                raise InfrastructureFault("the test never let it go on")
            time.sleep(0.01)
    rebuilt = rebuild_notebook(bundle, submitted)
    records = {}
    for cell in rebuilt.nb.cells:
        details = cell.metadata.get("nbgrader", {})
        if details.get("grade") and not details.get("solution"):
            name, most = details["grade_id"], float(details["points"])
            right = "return" in text
            reason = "" if right else "it returned nothing"
            records[name] = Record(name, most if right else 0.0, most, reason)
    return Graded(rebuilt.nb, records, rebuilt.notes, rebuilt.trouble)


def _path(text: str, mark: str) -> Path:
    return Path(text.split(mark, 1)[1].split("#", 1)[0].strip())
