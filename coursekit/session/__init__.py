"""A session: a board, and cells that run on it one after the other. Knows nothing of kernels.

The Jupyter kernel and the grader both use it, so that what a student sees is what is graded.
"""

from coursekit.session.outputs import (
    CellResult,
    Clear,
    Display,
    Emit,
    Error,
    NextInput,
    Output,
    Result,
    Stream,
)
from coursekit.session.session import Session

__all__ = [
    "CellResult",
    "Clear",
    "Display",
    "Emit",
    "Error",
    "NextInput",
    "Output",
    "Result",
    "Session",
    "Stream",
]
