"""Tests that need firmware: skipped where there is none, failed where CI should have built it."""

from __future__ import annotations

from pathlib import Path

import pytest

from coursekit.boards.emulated.firmware import places
from tests.boards.emulated.firmware.images import image
from tests.boards.emulated.firmware_for_tests import needed_firmware


@pytest.fixture(autouse=True)
def _no_firmware(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(places, "user_cache_path", lambda *_, **__: tmp_path / "cache")
    monkeypatch.delenv(places.VARIABLE, raising=False)
    monkeypatch.delenv("CI", raising=False)


@pytest.mark.parametrize("ci", [None, "", "false", "0"])
def test_skips_at_home(ci: str | None, monkeypatch: pytest.MonkeyPatch) -> None:
    if ci is not None:
        monkeypatch.setenv("CI", ci)
    with pytest.raises(pytest.skip.Exception, match="coursekit firmware download") as caught:
        needed_firmware()
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("ci", ["true", "1"])
def test_fails_in_ci(ci: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CI", ci)
    with pytest.raises(pytest.fail.Exception, match=r"\.ci/run builds it"):
        needed_firmware()


def test_takes_what_is_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "mine.uf2"
    path.write_bytes(image())
    monkeypatch.setenv(places.VARIABLE, str(path))
    assert needed_firmware() == path
