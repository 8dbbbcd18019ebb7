"""A cache of one's own, and no firmware that this computer has."""

from __future__ import annotations

from pathlib import Path

import pytest

from coursekit.boards.emulated.firmware import places


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder for all firmware in the cache, which does not exist yet."""
    monkeypatch.setattr(places, "user_cache_path", lambda *_, **__: tmp_path / "cache")
    monkeypatch.delenv(places.VARIABLE, raising=False)
    return tmp_path / "cache" / "firmware"
