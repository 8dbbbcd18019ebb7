"""What can stop a batch, in words that say what to do next.

They end the command, so they carry its exit status; a fault of one submission is no error here.
"""

from __future__ import annotations

OK = 0
FAILED = 1
NEEDS_RERUN = 3
INTERRUPTED = 130


class BatchError(Exception):
    """The batch cannot start or cannot go on; nothing that was written is lost."""


class NothingToGrade(BatchError):
    """There is no such assignment, or nobody has handed it in."""


class GradebookBusy(BatchError):
    """Another program held the gradebook's database for longer than the batch waits."""


class AlreadyRunning(BatchError):
    """Another batch works on the same course."""


class ClusterLost(BatchError):
    """The scheduler or all of its workers are gone."""
