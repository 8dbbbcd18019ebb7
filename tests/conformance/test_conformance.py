"""Each program on both boards: what differs must be listed in differences.toml, and only that."""

from __future__ import annotations

import pytest

from tests.boards.emulated.firmware_for_tests import needed_firmware
from tests.conformance import boards, differences
from tests.conformance.comparing import compare
from tests.conformance.subjects import Subject, subjects


@pytest.mark.timeout(900)
@pytest.mark.parametrize("subject", subjects(), ids=lambda subject: subject.name)
def test_both_boards_show_the_same(subject: Subject) -> None:
    needed_firmware()
    comparison = compare(
        subject.name,
        subject.observe(boards.open_virtual),
        subject.observe(boards.open_emulated),
        differences.load(),
    )
    assert not comparison.problems, "\n\n".join(
        ["", *(problem.message for problem in comparison.problems)]
    )
