"""A thousand scripts of faults: whatever happens to the cable, a session copes with it."""

from __future__ import annotations

from pathlib import Path

import pytest

from coursekit.session import boards
from tests.boards.skipping import SkippingClock
from tests.session.fault_scripts import Player, make_script

_SCRIPTS = 1000
_AT_A_TIME = 50


@pytest.mark.parametrize("first", range(0, _SCRIPTS, _AT_A_TIME))
def test_a_session_survives(first: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(boards, "RETURN_S", 0.01)  # until a board that is gone is given up
    clock = SkippingClock()
    clock.install(monkeypatch)
    for seed in range(first, first + _AT_A_TIME):
        Player(make_script(seed), clock, tmp_path).play()
