"""For all tests: nbgrader leaves its variables behind in this process when a grading fails."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

_NBGRADERS = ("NBGRADER_EXECUTION", "NBGRADER_VALIDATING")


@pytest.fixture(autouse=True)
def _no_grading_left_behind() -> Iterator[None]:
    yield
    for name in _NBGRADERS:
        os.environ.pop(name, None)
