"""The language of `%%check`: call the student's functions, compare on the host, say what was seen.

Knows nothing of Jupyter or nbgrader. docs/checks.md is the reference for authors.
"""

from coursekit.checks.check import run_check
from coursekit.checks.report import Report, report
from coursekit.checks.verdict import Finding, Verdict

__all__ = ["Finding", "Report", "Verdict", "report", "run_check"]
